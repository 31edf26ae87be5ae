"""Splits a file into lines like the engine, and locates notices in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attribcheck.core.model import Excerpt, LicenseMatch, Notice, Span, Written

LINE_LIMIT = 400
"""The maximum length of an excerpt, in characters."""

_BEFORE = 100  # the maximum of them before the notice

# The brackets around one letter keep the engine from finding notices in this very file.
_SPDX = re.compile(r"SPDX-Licen[s]e-Identifier", re.IGNORECASE)
_BELOW = 40  # lines that can go on with the list of a statement
_HEAD = 24  # characters by which a statement is found again
_MOST_SEARCHED = 5000  # lines, for all statements of a file


def decoded_lines(content: bytes) -> list[str]:
    r"""Return the lines of ``content`` without line ends, as the engine decodes them.

    The engine splits *bytes* (``textcode.analysis``), so only ``\n``, ``\r`` and ``\r\n`` end a
    line; ``str.splitlines`` also splits at form feeds, which would shift line numbers. A text in
    another encoding than UTF-8 (``encodings``) is decoded from that; where none is recognised, each
    line is decoded as UTF-8, or else Latin-1. NUL is a space, and a byte order mark is left out.
    """
    try:
        text: str | None = content.decode("utf-8")
        if b"\x1b$" in content:
            from attribcheck.scan import encodings  # lazy: few files

            text = encodings.decoded(content) or text
    except UnicodeDecodeError:
        from attribcheck.scan import encodings  # lazy: few files

        text = encodings.decoded(content)
    if text is None:
        lines = [_decoded(line) for line in content.splitlines()]
    else:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ").split("\n")
        if not lines[-1]:
            del lines[-1]
        if "\ufeff" not in text:
            return lines
    return [line.removeprefix("\ufeff") for line in lines]


def _decoded(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return text.replace("\0", " ")


class Placed(NamedTuple):
    """A statement in its file.

    Attributes:
        excerpt: Its first line, or a part of it.
        column: Its start in that line, 1-based.
        written: The statement as written; None when there are no lines to read it in.
    """

    excerpt: Excerpt
    column: int
    written: Written | None


class SourceLines:
    """The lines of one file.

    Args:
        content: The bytes of the file, or None when the engine reads other text than its lines (the
            strings of a binary, the text of a PDF).
        numbered: Whether the engine numbers the lines as they are. It numbers the lines of the
            sources within a source map; statements are then searched in the file.
    """

    def __init__(self, content: bytes | None, *, numbered: bool = True) -> None:
        self._lines = [] if content is None else decoded_lines(content)
        self._numbered = numbered
        self._used: dict[int, int] = {}
        self._at = 1  # the line of the last statement that was searched
        self._searched = 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def license_at(self, number: int) -> tuple[Excerpt, int]:
        """Return an excerpt of a line, and the column at which a licence starts in it.

        Args:
            number: The line, 1-based.

        Returns:
            The line, or 400 characters around the start, and the 1-based column: that of an SPDX
            tag, or the first non-blank one. An empty excerpt when there is no such line.
        """
        if not self._numbered or not 1 <= number <= len(self._lines):
            return Excerpt(), 1
        line = self._lines[number - 1]
        match = _SPDX.search(line)
        start = match.start() if match else len(line) - len(line.lstrip())
        return excerpt(line, start), start + 1

    def match(self, match: LicenseMatch, span: Span) -> LicenseMatch:
        """Return ``match`` with its own first line, when that is not the first one of its notice.

        Args:
            match: A match of a licence.
            span: The lines of its notice.
        """
        if match.span.start == span.start:
            return match._replace(excerpt=Excerpt(), column=1)
        shown, column = self.license_at(match.span.start)
        return match._replace(excerpt=shown, column=column)

    def statement(self, text: str, span: Span, holders: Sequence[str]) -> Placed:
        """Return where a statement is, and how it is written.

        Several statements can share a line, so each call continues after the last one's place.

        Args:
            text: The statement as the engine reports it.
            span: Its lines, as the engine numbers them.
            holders: Its holders as the engine reports them.
        """
        if not self._numbered:
            return self._search(text, span, holders)
        if not 1 <= span.start <= len(self._lines):
            return Placed(Excerpt(), 1, None)
        return self._read(text, span, holders)

    def again(self, notice: Notice) -> Placed | None:
        """Return where a statement is that was read in equal lines before; None when unknown.

        Args:
            notice: The statement, with its lines in this file.
        """
        written, number = notice.written, notice.lines.start
        if written is None or not written.aligned or not 1 <= number <= len(self._lines):
            return None
        line, begin = self._lines[number - 1], self._used.get(number, 0)
        head = written.text[:_HEAD].rpartition(" ")[0]
        start = line.find(head, begin) if head else -1
        if start < 0:
            return None
        self._used[number] = start + len(head)
        return Placed(excerpt(line, start), start + 1, written)

    def _read(self, text: str, span: Span, holders: Sequence[str]) -> Placed:
        from attribcheck.scan.written import statement  # lazy: a scan only

        lines = self._lines[span.start - 1 : span.end]
        begin = self._used.get(span.start, 0)
        below = self._lines[span.end : span.end + _BELOW]
        place = statement.read(lines, begin, text, holders, below)
        first = span.start + place.first
        self._used[first] = max(place.used, begin if first == span.start else 0)
        shown = excerpt(self._lines[first - 1], place.start)
        written = place.written
        there = Span(first, max(first, span.start + place.last))
        if (written.aligned and there != span) or not self._numbered:
            written = written._replace(lines=there)
        return Placed(shown, place.start + 1, written)

    def _search(self, text: str, span: Span, holders: Sequence[str]) -> Placed:
        for number in range(self._at, len(self._lines) + 1):
            self._searched += 1
            if self._searched > _MOST_SEARCHED:
                break
            before = dict(self._used)
            found = self._read(text, Span(number, number), holders)
            if found.written and found.written.aligned:
                self._at = number
                return found
            self._used = before
        return Placed(Excerpt(), 1, None)


def excerpt(line: str, start: int) -> Excerpt:
    """Return ``line``, or the part of a long one around ``start`` (0-based)."""
    if len(line) <= LINE_LIMIT:
        return Excerpt(line)
    offset = min(max(0, start - _BEFORE), len(line) - LINE_LIMIT)
    return Excerpt(line[offset : offset + LINE_LIMIT], offset)
