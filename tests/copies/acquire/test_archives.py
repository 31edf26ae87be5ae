"""Archives are read within bounds, and never unpacked."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.archives import tar_gz, zipped

from attribcheck.copies.acquire import archives, base
from attribcheck.core.errors import AttribcheckError

FILES = {"foo-1.0/LICENSE": b"Haneul licence", "foo-1.0/src/a.py": b"a = 1\n"}
EACH_WRITER = pytest.mark.parametrize(
    "write", [lambda p, f: tar_gz(p / "x.tar.gz", f), lambda p, f: zipped(p / "x.zip", f)],
    ids=["tar", "zip"],
)  # fmt: skip
Write = Callable[[Path, dict[str, bytes]], Path]


def read(path: Path, *, strip: bool = False) -> dict[str, bytes]:
    return dict(archives.files(path, strip=strip))


@EACH_WRITER
def test_every_file_is_read_with_its_path(write: Write, tmp_path: Path) -> None:
    assert read(write(tmp_path, FILES)) == FILES


@EACH_WRITER
def test_the_folder_that_names_the_package_can_be_removed(write: Write, tmp_path: Path) -> None:
    found = read(write(tmp_path, {**FILES, "pax_global_header": b""}), strip=True)
    assert sorted(found) == ["LICENSE", "src/a.py"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_every_compression_of_source_archives_is_read(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    plain = gzip.decompress(tar_gz(tmp_path / "x", FILES).read_bytes())
    (tmp_path / "y").write_bytes(pack(plain))
    assert read(tmp_path / "y") == FILES


@EACH_WRITER
@pytest.mark.parametrize("name", ["../a.py", "foo/../../a.py", "/etc/a.py", "..\\a.py", "C:/a.py"])
def test_a_name_that_leads_out_makes_the_archive_an_error(
    write: Write, name: str, tmp_path: Path
) -> None:
    path = write(tmp_path, {**FILES, name: b"a = 1"})
    with pytest.raises(AttribcheckError, match=r"refused: its member .* leads out of it"):
        read(path)


def test_links_and_devices_of_a_tar_file_are_left_out(tmp_path: Path) -> None:
    odd = {}
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        member = odd[f"foo/{kind!r}"] = tarfile.TarInfo(f"foo/{kind!r}")
        member.type, member.linkname = kind, "/etc/passwd"
    assert read(tar_gz(tmp_path / "x", {**odd, **FILES})) == FILES


def test_links_of_a_zip_file_are_left_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", FILES)
    link = zipfile.ZipInfo("foo-1.0/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert read(path) == FILES


@EACH_WRITER
def test_a_file_that_is_too_large_is_left_out(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path, {"data.py": b"x" * (base.FILE_LIMIT + 1), **FILES})
    assert read(path) == FILES


@EACH_WRITER
def test_too_many_files_are_an_error(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "FILES_LIMIT", 3)
    with pytest.raises(AttribcheckError, match="more than 3 files"):
        read(write(tmp_path, {f"{number}.py": b"" for number in range(4)}))


@EACH_WRITER
def test_a_decompression_bomb_is_an_error(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_FREE", 0)
    path = write(tmp_path, {f"{number}.py": bytes(2**20) for number in range(4)})
    with pytest.raises(AttribcheckError, match="too well compressed"):
        read(path)


def test_a_skipped_member_of_a_tar_file_counts_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_FREE", 0)
    path = tar_gz(tmp_path / "x", {"large": bytes(2**24), "a.py": b""})
    with pytest.raises(AttribcheckError, match="too well compressed"):
        read(path)


def test_an_enormous_header_is_an_error(tmp_path: Path) -> None:
    header = tarfile.TarInfo("header")
    header.type, header.size = tarfile.XHDTYPE, 2**23
    path = tmp_path / "x.tar.gz"
    path.write_bytes(gzip.compress(header.tobuf() + bytes(2**23)))
    with pytest.raises(AttribcheckError, match="one of its headers is too large"):
        read(path)


def test_a_zip_file_with_an_enormous_directory_is_an_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", FILES)
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, 2**31)
    path.write_bytes(data)
    with pytest.raises(AttribcheckError, match="directory is too large"):
        read(path)


@EACH_WRITER
def test_damage_is_an_error_that_names_the_archive(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path, {**FILES, "b.py": bytes(range(256)) * 64})
    whole = path.read_bytes()
    for cut in (1, 3, 40, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:cut])
        with pytest.raises(AttribcheckError, match=path.name):
            read(path)


def test_an_encrypted_member_is_an_error(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.py": b"a"})
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(AttribcheckError, match="encrypted"):
        read(path)


@EACH_WRITER
def test_any_changed_byte_is_harmless_or_an_error(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path, FILES)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            read(path)
        except AttribcheckError as error:
            assert path.name in error.message  # noqa: PT017 - most changes are one
