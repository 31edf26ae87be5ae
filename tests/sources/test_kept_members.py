"""The files of a container are known again by its content, and never by less."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from attribcheck.containers.base import Member, Unread
from attribcheck.containers.opening import Opened
from attribcheck.core.model import Blob
from attribcheck.sources.kept_members import KeptMembers
from attribcheck.sources.opened import OpenedSource

JAR = Blob("foo.jar", "1")


class Memory(dict[str, bytes]):
    """A store that lasts as long as a test."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


def always(_: str) -> bool:
    return True


def opened(
    content: bytes,
    store: Memory,
    open_: Callable[[bytes, str], Opened],
    *,
    blob: Blob = JAR,
    is_kept: Callable[[str], bool] = always,
) -> OpenedSource:
    source: Any = SimpleNamespace(
        label="",
        complete=True,
        changes=list,
        listing=lambda: {blob.path: blob},
        read=lambda wanted: ((one, content) for one in wanted),
    )
    return OpenedSource(source, [blob], open_, KeptMembers(store, is_kept))


def reader(*found: Member, unread: tuple[Unread, ...] = ()) -> Callable[[bytes, str], Opened]:
    return lambda content, path: Opened(found, unread)


def refused(content: bytes, path: str) -> Opened:
    raise AssertionError(f"{path} was opened again")


@pytest.mark.parametrize("found", [(), (Member("b", b"x"), Member("a/\udcff", b"y"))])
def test_an_unchanged_container_is_not_opened_again(found: tuple[Member, ...]) -> None:
    store = Memory()
    before = opened(b"1", store, reader(*found)).listing()
    assert len(before) == 1 + len(found)
    assert [*opened(b"1", store, refused).listing().items()] == [*before.items()]


def test_a_file_in_it_is_read_from_the_container() -> None:
    store, found = Memory(), reader(Member("LICENSE", b"MIT"))
    opened(b"1", store, found)
    again = opened(b"1", store, found)
    inside = again.listing()["foo.jar!/LICENSE"]
    assert [*again.read([inside])] == [(inside, b"MIT")]


@pytest.mark.parametrize(
    ("content", "blob"), [(b"2", JAR), (b"1", JAR._replace(path="foo.zip"))], ids=["text", "name"]
)
def test_another_content_or_name_is_opened(content: bytes, blob: Blob) -> None:
    # The object id is the same: that of a Git LFS pointer does not say which content was fetched.
    store = Memory()
    opened(b"1", store, reader(Member("a", b"")))
    assert [*opened(content, store, reader(Member("b", b"")), blob=blob).listing()] == [
        blob.path,
        f"{blob.path}!/b",
    ]


def test_what_was_not_read_completely_is_opened_every_time() -> None:
    store, left = Memory(), (Unread("only the first 5,000 files were read"),)
    for _ in range(2):
        source = opened(b"1", store, reader(Member("a", b""), unread=left))
        assert source.unread == {"foo.jar": left}
    assert not store


def test_a_container_that_is_only_listed_is_neither_kept_nor_known() -> None:
    store = Memory()
    opened(b"1", store, reader(), is_kept=lambda path: False)
    assert not store
    opened(b"1", store, reader(Member("a", b"")))
    listed = opened(b"1", store, reader(), is_kept=lambda path: False)
    assert [*listed.listing()] == ["foo.jar"]
