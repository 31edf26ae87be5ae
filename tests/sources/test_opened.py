"""A snapshot whose containers are opened answers once for each of its sides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from attribcheck.containers.base import Member
from attribcheck.containers.opening import Opened
from attribcheck.core.model import Blob, Change
from attribcheck.sources.opened import OpenedSource

JAR, OTHER = Blob("foo.jar", "1"), Blob("b.py", "2")


def source(*blobs: Blob, merged: tuple[Any, ...] = ()) -> Any:
    return SimpleNamespace(
        label="",
        complete=False,
        changes=lambda: [Change(None, blob) for blob in blobs],
        listing=lambda: {blob.path: blob for blob in blobs},
        read=lambda wanted: ((blob, blob.path.encode()) for blob in wanted),
        merged=lambda: merged,
    )


def test_each_side_of_a_merge_has_its_own_changes() -> None:
    opened = OpenedSource(
        source(JAR, merged=(source(OTHER),)),
        [JAR],
        lambda content, path: Opened((Member("LICENSE", content),), ()),
    )
    inside = "foo.jar!/LICENSE"
    for _ in range(2):
        assert [change.paths for change in opened.changes()] == [("foo.jar",), (inside,)]
        assert [*opened.listing()] == ["foo.jar", inside]
        (side,) = opened.merged()
        assert [change.paths for change in side.changes()] == [("b.py",)]
        assert [*side.listing()] == ["b.py"]
