"""A file of named sections that anybody may have made: mapped, and checked as it is read.

Layout, all numbers little-endian::

    0    8 bytes  magic: shows a transfer that changed line ends
    8    u32      version of the format
    12   u32      length of the table of sections
    16   u64      length of the body
    24   u32      CRC-32 of the bytes 0 to 24, of the table and of the checksums
    28   u32      zero
    32   ...      the table: JSON, name to [offset in the body, length]; padded with spaces
         u32 ...  checksums: the CRC-32 of each 64 KiB of the body; padded to 8 bytes
         ...      the body: the sections, each at a multiple of 8

A chunk of 64 KiB is checked when something in it is first read: a search reads a few of them. The
checksums find damage. They do not prove who made the file, so its reader takes every number in it
as hostile.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Union
from zlib import crc32

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.system.files import write_atomic

VERSION = 1

_MAGIC = b"\x89ACX\r\n\x1a\n"
_HEAD = struct.Struct("<8sIIQII")
_CHUNK_BITS = 16
_CHUNK = 1 << _CHUNK_BITS
_ALIGN = 8
_MAX_TABLE = 1 << 16
Numbers = Union[memoryview, "array[int]"]
_SIZES = {"B": 1, "H": 2, "I": 4, "Q": 8}


class OriginIndexError(AttribcheckError):
    """An origin index can't be used: damaged, of another version, no index at all (exit code 3).

    Args:
        path: The file.
        reason: Why, as the end of a sentence.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"the origin index {printable(str(path))} can't be used: {reason}",
            hint="remove it with `attribcheck origins remove`, and add its components again",
        )


class DamagedError(Exception):
    """Content that no writer writes; the message is the reason. Becomes an OriginIndexError."""


