"""Puts a header back on top of a file, where nothing about that is in doubt.

In doubt is: a notice that did not stand in the comments at the top, lines that are no comment by
themselves, and a place that the newer file does not show any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attribcheck.core.finding import RemovedLines
from attribcheck.removals.code_similarity import COMMENT

_BOM = "\ufeff"
# What has to stay on top: a line for the system, the encoding (PEP 263), the name of a format.
_SHEBANG = re.compile(r"#!")
_ENCODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+")
_DECLARATION = re.compile(r"\s*<(?:\?xml|\?php|!doctype)\b|@charset\b|%!ps", re.IGNORECASE)
_LINE = re.compile(r"\s*(?:#|//|--|;|%|@?rem\b|dnl\b|\.\\\")", re.IGNORECASE)
_BLOCKS = (("/*", "*/"), ("<!--", "-->"), ("(*", "*)"), ("{-", "-}"))


class UncertainError(Exception):
    """Why lines are not put back; its message is a clause."""


def restored(old: bytes, new: bytes, removed: Sequence[RemovedLines]) -> bytes:
    """Return ``new`` with the lines put back that were removed from the top of ``old``.

    Line ends, the byte-order mark and the end of the file stay as they are in ``new``.

    Args:
        old: The file as it was.
        new: The file as it is.
        removed: What was removed.

    Raises:
        Doubt: where they belong, or that they are a comment there, is not certain.
    """
    before, after = _text(old), _text(new)
    mark = _BOM if after.startswith(_BOM) else ""
    end = "\r\n" if "\r\n" in after else "\n"
    there = after.removeprefix(_BOM).splitlines(keepends=True)
    stood = [line.rstrip("\r\n") for line in before.removeprefix(_BOM).splitlines()]
    places = {}
    for one in sorted(set(removed), key=lambda one: one.line):
        places[one] = _place(stood, [line.rstrip("\r\n") for line in there], one)
    for one, at in sorted(places.items(), key=lambda item: (-item[1], -item[0].line)):
        there[at:at] = [f"{line}{end}" for line in one.lines]
        if at and not there[at - 1].endswith(("\n", "\r")):  # the last line, without its end
            there[at - 1] += end
    return (mark + "".join(there)).encode()


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise UncertainError("it is not UTF-8") from None


def _place(old: list[str], new: list[str], removed: RemovedLines) -> int:
    """Return before which line of ``new`` the lines belong, counted from 0."""
    lines, first = list(removed.lines), removed.line - 1
    if not lines or old[first : first + len(lines)] != lines:
        raise UncertainError("the lines are not as they stood")
    kept = _preamble(old)
    above = [line for line in old[kept:first] if line.strip()]
    if not all(map(COMMENT.match, above)):
        raise UncertainError("it did not stand in the comments at the top")
    at = _preamble(new)
    if above:
        header = at
        while header < len(new) and (not new[header].strip() or COMMENT.match(new[header])):
            header += 1
        found = [
            number for number in range(at, header) if new[number].rstrip() == above[-1].rstrip()
        ]
        if len(found) != 1:
            raise UncertainError("the comment in which it stood is not there")
        at = found[0] + 1
    if not _fits(lines, new[:at]):
        raise UncertainError("the lines are no comment by themselves")
    return at


def _preamble(lines: list[str]) -> int:
    """Return how many lines have to stay on top."""
    count = 0
    if lines and (_SHEBANG.match(lines[0]) or _DECLARATION.match(lines[0])):
        count = 1
    if count < min(2, len(lines)) and _ENCODING.match(lines[count]):
        count += 1
    return count


def _fits(lines: list[str], above: list[str]) -> bool:
    """Whether ``lines`` are comments below ``above``, and leave what follows as it is."""
    text, top = "\n".join(lines), "\n".join(above)
    for start, end in _BLOCKS:
        if top.count(start) > top.count(end):
            return start not in text and end not in text
    for start, end in _BLOCKS:
        body = text.strip()
        if body.startswith(start):
            return body.endswith(end) and body.count(start) == body.count(end) == 1
    return all(_LINE.match(line) for line in lines if line.strip())
