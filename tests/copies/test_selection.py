"""A commit is compared with what the last one was, without a list of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.code import ROUTES, renamed
from support.scans import blob

from attribcheck.copies.known_origins import KnownOrigins
from attribcheck.copies.model import Component
from attribcheck.copies.search import Copies, DeclaredFile, DeclaredFiles

FOO = Component("foo", "1.2", "pkg:pypi/foo@1.2", "MIT", ("Foo Corp.",), declared=True)
BAR = FOO._replace(name="bar")
CONTENTS = {"theirs.py": ROUTES, "ours.py": renamed(ROUTES), "own.py": "y = [1]\n" * 9, "a.md": "x"}


class Search:
    """A search that keeps what it does, and counts how often all declared files were listed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.listed = 0

    def find(self, path: str, name: str, declared: Sequence[str] = ("theirs.py", "a.md")) -> Copies:
        def listed() -> list[DeclaredFile]:
            self.listed += 1
            components = {"theirs.py": FOO, "a.md": BAR}
            return [DeclaredFile(components.get(one, FOO), self._blob(one)) for one in declared]

        files = DeclaredFiles(listed, name, {"foo": FOO, "bar": BAR})
        search = KnownOrigins([], {"foo"}, self.folder)
        return search.find([self._blob(path)], files, self._read)

    def _blob(self, path):
        return blob(path, CONTENTS[path])

    def _read(self, blobs):
        return ((one, CONTENTS[one.path].encode()) for one in blobs)


@pytest.fixture
def search(tmp_path: Path) -> Search:
    return Search(tmp_path / "kept")


def test_a_file_of_our_own_needs_no_list(search: Search) -> None:
    first = search.find("own.py", "all of them")
    assert search.find("own.py", "all of them") == first
    assert search.listed == 1
    assert [component.name for component in first.origins] == ["foo", "bar"]


def test_one_that_corresponds_to_a_file_has_the_same_result(search: Search) -> None:
    first = search.find("ours.py", "all of them")
    assert [match.file.path for match in first.files["ours.py"].matches] == ["theirs.py"]
    assert search.find("ours.py", "all of them") == first


def test_other_files_are_listed(search: Search) -> None:
    search.find("own.py", "all of them")
    assert search.find("ours.py", "none of them", ()).files == {}
    assert search.listed == 2


def test_what_a_component_no_longer_has_is_left_out(search: Search) -> None:
    search.find("own.py", "all of them")
    for _ in range(2):
        assert search.find("ours.py", "another one", ("own.py",)).files == {}
    assert search.listed == 2


@pytest.mark.parametrize("text", ["", "{", "\n", "0\n[]", "é"])
def test_what_is_damaged_is_listed(search: Search, text: str) -> None:
    first = search.find("ours.py", "all of them")
    (search.folder / "selection").write_text(text)
    search.listed = 0
    assert search.find("ours.py", "all of them") == first
    assert search.listed == 1


def test_without_its_segment_it_is_listed(search: Search) -> None:
    first = search.find("ours.py", "all of them")
    for segment in search.folder.glob("*/*.acidx"):
        segment.unlink()
    search.listed = 0
    assert search.find("ours.py", "all of them") == first
    assert search.listed == 1


def test_a_folder_that_others_could_write_is_not_read(search: Search) -> None:
    first = search.find("ours.py", "all of them")
    search.folder.chmod(0o777)
    search.listed = 0
    assert search.find("ours.py", "all of them") == first
    assert search.listed == 1
