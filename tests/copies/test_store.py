"""The folder of origin indexes: private, whole files only, cheap when there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attribcheck.copies import store
from attribcheck.core.errors import AttribcheckError, UsageError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = tmp_path / "origins"
    monkeypatch.setenv(store.DIRECTORY_VARIABLE, str(chosen))
    return chosen


def put(name: str, content: bytes = b"index", place: Path | None = None) -> Path:
    return store.add(name, lambda path: path.write_bytes(content), place)


def test_there_are_no_indexes_before_the_first_is_added(folder: Path) -> None:
    assert store.indexes() == []
    assert not folder.exists()


def test_indexes_are_listed_in_order(folder: Path) -> None:
    second, first = put("foo@2.0"), put("bar")
    assert store.indexes() == [first, second]
    assert [path.name for path in store.indexes()] == ["bar.acidx", "foo@2.0.acidx"]


def test_other_files_of_the_folder_are_no_indexes(folder: Path) -> None:
    put("foo", place=folder.parent)
    (folder / "README").touch()
    (folder / ".unfinished-1.acidx").touch()
    assert [path.name for path in store.indexes()] == ["foo.acidx"]


def test_a_new_index_replaces_that_of_its_name(folder: Path) -> None:
    put("foo", b"old")
    assert put("foo", b"new").read_bytes() == b"new"
    assert len(store.indexes()) == 1


def test_a_failure_leaves_the_older_index_and_no_other_file(folder: Path) -> None:
    path = put("foo", b"old")

    def fail(out: Path) -> None:
        out.write_bytes(b"half")
        raise AttribcheckError("it failed")

    with pytest.raises(AttribcheckError, match="it failed"):
        store.add("foo", fail)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in folder.iterdir()] == ["foo.acidx"]


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_only_the_user_can_read_and_write_what_is_stored(folder: Path) -> None:
    path = put("foo")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_can_write_is_refused(folder: Path, which: str) -> None:
    path = put("foo")
    (folder if which == "folder" else path).chmod(0o777)
    with pytest.raises(AttribcheckError, match="writable by others"):
        store.indexes()


def test_a_link_among_the_indexes_is_refused(folder: Path, tmp_path: Path) -> None:
    put("foo")
    (tmp_path / "elsewhere").write_bytes(b"index")
    (folder / "bar.acidx").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AttribcheckError, match="symbolic link"):
        store.indexes()


def test_a_folder_that_can_not_be_made_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(store.DIRECTORY_VARIABLE, str(tmp_path / "file" / "in"))
    with pytest.raises(AttribcheckError, match="file/in"):
        put("foo")
    assert store.indexes() == []


@pytest.mark.parametrize("name", ["../foo", "/foo", "foo/../../bar", "-foo\n", ".foo"])
def test_a_name_can_not_lead_out_of_the_folder(folder: Path, name: str) -> None:
    assert put(name).parent == folder
    assert len(store.indexes()) == 1


def test_a_name_without_a_letter_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError):
        put("../")


def test_the_folder_that_an_index_was_made_of_is_known_while_it_exists(
    folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    path = put("foo", place=place)
    assert store.place_of(path) == place
    place.rmdir()
    assert store.place_of(path) is None


def test_an_index_that_replaces_another_has_not_its_place(folder: Path, tmp_path: Path) -> None:
    put("foo", place=tmp_path)
    assert store.place_of(put("foo")) is None


def test_a_removed_index_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    store.remove(put("foo", place=tmp_path))
    assert list(folder.iterdir()) == []


def test_without_the_variable_the_users_data_directory_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.DIRECTORY_VARIABLE, "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert store.directory().is_relative_to(tmp_path)
    assert store.directory().parts[-2:] == ("attribcheck", "origins")
