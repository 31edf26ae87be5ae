"""A folder as it is on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from attribcheck.copies.acquire import base
from attribcheck.copies.acquire.directory import Directory
from attribcheck.core.errors import AttribcheckError


def files(folder: Path) -> dict[str, bytes]:
    return dict(Directory().acquire(str(folder), folder).files)


def test_the_text_files_of_a_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "b.py").write_bytes(b"b = 1\n")
    (tmp_path / "a.py").write_bytes(b"a = 1\n")
    (tmp_path / "data.bin").write_bytes(b"\0\1")
    assert files(tmp_path) == {"a.py": b"a = 1\n", "src/b.py": b"b = 1\n"}


@pytest.mark.parametrize("folder", [".git", "node_modules", "__pycache__"])
def test_what_is_not_its_own_source_is_left_out(folder: str, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.py").touch()
    assert files(tmp_path) == {}


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_and_pipes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_bytes(b"a")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file.py").symlink_to(tmp_path / "outside" / "a.py")
    (folder / "all").symlink_to(tmp_path / "outside")
    os.mkfifo(folder / "pipe.py")
    assert files(folder) == {}


def test_a_file_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a" * (base.FILE_LIMIT + 1))
    assert files(tmp_path) == {}


def test_the_place_is_known_but_no_path_is_in_what_an_index_shows(tmp_path: Path) -> None:
    found = Directory().acquire(str(tmp_path), tmp_path)
    assert found.place == tmp_path.resolve()
    assert (found.name, found.source) == (tmp_path.name, f"folder {tmp_path.name}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    with pytest.raises(AttribcheckError, match="closed"):
        files(tmp_path)


def test_too_many_files_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "FILES_LIMIT", 1)
    for name in ("a.py", "b.py"):
        (tmp_path / name).touch()
    with pytest.raises(AttribcheckError, match="more than 1 files"):
        files(tmp_path)
