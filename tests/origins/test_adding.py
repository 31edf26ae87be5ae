"""Indexes are made of components, and stored whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.invented import index, program, scanner

from attribcheck.copies import store
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.model import Component
from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.origins.adding import Indexer, export_indexes, import_index
from attribcheck.origins.describe import FOUND, Details


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A component: a folder with two files of code."""
    folder = tmp_path / "foo"
    folder.mkdir()
    for name in ("a.py", "b.py"):
        (folder / name).write_text(f"# Copyright 2025 Foo Corp.\n{program(name)}")
    return folder


@pytest.fixture
def indexer() -> Indexer:
    return Indexer(scanner(), "2026-01-02")


def components(path: Path) -> list[str]:
    with OriginIndex.open(path, verify=True) as found:
        return [component.label for component in found.components]


def test_a_component_becomes_an_index_of_its_name(folder: Path, indexer: Indexer) -> None:
    added = indexer.add(str(folder), Details(version="1.0"))
    assert store.indexes() == [added.path]
    assert added.path.name == "foo@1.0.acidx"
    assert (added.info.files, components(added.path)) == (2, ["foo 1.0"])
    assert store.place_of(added.path) == folder


def test_the_index_shows_no_path_of_this_machine(folder: Path, indexer: Indexer) -> None:
    content = indexer.add(str(folder)).path.read_bytes()
    assert str(folder.parent).encode() not in content


def test_several_components_become_one_index(
    folder: Path, tmp_path: Path, indexer: Indexer
) -> None:
    other = tmp_path / "bar"
    other.mkdir()
    (other / "c.py").write_text(program("c"))
    added = indexer.add_all("mine", [(str(folder), FOUND), (str(other), Details("baz"))])
    assert components(added.path) == ["foo", "baz"]
    assert added.path.name == "mine.acidx"


def test_each_component_is_announced_before_it_is_fetched(folder: Path) -> None:
    said: list[str] = []
    Indexer(scanner(), "2026-01-02", said.append).add_all("mine", [(str(folder), FOUND)])
    assert said == [str(folder)]


def test_a_failure_stores_nothing(folder: Path, tmp_path: Path, indexer: Indexer) -> None:
    with pytest.raises(UsageError):
        indexer.add_all("mine", [(str(folder), FOUND), (str(tmp_path / "missing"), FOUND)])
    assert store.indexes() == []


def test_what_can_not_be_compared_is_an_error(tmp_path: Path, indexer: Indexer) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "README.md").write_text("words\n")
    with pytest.raises(AttribcheckError, match="text has no file that can be compared"):
        indexer.add(str(tmp_path / "text"))
    assert store.indexes() == []


def test_the_same_folder_gives_the_same_bytes(folder: Path, indexer: Indexer) -> None:
    first = indexer.add(str(folder)).path.read_bytes()
    assert indexer.add(str(folder)).path.read_bytes() == first


def test_an_index_of_others_is_stored_under_its_name(tmp_path: Path) -> None:
    path = index(tmp_path / "theirs.acidx", Component("foo", "1.0"), {"a.py": program("a")})
    added = import_index(path)
    assert added.path.name == "theirs.acidx"
    assert components(store.indexes()[0]) == ["foo 1.0"]
    assert store.place_of(added.path) is None


@pytest.mark.parametrize("cut", [0, 1, 31, -1])
def test_a_damaged_index_is_not_stored(cut: int, tmp_path: Path) -> None:
    path = index(tmp_path / "theirs.acidx", Component("foo"), {"a.py": program("a")})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(AttribcheckError, match=r"theirs\.acidx can't be used"):
        import_index(path)
    assert store.indexes() == []


def test_one_index_is_exported_as_it_is_and_several_as_one(
    folder: Path, tmp_path: Path, indexer: Indexer
) -> None:
    first = indexer.add(str(folder)).path
    second = indexer.add(str(folder), Details("bar")).path
    target = tmp_path / "out.acidx"
    assert export_indexes([first], target).components == 1
    assert target.read_bytes() == first.read_bytes()
    assert export_indexes([first, second], target).components == 2
    assert components(target) == ["foo", "bar"]


def test_a_damaged_index_is_not_exported(tmp_path: Path) -> None:
    path = index(tmp_path / "foo.acidx", Component("foo"), {"a.py": program("a")})
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(AttribcheckError, match="can't be used"):
        export_indexes([path], tmp_path / "out.acidx")
    assert not (tmp_path / "out.acidx").exists()


def test_an_index_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        import_index(tmp_path / "missing.acidx")
