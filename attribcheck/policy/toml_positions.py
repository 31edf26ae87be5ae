"""Finds the line, column and offsets of every table, key and array element of a TOML document.

``tomllib`` gives values without positions, and ``tomlkit`` keeps the text without positions. This
scanner walks a document that ``tomllib`` has accepted, so it checks nothing; on an invalid document
its result means nothing.

Format: TOML 1.0 (https://toml.io/en/v1.0.0), and the line breaks and trailing commas that 1.1
permits in inline tables.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""Keys and, inside arrays and arrays of tables, indices: ``("component", 0, "paths", 2)``."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
# A multi-line string may end in five quotes: the last three close it, the two before are content.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]+")  # to its end: a date may hold a space
_ESCAPE = re.compile(r"\\(?:u(\w{4})|U(\w{8})|x(\w{2})|(.))")
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class Place(NamedTuple):
    """The position of a table, key or array element.

    Attributes:
        line: From 1.
        column: From 1, in characters.
        start: Offset of its first character; of a table, that of its header.
        end: Offset behind it; of a key, behind its value; of a table, behind its header.
    """

    line: int
    column: int
    start: int
    end: int


FindPlaces = Callable[[], Mapping[KeyPath, Place]]
"""Returns the places of a document."""


def positions(text: str) -> dict[KeyPath, Place]:
    """Return the place of every table, key and array element of a valid TOML document.

    The place of a key is that of its own part (``b`` in ``a.b = 1``), of an element that of its
    value, of a table that of its header's bracket. An implied table (``a`` in ``[a.b]``) has the
    place where it is first named, until its own header comes.

    Args:
        text: A document that ``tomllib.loads`` accepts, without a byte-order mark.

    Raises:
        RecursionError: arrays are nested deeper than the interpreter's limit.
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


class _Scanner:
    """A recursive descent over the text; every method starts at offset ``at`` and advances it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[KeyPath, Place] = {}
        self._tables_in: dict[KeyPath, int] = {}  # number of tables of each array of tables so far
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def document(self) -> None:
        table: KeyPath = ()
        while self._skip_blank() < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        parts = self._key()
        self._skip_blank()
        self.at += brackets
        place = self._place(start, self.at)
        path: KeyPath = ()
        for name, _ in parts[:-1]:
            path = (*path, name)
            self.found.setdefault(path, place)
            if path in self._tables_in:  # [component.x] belongs to the last component
                path = (*path, self._tables_in[path] - 1)
        path = (*path, parts[-1][0])
        if brackets == 1:
            self.found[path] = place
            return path
        self.found.setdefault(path, place)
        index = self._tables_in.get(path, 0)
        self._tables_in[path] = index + 1
        self.found[(*path, index)] = place
        return (*path, index)

    def _pair(self, table: KeyPath) -> None:
        parts = self._key()
        self._skip_blank()
        self.at += 1  # the equals sign
        self._skip_blank()
        path = table
        for name, start in parts[:-1]:
            path = (*path, name)
            self.found.setdefault(path, self._place(start, start + len(name)))
        name, start = parts[-1]
        path = (*path, name)
        self.found[path] = self._place(start, start)  # keeps its position in the order
        self._value(path)
        self.found[path] = self._place(start, self.at)

    def _key(self) -> list[tuple[str, int]]:
        """Return the parts of a dotted key, each with its offset."""
        parts = []
        while True:
            start = self._skip_blank()
            if bare := _BARE_KEY.match(self.text, start):
                name, self.at = bare.group(), bare.end()
            else:
                name = _unquoted(self._string())
            parts.append((name, start))
            if not self.text.startswith(".", self._skip_blank()):
                return parts
            self.at += 1

    def _value(self, path: KeyPath) -> None:
        first = self.text[self.at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            self._string()
        else:
            scalar = _SCALAR.match(self.text, self.at)
            assert scalar is not None
            self.at += len(scalar.group().rstrip())

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while (first := self.text[self._skip_blank()]) != "]":
            if first == ",":
                self.at += 1
                continue
            start = self.at
            item = (*path, index)
            self.found[item] = self._place(start, start)
            self._value(item)
            self.found[item] = self._place(start, self.at)
            index += 1
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while (first := self.text[self._skip_blank()]) != "}":
            if first == ",":
                self.at += 1
            else:
                self._pair(path)
        self.at += 1

    def _string(self) -> str:
        match = _STRING.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return match.group()

    def _skip_blank(self) -> int:
        match = _BLANK.match(self.text, self.at)
        assert match is not None  # it matches the empty string too
        self.at = match.end()
        return self.at

    def _place(self, start: int, end: int) -> Place:
        line = bisect.bisect_right(self._line_starts, start)
        return Place(line, start - self._line_starts[line - 1] + 1, start, end)


def _unquoted(token: str) -> str:
    """Return the name in a quoted key; keys are never multi-line."""
    if token[0] == "'":
        return token[1:-1]
    return _ESCAPE.sub(_unescaped, token[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    *codes, short = match.groups()
    for code in codes:
        if code:
            return chr(int(code, 16))
    return _SHORT_ESCAPES.get(short, short)
