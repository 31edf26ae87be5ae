"""The lines of a file as the engine numbers them, and where in its line a notice begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attribcheck.core.model import Excerpt, NoticeKind

LINE_LIMIT = 400
"""How many characters of a line are kept as evidence."""

_BEFORE = 100  # of them, at most, before the notice

# The brackets around one letter keep the engine from finding notices in this very file.
_SPDX = re.compile(r"SPDX-Licen[s]e-Identifier", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"SPDX-\w*Cop[y]right\w*|cop[y]right|cop[r]\b|\([c]\)|[©]|&cop[y];|&#16[9];", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


def decoded_lines(content: bytes) -> list[str]:
    r"""Return the lines of ``content`` without their ends, as the engine decodes them.

    The engine splits *bytes* (``textcode.analysis``), so only ``\n``, ``\r`` and ``\r\n`` end a
    line; ``str.splitlines`` would also split at form feeds and shift every number below one. Each
    line is UTF-8, or else Latin-1; NUL is a space, and a byte order mark at its start is left out.
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
        content: The bytes of the file, or None when the engine's line numbers do not count its
            lines (it numbers the strings that it finds in a binary, or the text of a PDF).
    """

    def __init__(self, content: bytes | None) -> None:
        self._lines = [] if content is None else decoded_lines(content)
        self._used: dict[int, int] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def place(self, number: int, text: str, kind: NoticeKind) -> tuple[Excerpt, int]:
        """Return an excerpt of the line at ``number``, and the column where a notice begins in it.

        Several statements can share a line, so each call for a line goes on behind the last.

        Args:
            number: Counted from 1.
            text: The notice as the engine normalises it.
            kind: What it is; decides what to look for.

        Returns:
            The line, or 400 characters of it around the beginning, and a column counted from 1; the
            first character that is not blank where the beginning can't be told, and an empty
            excerpt where there is no such line.
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
    """Return ``line``, or of a long one the part around what begins at ``start`` (from 0)."""
    if len(line) <= LINE_LIMIT:
        return Excerpt(line)
    offset = min(max(0, start - _BEFORE), len(line) - LINE_LIMIT)
    return Excerpt(line[offset : offset + LINE_LIMIT], offset)


def _statement_start(text: str) -> re.Pattern[str]:
    # The engine turns a copyright sign into "(c)" and drops punctuation: only the words last.
    words = _WORD.findall(text)[:3]
    sign = r"\(?" if text.startswith("(") else ""
    joined = r"\W+".join(r"(?:c|©|&copy;)" if w in "cC" else re.escape(w) for w in words)
    return re.compile(sign + joined, re.IGNORECASE)