def little_endian(numbers: array[int]) -> bytes:
    """Return numbers as bytes in little-endian order."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def write(path: Path, sections: Mapping[str, bytes]) -> None:
    """Write a file of ``sections`` to ``path``, whole or not at all.

    Raises:
        AttribcheckError: it can't be written.
    """
    table: dict[str, list[int]] = {}
    parts: list[bytes] = []
    size = 0
    for name, content in sections.items():
        padding = -len(content) % _ALIGN
        table[name] = [size, len(content)]
        parts += [content, bytes(padding)]
        size += len(content) + padding
    body = b"".join(parts)
    packed = json.dumps(table).encode()
    packed += b" " * (-len(packed) % _ALIGN)
    view = memoryview(body)
    sums = array("I", (crc32(view[at : at + _CHUNK]) for at in range(0, size, _CHUNK)))
    checksums = little_endian(sums)
    checksums += bytes(-len(checksums) % _ALIGN)
    start = _HEAD.pack(_MAGIC, VERSION, len(packed), size, 0, 0)[:24]
    checksum = crc32(checksums, crc32(packed, crc32(start)))
    head = _HEAD.pack(_MAGIC, VERSION, len(packed), size, checksum, 0)
    write_atomic(path, b"".join((head, packed, checksums, body)))


class Container:
    """The sections of one file.

    Args:
        path: The file.

    Raises:
        OriginIndexError: it can't be opened, or is not what ``write`` wrote by its head.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file can't be mapped
            reason = (isinstance(error, OSError) and error.strerror) or "it is empty"
            raise OriginIndexError(path, reason) from error
        self._view = memoryview(self._map)
        try:
            self._open()
        except (DamagedError, ValueError, RecursionError) as error:
            self.close()
            reason = str(error) if isinstance(error, DamagedError) else "its table is damaged"
            raise OriginIndexError(path, reason) from error

    def _open(self) -> None:
        if len(self._map) < _HEAD.size:
            raise DamagedError("it is too short for an index")
        magic, version, table, self._size, checksum, zero = _HEAD.unpack_from(self._map)
        if magic != _MAGIC:
            raise DamagedError("it is no origin index")
        if version != VERSION:
            raise DamagedError(
                f"its format is of version {version}, and this attribcheck reads {VERSION}"
            )
        chunks = -(-self._size // _CHUNK)
        start = _HEAD.size + table
        self._base = start + 4 * chunks + (-4 * chunks) % _ALIGN
        if table > _MAX_TABLE or zero or self._base + self._size != len(self._map):
            raise DamagedError("it was cut short or altered")
        found = crc32(self._view[_HEAD.size : self._base], crc32(self._view[:24]))
        if found != checksum:
            raise DamagedError("its table is damaged")
        self._sums = _numbers(self._view[start : start + 4 * chunks], "I")
        self._checked = bytearray(chunks)
        self._table: dict[str, tuple[int, int]] = {}
        described = json.loads(self._map[_HEAD.size : start])
        if not isinstance(described, dict):
            raise DamagedError("its table is damaged")
        for name, place in described.items():
            self._table[name] = _place(place, self._size)

    def close(self) -> None:
        """Release the file; the parts of it that are still held release it later."""
        self._view.release()
        with contextlib.suppress(BufferError):
            self._map.close()

    def section(self, name: str, code: str = "B") -> Section:
        """Return a section as numbers of the ``array`` type ``code``.

        Raises:
            DamagedError: it is missing or has another length.
        """
        if name not in self._table:
            raise DamagedError(f"its section {name} is missing")
        offset, length = self._table[name]
        if length % _SIZES[code]:
            raise DamagedError(f"its section {name} has a wrong length")
        start = self._base + offset
        return Section(self, offset, _numbers(self._view[start : start + length], code), code)

    def json(self, name: str) -> Any:
        """Return the value of a section of JSON.

        Raises:
            DamagedError: it is missing or damaged.
        """
        try:
            return json.loads(bytes(self.section(name).all()))
        except (ValueError, RecursionError) as error:
            raise DamagedError(f"its section {name} is damaged") from error

    def check(self, start: int, end: int) -> None:
        """Check the chunks that hold the bytes ``start`` to ``end`` of the body, each once.

        Raises:
            DamagedError: one is not what was written.
        """
        for chunk in range(start >> _CHUNK_BITS, (end + _CHUNK - 1) >> _CHUNK_BITS):
            if not self._checked[chunk]:
                first = self._base + (chunk << _CHUNK_BITS)
                last = min(first + _CHUNK, self._base + self._size)
                if crc32(self._view[first:last]) != self._sums[chunk]:
                    raise DamagedError(f"its content is damaged near byte {first}")
                self._checked[chunk] = 1

    def check_all(self) -> None:
        """Check the complete body.

        Raises:
            DamagedError: it is not what was written.
        """
        self.check(0, self._size)


class Section:
    """The numbers of one section; each access checks what it reads.

    Attributes:
        numbers: The numbers, unchecked, for loops that have called ``check``.
    """

    __slots__ = ("_container", "_offset", "_shift", "numbers")

    def __init__(self, container: Container, offset: int, numbers: Numbers, code: str) -> None:
        self._container = container
        self._offset = offset
        self._shift = _SIZES[code].bit_length() - 1
        self.numbers: Numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def check(self, start: int, end: int) -> None:
        """Check the numbers ``start`` to ``end``; see ``Container.check``."""
        shift = self._shift
        self._container.check(self._offset + (start << shift), self._offset + (end << shift))

    def all(self) -> Numbers:
        """Return all numbers, checked."""
        self.check(0, len(self.numbers))
        return self.numbers

    def part(self, start: int, end: int) -> Numbers:
        """Return the numbers ``start`` to ``end``, checked."""
        self.check(start, end)
        return self.numbers[start:end]


class Records:
    """Byte strings of a section, one after the other; ``NAME.ends`` has where each ends.

    Args:
        container: The file.
        name: The section.

    Raises:
        DamagedError: it is missing or damaged.
    """

    def __init__(self, container: Container, name: str) -> None:
        self._name = name
        self._data = container.section(name)
        self._ends = container.section(f"{name}.ends", "Q").all()

    def __len__(self) -> int:
        return len(self._ends)

    def get(self, at: int) -> bytes:
        """Return one of the byte strings.

        Raises:
            DamagedError: it is damaged.
        """
        start = self._ends[at - 1] if at else 0
        end = self._ends[at]
        if not start <= end <= len(self._data):
            raise DamagedError(f"its section {self._name} is damaged")
        return bytes(self._data.part(start, end))


def records(name: str, pieces: Iterable[bytes]) -> dict[str, bytes]:
    """Return the two sections of which ``Records`` is made."""
    data = bytearray()
    ends = array("Q")
    for piece in pieces:
        data += piece
        ends.append(len(data))
    return {name: bytes(data), f"{name}.ends": little_endian(ends)}


def _place(place: object, size: int) -> tuple[int, int]:
    if not isinstance(place, list) or len(place) != 2 or set(map(type, place)) != {int}:
        raise DamagedError("its table is damaged")
    offset, length = place
    if min(place) < 0 or offset % _ALIGN or offset + length > size:
        raise DamagedError("its table is damaged")
    return offset, length


def _numbers(view: memoryview, code: str) -> Numbers:
    if sys.byteorder == "big" and code != "B":
        numbers = array(code)
        numbers.frombytes(view)
        numbers.byteswap()
        return numbers
    return view.cast(code)  # type: ignore[call-overload, no-any-return] # any code
