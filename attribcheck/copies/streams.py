"""The tokens of an indexed file, abstracted: what a correspondence is verified by.

Format: the CRC-32 of what follows, which is deflated: the code of each token; the difference of its
line to that of the token before, in one byte (255: the next of the differences at the end, each 4
bytes); the low 16 bits of the spelling of each name. No name is kept in clear, and of numbers and
strings nothing but their places.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from attribcheck.copies.container import DamagedError, little_endian
from attribcheck.copies.tokens import NAME, Tokens

_CRC = struct.Struct("<I")
_LONG = 255
_PIECE_BITS = 8
_PIECE = 1 << _PIECE_BITS


def encode(tokens: Tokens) -> bytes:
    """Return the record of a file's tokens."""
    steps = bytearray()
    long_steps: list[int] = []
    before = 0
    for line in tokens.lines:
        step = line - before
        before = line
        if step >= _LONG:
            long_steps.append(step)
            step = _LONG
        steps.append(step)
    named = array("H", name_hashes(tokens))
    tail = struct.pack(f"<{len(long_steps)}I", *long_steps)
    packed = zlib.compress(tokens.codes + steps + little_endian(named) + tail, 6)
    return _CRC.pack(zlib.crc32(packed)) + packed


def name_hashes(tokens: Tokens) -> list[int]:
    """Return the low 16 bits of the spelling of each name."""
    return [
        spelling & 0xFFFF
        for code, spelling in zip(tokens.codes, tokens.spellings, strict=True)
        if code == NAME
    ]


class Stream:
    """The tokens of one file, by which two files are aligned.

    Args:
        codes: Their codes.
        names: The low 16 bits of the spelling of each name.
        lines: The line of each token.
    """

    def __init__(self, codes: bytes, names: Sequence[int], lines: Sequence[int]) -> None:
        self.codes = codes
        self.names = names
        self.lines = lines

    @classmethod
    def of(cls, tokens: Tokens) -> Stream:
        """Return the stream of a checked file's tokens."""
        return cls(tokens.codes, array("H", name_hashes(tokens)), tokens.lines)

    @classmethod
    def decoded(cls, record: bytes, count: int) -> Stream:
        """Return what ``encode`` wrote.

        Args:
            record: The record.
            count: The number of tokens.

        Raises:
            DamagedError: it is not such a record.
        """
        if len(record) < _CRC.size or _CRC.unpack_from(record)[0] != zlib.crc32(record[4:]):
            raise DamagedError("the tokens of a file are damaged")
        # Of bytes that promise too much no more is unpacked than a file can have.
        limit = 8 * count + 1
        try:
            data = zlib.decompressobj().decompress(record[4:], limit)
        except zlib.error as error:
            raise DamagedError("the tokens of a file are damaged") from error
        codes, steps = data[:count], data[count : 2 * count]
        rest = 2 * count + 2 * codes.count(NAME)
        long = steps.count(_LONG)
        if len(data) != rest + 4 * long:
            raise DamagedError("the tokens of a file are damaged")
        names = array("H", data[2 * count : rest])
        if sys.byteorder == "big":
            names.byteswap()
        lines: Sequence[int] = steps
        if long:
            longer = iter(struct.unpack_from(f"<{long}I", data, rest))
            lines = [next(longer) if step == _LONG else step for step in steps]
        return cls(codes, names, _Sums(lines))

    @cached_property
    def _names_before(self) -> list[int]:
        """How many names there are before each piece of the tokens."""
        count, codes = self.codes.count, self.codes
        pieces = (count(NAME, at, at + _PIECE) for at in range(0, len(codes) + 1, _PIECE))
        return list(accumulate(pieces, initial=0))

    def names_of(self, start: int, end: int) -> Sequence[int]:
        """Return the names of the tokens ``start`` to ``end``."""
        piece = start >> _PIECE_BITS
        first = self._names_before[piece] + self.codes.count(NAME, piece << _PIECE_BITS, start)
        return self.names[first : first + self.codes.count(NAME, start, end)]


class _Sums(Sequence[int]):
    """The sum of some numbers up to each of them; few are read, so sums of pieces are kept.

    Args:
        steps: The numbers.
    """

    def __init__(self, steps: Sequence[int]) -> None:
        self._steps = steps
        pieces = (sum(steps[at : at + _PIECE]) for at in range(0, len(steps), _PIECE))
        self._before = list(accumulate(pieces, initial=0))

    def __len__(self) -> int:
        return len(self._steps)

    def __getitem__(self, at: Any) -> Any:
        if not 0 <= at < len(self._steps):
            raise IndexError(at)
        piece = at >> _PIECE_BITS
        return self._before[piece] + sum(self._steps[piece << _PIECE_BITS : at + 1])
