"""Paths in one string of bytes answer as a dictionary of them does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.listing import Before, Listing
from attribcheck.core.model import Blob, Change

# Bytes that are no UTF-8 sort elsewhere than the characters that stand for them.
NAME = st.text(st.sampled_from("ab/.!~\u00e9\ue000\U0001f600\udcff\udc80"), min_size=1, max_size=6)


def listing(paths: set[str]) -> Listing:
    names = sorted(path.encode("utf-8", "surrogateescape") for path in paths)
    return Listing(b"\0".join((b"", *names, b"")), lambda path: Blob(path, "1"))


@given(st.sets(NAME), st.lists(NAME, max_size=5))
def test_it_has_the_paths_and_no_others(paths: set[str], others: list[str]) -> None:
    found = listing(paths)
    assert {*found} == paths
    assert len(found) == len(paths)
    assert [path in found for path in (*paths, *others)] == [
        path in paths for path in (*paths, *others)
    ]


@given(st.sets(NAME), NAME)
def test_it_finds_the_paths_that_begin_alike(paths: set[str], prefix: str) -> None:
    assert listing(paths).starting(prefix) == sorted(p for p in paths if p.startswith(prefix))


def test_many_lookups_find_the_same() -> None:
    found = listing({"a.py", "b.py"})
    assert [found.get("a.py") for _ in range(500)] == [Blob("a.py", "1")] * 500
    assert [found.get("c.py") for _ in range(500)] == [None] * 500


@pytest.mark.parametrize("path", ["", "\0", "a.py\0b.py", "a"])
def test_what_is_no_path_is_not_there(path: str) -> None:
    assert path not in listing({"a.py", "b.py"})


def test_the_entries_before_a_change_are_those_after_it_but_for_what_changed() -> None:
    after = listing({"a.py", "new.py", "same.py"})
    old = [Blob("a.py", "0"), Blob("gone.py", "0")]
    changes = [
        Change(old[0], after["a.py"]),
        Change(old[1], None),
        Change(None, after["new.py"]),
    ]
    before = Before(after, changes)
    assert dict(before) == {
        "a.py": old[0],
        "gone.py": old[1],
        "same.py": after["same.py"],
    }
    assert before.altered == {"a.py", "gone.py", "new.py"}
