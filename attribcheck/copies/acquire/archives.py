"""Reads the files of an archive without unpacking it; an archive from anybody may be hostile.

Files are read into memory one at a time, so no name of a member is ever a path of this machine, and
links, devices and sparse files are left out. A name that leads out of the archive (an absolute one,
or one with ``..``) makes the archive an error all the same: no honest tool writes it. Decompression
is bounded by size and by ratio; a header is bounded too, since ``tarfile`` reads it whole.

Formats: https://www.gnu.org/software/tar/manual/html_node/Standard.html and
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, as ``tarfile`` and ``zipfile`` read
them.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from attribcheck.copies.acquire.base import FILE_LIMIT, FILES_LIMIT, TOTAL_LIMIT
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable

SUFFIXES = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip", ".whl", ".crate")

_RATIO = 200
"""Bytes of content per byte of an archive; source code has 3 to 10."""
_FREE = 64 * 2**20
"""Bytes that any archive may have: the ratio says nothing about small ones."""
_LONGEST_READ = 4 * 2**20
"""Bytes of one read; a file is shorter, and so must a header be."""
_CHUNK = 1 << 16
_ZIP_MAGIC = b"PK"
_COMPRESSED: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZ": bz2.open,
    b"\xfd7": lzma.open,
}

# The end of the central directory of a ZIP file (APPNOTE 4.3.16) and the locator of ZIP64 (4.3.15).
_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 0xFFFF
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_DIRECTORY_LIMIT = 64 * 2**20

_DAMAGE = (
    EOFError,
    OSError,
    RuntimeError,  # an encrypted member; NotImplementedError (a compression method) is one
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class _ExceededError(Exception):
    """A limit is exceeded, or a name leads out; the message is the reason."""


def files(path: Path, *, strip: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each regular file of an archive that is not too large.

    Args:
        path: A tar file, compressed or not, or a ZIP file.
        strip: Whether to remove the first folder of each path, which names the package.

    Raises:
        AttribcheckError: the archive can't be read, is damaged, exceeds a limit, or has a member
            whose name leads out of it.
    """
    label = printable(path.name)
    try:
        with path.open("rb") as stream:
            is_zip = stream.read(2) == _ZIP_MAGIC
        found = _zip_files(path) if is_zip else _tar_files(path)
        for number, (name, content) in enumerate(found, 1):
            if number > FILES_LIMIT:
                raise _ExceededError(f"it has more than {FILES_LIMIT:,} files")
            inner = _inside(name, strip=strip)
            if inner and content is not None:
                yield inner, content
    except _ExceededError as error:
        raise AttribcheckError(f"{label} is refused: {error}") from error
    except _DAMAGE as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise AttribcheckError(f"{label} can't be read as an archive: {reason}") from error


def _inside(name: str, *, strip: bool) -> str:
    """Return the path of a member, relative to the package; empty when nothing is left."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or "\0" in name or parts[0].endswith(":"):
        raise _ExceededError(f"its member {printable(name)} leads out of it")
    parts = [part for part in parts if part not in ("", ".")]
    return "/".join(parts[1:] if strip else parts)


def _tar_files(path: Path) -> Iterator[tuple[str, bytes | None]]:
    limit = _limit(path)
    with path.open("rb") as raw:
        magic = raw.read(2)
        raw.seek(0)
        opened = _COMPRESSED.get(magic)
        plain = opened(raw, "rb") if opened else raw
        with tarfile.open(fileobj=_Bounded(plain, limit), mode="r:") as archive:
            for member in archive:
                content = None
                if member.isreg() and not member.issparse() and member.size <= FILE_LIMIT:
                    reader = archive.extractfile(member)
                    content = reader.read() if reader else None
                yield member.name, content
                archive.members = []  # type: ignore[attr-defined] # it would keep every header


def _zip_files(path: Path) -> Iterator[tuple[str, bytes | None]]:
    with path.open("rb") as stream:
        _require_small_directory(stream)
    left = _limit(path)
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            content = None
            # The upper half of the attributes is the mode of Unix: 0o12 is a link.
            is_link = member.external_attr >> 28 == 0o12
            if not member.is_dir() and not is_link and member.file_size <= FILE_LIMIT:
                left -= member.file_size
                if left < 0:
                    raise _ExceededError("its files are too large in all, or too well compressed")
                content = archive.read(member)
            yield member.filename, content


def _limit(path: Path) -> int:
    """Return how many bytes an archive may hold."""
    return int(min(TOTAL_LIMIT, _FREE + _RATIO * path.stat().st_size))


def _require_small_directory(stream: IO[bytes]) -> None:
    """Refuse a ZIP file whose directory is large: ``zipfile`` reads it whole, before any limit."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE))
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or end + _END_SIZE > len(tail):
        raise zipfile.BadZipFile("it has no directory at its end")
    length = struct.unpack_from("<I", tail, end + 12)[0]
    if tail[max(0, end - _LOCATOR_SIZE) : end].startswith(_LOCATOR) or length > _DIRECTORY_LIMIT:
        raise _ExceededError("its directory is too large (ZIP64)")


class _Bounded(io.RawIOBase):
    """A stream that is read once, forward, and raises when a limit is exceeded.

    Args:
        stream: The decompressed content.
        limit: Bytes that may be read of it.
    """

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = limit
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Skip to ``offset``; ``tarfile`` only goes forward when members are read in order."""
        if whence != io.SEEK_SET or offset < self._at:
            raise tarfile.ReadError("its members overlap")
        while self._at < offset and self.read(min(_CHUNK, offset - self._at)):
            pass
        return self._at

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LONGEST_READ:
            raise _ExceededError("one of its headers is too large")
        self._left -= size
        if self._left < 0:
            raise _ExceededError("its content is too large, or too well compressed")
        data = self._stream.read(size)
        self._at += len(data)
        return data
