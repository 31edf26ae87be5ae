"""Splits a file into lines like the engine, and locates notices in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribcheck.core.model import Excerpt, NoticeKind

LINE_LIMIT = 400
"""The maximum length of an excerpt, in characters."""

_BEFORE = 100  # the maximum of them before the notice

# The brackets around one letter keep the engine from finding notices in this very file.
_SPDX = re.compile(r"SPDX-Licen[s]e-Identifier", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"SPDX-\w*Cop[y]right\w*|cop[y]right|cop[r]\b|\([c]\)|[©]|&cop[y];|&#16[9];", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


def decoded_lines(content: bytes) -> list[str]:
    r"""Return the lines of ``content`` without line ends, as the engine decodes them.

    The engine splits *bytes* (``textcode.analysis``), so only ``\n``, ``\r`` and ``\r\n`` end a
    line; ``str.splitlines`` also splits at form feeds, which would shift line numbers. Each line is
    decoded as UTF-8, or else Latin-1, with NUL as a space and without a byte order mark.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
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


class SourceLines:
    """The lines of one file.

    Args:
        content: The bytes of the file, or None when the engine numbers other lines (the strings of
            a binary, the text of a PDF).
    """

    def __init__(self, content: bytes | None) -> None:
        self._lines = [] if content is None else decoded_lines(content)
        self._used: dict[int, int] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def place(self, number: int, text: str, kind: NoticeKind) -> tuple[Excerpt, int]:
        """Return an excerpt of a line, and the column at which a notice starts in it.

        Several statements can share a line, so each call continues after the last one's match.

        Args:
            number: The line, 1-based.
            text: The notice as the engine normalises it.
            kind: Its type, which selects the pattern.

        Returns:
            The line, or 400 characters around the start, and the 1-based column: the first
            non-blank one when the start is unknown. An empty excerpt when there is no such line.
        """
        if not 1 <= number <= len(self._lines):
            return Excerpt(), 1
        line = self._lines[number - 1]
        begin = self._used.get(number, 0)
        pattern = _SPDX if kind is NoticeKind.LICENSE else _statement_start(text)
        match = pattern.search(line, begin)
        if match is None and kind is NoticeKind.COPYRIGHT:
            match = _COPYRIGHT.search(line, begin)
        if match is None:
            start = len(line) - len(line.lstrip())
        else:
            start = match.start()
            if kind is NoticeKind.COPYRIGHT:
                self._used[number] = match.end()
        return excerpt(line, start), start + 1


def excerpt(line: str, start: int) -> Excerpt:
    """Return ``line``, or the part of a long one around ``start`` (0-based)."""
    if len(line) <= LINE_LIMIT:
        return Excerpt(line)
    offset = min(max(0, start - _BEFORE), len(line) - LINE_LIMIT)
    return Excerpt(line[offset : offset + LINE_LIMIT], offset)


def _statement_start(text: str) -> re.Pattern[str]:
    # The engine turns a copyright sign into "(c)" and drops punctuation: only words are kept.
    words = _WORD.findall(text)[:3]
    sign = r"\(?" if text.startswith("(") else ""
    joined = r"\W+".join(r"(?:c|©|&copy;)" if w in "cC" else re.escape(w) for w in words)
    return re.compile(sign + joined, re.IGNORECASE)
