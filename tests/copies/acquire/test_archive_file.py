"""An archive that was downloaded before."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.archives import tar_gz, wheel

from attribcheck.copies.acquire.archive_file import ArchiveFile


@pytest.mark.parametrize(
    ("file", "name", "version"),
    [
        ("haneul-1.0.tar.gz", "haneul", "1.0"),
        ("haneul-web-2.0.0rc1.tgz", "haneul-web", "2.0.0rc1"),
        ("haneul.tar.gz", "haneul", ""),
    ],
)
def test_name_and_version_are_those_of_the_file(
    file: str, name: str, version: str, tmp_path: Path
) -> None:
    path = tar_gz(tmp_path / file, {"haneul-1.0/a.py": b"a"})
    found = ArchiveFile().acquire(str(path), tmp_path)
    assert (found.name, found.version, found.source) == (name, version, file)
    assert dict(found.files) == {"a.py": b"a"}


def test_the_folders_of_a_wheel_are_kept(tmp_path: Path) -> None:
    path = wheel(tmp_path, "haneul", "1.0", {"haneul/a.py": b"a"})
    found = ArchiveFile().acquire(str(path), tmp_path)
    assert (found.name, found.version) == ("haneul", "1.0")
    assert "haneul/a.py" in dict(found.files)


def test_only_a_file_is_an_archive(tmp_path: Path) -> None:
    assert not ArchiveFile().accepts(str(tmp_path / "missing.zip"))
    (tmp_path / "folder.zip").mkdir()
    assert not ArchiveFile().accepts(str(tmp_path / "folder.zip"))
