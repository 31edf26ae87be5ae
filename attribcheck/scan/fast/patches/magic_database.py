"""libmagic's compiled database of tests, version 16 (``file.h`` and ``apprentice.c`` of file 5.39).

It is a header as long as a test, with four numbers, and the tests: first those of files, then those
that others call by name. A test depends on those before it that have a lower level; one of level 0
begins a group.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_MAGIC, _VERSION, _SIZE = 0xF11E041C, 16, 376
_HEADER = struct.Struct("=4I")
PLAIN_FLAGS = 0x20 | 0x40
"""Whether a test of text is for texts or for binaries."""

_RELATIVE = 0x01 | 0x02 | 0x04 | 0x80  # INDIR, OFFADD, INDIROFFADD, OFFNEGATIVE
_ENTRY = struct.Struct("=HBxcBB2xB2xi8xII128s64s80s72x")


class Entry(NamedTuple):
    """A test.

    Attributes:
        level: On how many others of its group it depends; the first has 0.
        what: The number of the kind of test.
        text: The text that it prints.
        mime: Its MIME type, or "".
        relation: The relation between what it finds and the value, as a character; "=" for equal.
        flags: How text is compared.
        value: The bytes that it looks for.
        offset: Where, from the beginning; None when that depends on something.
        operation: What is done with a number and the mask.
        mask: The bits of a number that count; 0 for all.
        raw: The value as it is stored.
    """

    level: int
    what: int
    text: str
    mime: str
    relation: str = "="
    flags: int = 0
    value: bytes = b""
    offset: int | None = 0
    operation: int = 0
    mask: int = 0
    raw: bytes = b""


def installed() -> bytes:
    """Return the database that typecode uses in this process; b"" when there is none."""
    from typecode import magic2  # lazy: with the engine

    location = magic2.get_magicdb_location()
    return Path(location).read_bytes() if location else b""


def is_installed(size: int) -> bool:
    """Whether typecode uses a database of ``size`` bytes in this process."""
    from typecode import magic2  # lazy: with the engine

    location = magic2.get_magicdb_location()
    return bool(location) and Path(location).stat().st_size == size


def entries(database: bytes) -> list[Entry] | None:
    """Return the tests of a compiled database, or None when it has another format."""
    counts = _counts(database)
    if counts is None:
        return None
    found = []
    for at in range(_SIZE, len(database), _SIZE):
        level, flag, relation, length, what, operation, offset, low, flags, value, *shown = (
            _ENTRY.unpack_from(database, at)
        )
        text, mime = (field.split(b"\0")[0].decode("latin-1") for field in shown)
        where = None if flag & _RELATIVE else offset
        sign = relation.decode("latin-1")
        found.append(
            Entry(
                *(level, what, text, mime, sign, flags, value[:length], where),
                operation=operation,
                mask=flags << 32 | low,
                raw=value[:16],
            )
        )
    return found


def groups(of: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield the tests group by group."""
    group: list[Entry] = []
    for test in of:
        if test.level == 0 and group:
            yield group
            group = []
        group.append(test)
    yield group


def _counts(database: bytes) -> tuple[int, int] | None:
    if len(database) < _SIZE:
        return None
    magic, version, files, named = _HEADER.unpack_from(database)
    whole = (files + named + 1) * _SIZE
    return (files, named) if (magic, version, whole) == (_MAGIC, _VERSION, len(database)) else None
