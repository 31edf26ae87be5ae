"""Tokens of source code: what is compared instead of text.

Comments, white space, imports and documentation strings are not tokens, so that a stripped or
reformatted copy has those of its origin. Each token has a *code*, equal for all names, all numbers
and all strings, and a *spelling*, a hash that tells one name from another.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple
from zlib import crc32

NAME = 1
NUMBER = 2
STRING = 3
FIRST_CODE = 4
"""The first code of a keyword or an operator; smaller ones are abstractions of many spellings."""

OTHER = 255
"""The code of a character that the language does not use."""

MAX_BYTES = 4 << 20
"""Of a longer file only the beginning is compared."""

MAX_TOKENS = 400_000
"""Tokens of a file beyond this number are not compared."""

_MIN_LITERAL = 8  # characters
_MAX_LITERAL = 200
_PERIOD = 12  # tokens


class Tokens(NamedTuple):
    """The tokens of one file.

    Attributes:
        family: The languages whose codes mean the same; tokens of two families never correspond.
        codes: The code of each token.
        spellings: The CRC-32 of each token as spelled; of a string, of its content.
        lines: The line of each token, 1-based.
        literals: The distinct contents of strings that are long enough to be telling.
    """

    family: str
    codes: bytes
    spellings: array[int]
    lines: array[int]
    literals: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The number of tokens."""
        return len(self.codes)


class TokenBuilder:
    """Collects the tokens of one file in their order.

    Args:
        family: See ``Tokens``.
    """

    def __init__(self, family: str) -> None:
        self._family = family
        self.codes = bytearray()
        self.spelled: list[str] = []
        self.lines: list[int] = []

    def drop_last(self, count: int = 1) -> None:
        """Remove the last ``count`` tokens."""
        del self.codes[-count:]
        del self.spelled[-count:]
        del self.lines[-count:]

    def drop_repetition(self) -> None:
        """Remove the last tokens when they repeat those right before them.

        Called at the commas of a list of literals: a table of a thousand rows is as telling as one
        row, and would otherwise be the same as every other table.
        """
        codes = self.codes
        count = len(codes)
        for period in range(2, min(_PERIOD, count // 2) + 1):
            if codes[-period:] == codes[count - 2 * period : count - period]:
                self.drop_last(period)
                return

    def tokens(self) -> Tokens:
        """Return the tokens collected, at most ``MAX_TOKENS``."""
        del self.codes[MAX_TOKENS:], self.spelled[MAX_TOKENS:], self.lines[MAX_TOKENS:]
        spellings = {text: crc32(text.encode()) for text in set(self.spelled)}
        literals = {
            text: None
            for code, text in zip(self.codes, self.spelled, strict=True)
            if code == STRING and _MIN_LITERAL <= len(text) <= _MAX_LITERAL
        }
        return Tokens(
            self._family,
            bytes(self.codes),
            array("I", map(spellings.__getitem__, self.spelled)),
            array("I", self.lines),
            tuple(literals),
        )


def text_of(content: bytes) -> str | None:
    """Return content as text, at most ``MAX_BYTES`` of it, or None for a binary file."""
    content = content[:MAX_BYTES]
    if b"\0" in content:
        return None
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
