"""Segments hold every content that is wanted, stay few, and forget what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.code import ROUTES
from support.scans import blob

from attribcheck.copies import declared_store
from attribcheck.copies.declared_store import DeclaredStore, key_of
from attribcheck.core.model import Blob


def wanted(*numbers: int) -> dict[str, Blob]:
    found = [blob(f"{number}.py", str(number)) for number in numbers]
    return {key: one for one in found if (key := key_of(one))}


def read(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
    for one in blobs:
        yield one, f"number = {one.path[:-3]}\n{ROUTES}".encode()


def keys_in(store: DeclaredStore, contents: dict[str, Blob]) -> set[str]:
    """Return the keys of all files that the segments for ``contents`` hold."""
    segments = store.segments(contents, read)
    return {key for segment in segments for _, key in segment.opened.origins}


def test_the_language_is_a_part_of_the_key() -> None:
    python, stub, c = (key_of(blob(name, "same")) for name in ("a.py", "b.pyi", "a.c"))
    assert python == stub != c
    assert key_of(blob("a.unknown", "same")) is None


def test_what_is_missing_is_added(tmp_path: Path) -> None:
    store = DeclaredStore(tmp_path)
    store.segments(wanted(1, 2), read)
    assert keys_in(DeclaredStore(tmp_path), wanted(2, 3)) == set(wanted(1, 2, 3))


def test_segments_are_merged_without_a_loss(tmp_path: Path) -> None:
    for number in range(12):
        keys = keys_in(DeclaredStore(tmp_path), wanted(*range(number + 1)))
        assert keys == set(wanted(*range(number + 1)))
    assert 0 < len(list(tmp_path.rglob("*.acidx"))) <= 6


def test_too_many_dead_contents_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declared_store, "_FEW", 0)
    DeclaredStore(tmp_path).segments(wanted(*range(9)), read)
    assert keys_in(DeclaredStore(tmp_path), wanted(1, 20)) == set(wanted(1, 20))


def test_a_content_that_could_not_be_read_is_asked_for_again(tmp_path: Path) -> None:
    asked: list[str] = []

    def unreadable(blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for one in blobs:
            asked.append(one.path)
            yield one, None

    for _ in range(2):
        DeclaredStore(tmp_path).segments(wanted(1), unreadable)
    assert asked == ["1.py", "1.py"]
