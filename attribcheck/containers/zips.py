"""Reads zip archives: wheels, jars, NuGet and browser packages as well.

Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, read by ``zipfile``.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from attribcheck.containers.base import (
    MIB,
    MOST_MEMBERS,
    MOST_OF_ONE,
    Budget,
    DamagedError,
    Member,
    safe_path,
)

_ENTRY = b"PK\x01\x02"  # of the central directory, which zipfile reads as a whole
_FILE = b"PK\x03\x04"  # the first file
_MOST_ENTRIES = 100_000
_ENCRYPTED = 0x1


def members(content: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """See ``base.Reader``."""
    with _opened(content) as archive:
        entries = archive.infolist()
        first = min((entry.header_offset for entry in entries), default=archive.start_dir)
        if first and content.startswith(_FILE):
            budget.leave_out("another archive in front of its files was not read")
        for entry in entries:
            path = safe_path(entry.filename)
            if entry.is_dir() or not path:
                continue
            if budget.is_spent:
                return
            if entry.flag_bits & _ENCRYPTED:
                budget.leave_out("encrypted files were not read")
                continue
            if entry.file_size > MOST_OF_ONE:
                budget.leave_out(f"files of more than {MOST_OF_ONE // MIB} MiB were not read")
                continue
            read = _content(archive, entry, budget.limit + 1)
            if read is None:
                budget.members -= 1
                budget.leave_out("damaged files were not read")
            elif budget.takes(read, entry.compress_size):
                yield Member(path, read)


def paths(content: bytes, name: str) -> list[str]:
    """See ``base.Reader``."""
    with _opened(content) as archive:
        found = [safe_path(entry.filename) for entry in archive.infolist() if not entry.is_dir()]
    return [path for path in found if path][: MOST_MEMBERS + 1]


def _opened(content: bytes) -> zipfile.ZipFile:
    if content.count(_ENTRY) > _MOST_ENTRIES:
        raise DamagedError(f"it has more than {_MOST_ENTRIES:,} files")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise DamagedError(str(error)) from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """Return the first ``most`` bytes of an entry, or None when it can't be unpacked."""
    try:
        with archive.open(entry) as file:
            return file.read(most)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return None  # RuntimeError includes NotImplementedError: a method that zipfile has not
    except Exception as error:  # LZMAError and others of the decompressors
        if type(error).__module__ in ("_lzma", "lzma", "bz2", "struct", "zlib"):
            return None
        raise
