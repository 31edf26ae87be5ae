"""A file of named sections, mapped into memory: numbers, records and JSON, and nothing executable.

Layout: a magic line, the length of the header (8 bytes, little-endian), the header (JSON), and the
sections at multiples of 8. The header has the offset, the length and the CRC-32 of each section; it
is itself followed by its CRC-32. Numbers are in the byte order of the machine, which the header
names: the file is made on the machine that reads it.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from operator import sub
from pathlib import Path
from typing import Any

from attribcheck.system.files import write_atomic

_MAGIC = b"attribcheck sections 1\n\n"  # 24 bytes: the numbers that follow stay aligned
_LENGTH = struct.Struct("<Q")
_CHECKSUM = struct.Struct("<I")
_ALIGN = 8


class Pieces(tuple[bytes, ...]):
    """Content that is checked a piece at a time, and not packed: it is small, or read often."""

    __slots__ = ()


Payload = bytes | Sequence[bytes]


class DamagedError(Exception):
    """The file is not what was written: cut short, altered, or of another machine."""


def write(path: Path, sections: Mapping[str, Payload]) -> None:
    """Put a file of ``sections`` at ``path``, whole or not at all.

    Args:
        path: Where; a file that is there is replaced.
        sections: Name to content. Several pieces are records: each is compressed (but ``Pieces``)
            and checked alone when it is read, so that a reader pays for what it uses.

    Raises:
        AttribcheckError: it can't be written.
    """
    table: dict[str, Any] = {}
    body: list[bytes] = []
    size = 0
    for name, payload in sections.items():
        if isinstance(payload, bytes):
            pieces = {name: payload}
        else:
            plain = isinstance(payload, Pieces)
            packed = payload if plain else [zlib.compress(piece) for piece in payload]
            records = [_CHECKSUM.pack(zlib.crc32(piece)) + piece for piece in packed]
            offsets = [0]
            for record in records:
                offsets.append(offsets[-1] + len(record))
            pieces = {
                name: b"".join(records),
                f"{name}.offsets": struct.pack(f"={len(offsets)}I", *offsets),
            }
        for part, content in pieces.items():
            whole = part != name or isinstance(payload, bytes)
            table[part] = [size, len(content), zlib.crc32(content) if whole else None]
            padding = -len(content) % _ALIGN
            body += [content, bytes(padding)]
            size += len(content) + padding
    header = json.dumps({"order": sys.byteorder, "size": size, "sections": table}).encode()
    header += b" " * (-(len(_MAGIC) + _LENGTH.size + len(header) + _CHECKSUM.size) % _ALIGN)
    head = _MAGIC + _LENGTH.pack(len(header)) + header + _CHECKSUM.pack(zlib.crc32(header))
    write_atomic(path, head + b"".join(body))


class Container:
    """The sections of one file; ``mapped`` returns one whose sections are checked.

    Args:
        path: The file; ``private.require_private`` is the caller's business.

    Raises:
        DamagedError: it is not what ``write`` wrote, by its header.
        OSError: it can't be opened.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size < len(_MAGIC) + _LENGTH.size:
                raise DamagedError("it is too short")
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise DamagedError("it is of another kind")
        (length,) = _LENGTH.unpack_from(self._view, len(_MAGIC))
        start = len(_MAGIC) + _LENGTH.size
        self._base = start + length + _CHECKSUM.size
        header = self._map[start : start + length]
        if self._base > len(self._map) or _CHECKSUM.unpack_from(self._view, start + length)[
            0
        ] != zlib.crc32(header):
            raise DamagedError("its header is damaged")
        try:
            described = json.loads(header)
        except ValueError as error:  # nothing but zeros has the right checksum too
            raise DamagedError("its header is no header") from error
        self._table: dict[str, list[Any]] = described["sections"]
        self._checked: set[str] = set()
        if described["order"] != sys.byteorder or self._base + described["size"] != len(self._map):
            raise DamagedError("it was cut short, or made on another machine")

    def check(self, only: Collection[str] | None = None) -> None:
        """Check sections, each once; records are checked when they are read.

        Args:
            only: Their names; None for all of them.

        Raises:
            DamagedError: one is not what ``write`` wrote.
        """
        for name in self._table.keys() - self._checked if only is None else only:
            checksum = self._table[name][2]
            if checksum is not None and zlib.crc32(self.raw(name)) != checksum:
                raise DamagedError(f"its section {name} is damaged")
            self._checked.add(name)

    def check_records(self) -> None:
        """Check all records.

        Raises:
            DamagedError: one is not what ``write`` wrote.
        """
        for name, (_, _, checksum) in self._table.items():
            if checksum is None:
                records = self.pieces(name)
                for at in range(len(records)):
                    records[at]

    def raw(self, name: str) -> memoryview:
        """Return the bytes of a section, not copied."""
        offset, length, _ = self._table[name]
        begin = self._base + offset
        return self._view[begin : begin + length]

    def numbers(self, name: str, code: str) -> memoryview:
        """Return a section as numbers of the ``array`` type ``code``, not copied."""
        numbers: memoryview[int] = self.raw(name).cast(code)  # type: ignore[call-overload] # any code
        return numbers

    def json(self, name: str) -> Any:
        """Return a section as the value that its JSON means."""
        return json.loads(self.text(name))

    def text(self, name: str) -> str:
        """Return a section as text."""
        return str(self.raw(name), "utf-8")

    def pieces(self, name: str) -> Records:
        """Return the ``Pieces`` of a section."""
        return Records(name, self.raw(name), self.numbers(f"{name}.offsets", "I"), bytes)

    def records(self, name: str) -> Records:
        """Return the records of a section."""
        return Records(name, self.raw(name), self.numbers(f"{name}.offsets", "I"), zlib.decompress)


def mapped(path: Path, only: Collection[str] | None = None) -> Container:
    """Return the sections of a file; what was checked already is not checked again.

    Args:
        path: The file; see ``Container``.
        only: The sections that are going to be read; None for all of them.

    Raises:
        DamagedError: it is not what ``write`` wrote.
        OSError: it can't be opened.
    """
    status = path.stat()
    container = _mapped(path, status.st_ino, status.st_size, status.st_mtime_ns)
    container.check(only)
    return container


@lru_cache(maxsize=1)
def _mapped(path: Path, *_state: int) -> Container:
    return Container(path)


class Records(Sequence[bytes]):
    """Records that are read, checked and unpacked one at a time."""

    def __init__(
        self,
        name: str,
        data: memoryview,
        offsets: memoryview,
        unpack: Callable[[memoryview], bytes],
    ) -> None:
        self._name = name
        self._data = data
        self._offsets = offsets
        self._unpack = unpack
        self._count = len(offsets) - 1

    def __len__(self) -> int:
        return self._count

    def sizes(self) -> list[int]:
        """Return how many bytes each takes as it is stored, with its checksum."""
        return list(map(sub, self._offsets[1:], self._offsets))

    def __getitem__(self, index: Any) -> Any:
        if not 0 <= index < self._count:
            raise IndexError(index)
        begin = self._offsets[index]
        (checksum,) = _CHECKSUM.unpack_from(self._data, begin)
        packed = self._data[begin + _CHECKSUM.size : self._offsets[index + 1]]
        if zlib.crc32(packed) != checksum:
            raise DamagedError(f"record {index} of its section {self._name} is damaged")
        return self._unpack(packed)
