"""Reads tar archives, also compressed ones, crates and gems.

Format: POSIX.1-2001 pax, read by ``tarfile``. A compressed archive is unpacked first, within the
bounds: of a longer one the files that were unpacked are read.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

from attribcheck.containers.base import (
    MIB,
    MOST_BYTES,
    MOST_MEMBERS,
    Budget,
    DamagedError,
    Member,
    safe_path,
)
from attribcheck.containers.compressed import unpacked

_MAGIC = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")


def members(content: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """See ``base.Reader``."""
    packed = len(content)
    is_packed = content.startswith(_MAGIC)
    data = unpacked(content, budget.size + 1) if is_packed else content
    for entry, archive in _entries(data):
        path = safe_path(entry.name)
        if not path:
            continue
        if budget.is_spent:
            return
        file = archive.extractfile(entry)
        read = file.read(budget.limit + 1) if file else b""
        # The ratio is that of the whole archive, since a tar file has none of its own.
        if budget.takes(read, packed if is_packed else len(read)):
            yield Member(path, read)
    if is_packed and len(data) > MOST_BYTES:
        budget.leave_out(f"only the first {MOST_BYTES // MIB} MiB were read")


def paths(content: bytes, name: str) -> list[str]:
    """See ``base.Reader``."""
    data = unpacked(content, MOST_BYTES) if content.startswith(_MAGIC) else content
    found = []
    for entry, _ in _entries(data):
        if path := safe_path(entry.name):
            found.append(path)
        if len(found) > MOST_MEMBERS:
            break
    return found


def _entries(data: bytes) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    """Yield the files of a tar archive up to the place where it is damaged.

    Raises:
        DamagedError: no file is readable.
    """
    try:
        archive = tarfile.open(fileobj=io.BytesIO(data), mode="r:", errorlevel=0)  # noqa: SIM115 - below
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise DamagedError(str(error)) from error
    with archive:
        while True:
            try:
                entry = archive.next()
            except (tarfile.TarError, OSError, EOFError, ValueError, OverflowError):
                return
            if entry is None:
                return
            archive.members.clear()  # type: ignore[attr-defined] # it would keep every entry
            if entry.isreg():
                yield entry, archive
