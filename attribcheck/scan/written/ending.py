r"""Finds where a statement ends as a person sees it: at its line, comment, tag or string.

The engine reads a group of lines as one text, so its statements may go on into the code below a
comment, the attributes of the next tag, or the next source line of a notebook.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from attribcheck.scan.written import wording

_COMMENT_END = re.compile(
    r"\*/|--%?>|(?<=[\s\w.])\*\)(?=\s|\Z)|-\}|#\}|%\}|\]\]>|\"\"\"|'''|\|#(?=\s|\Z)"
)
_NAME = re.compile(r"</?([A-Za-z][\w:.-]*)")
_INLINE = frozenset("a b i u em strong span small font code tt cite bdi abbr s q".split())
_QUOTE = re.compile(r"(?<!\\)[\"'`]")
_LINE_END = re.compile(r"\\+[nr]")  # as written in a string
_BORDER = re.compile(r"(?:\s+[\s*#|/\\;%=!+-]*[*#|/\\;%=!+-]|\s)+\Z")
_LEADER = re.compile(
    r"""\s*(?:\#+[!:]?|//+[!/]?|/\*+!?|\*+(?!/)|;+|%+|--+(?!>)|<!--+|\(\*|\{-|\.\.(?=\s)
        |\.\\"|\\"|"(?=\s)|'(?=\s)|!+|>+(?=\s)|\|+(?=\s)|@?rem\b|dnl\b|C(?=\s\s))?[\s*\#/|]*""",
    re.IGNORECASE | re.VERBOSE,
)
_LINE_COMMENT = ("#", "//", ";", "%", "--", '.\\"', '\\"', '"', "'", "!", "rem", "@rem", "dnl")
_FIELD = re.compile(r"[@\\]\w|[\w-]{2,24}:(?:\s|\Z)|SPDX-|\$\w+[:$]")
_BULLET = re.compile(r"[-+*o•·]\s+|\d+[.)]\s+|\([a-z\d]\)\s+")
_CODE = re.compile(r"[{}=$]|;\s*\Z|->|::|</|\w\[")


class Unit(NamedTuple):
    """The part of a line that belongs together: a comment, a string, the text of an element.

    Attributes:
        line: The line, as written.
        start: The index of its first character.
        end: The index behind its last one.
        closed: Whether it ends before the line does, so that no other line continues it.
    """

    line: str
    start: int
    end: int
    closed: bool = False

    @property
    def text(self) -> str:
        """The characters."""
        return self.line[self.start : self.end]


def unit_at(line: str, at: int) -> Unit:
    """Return the unit of ``line`` around the index ``at``."""
    start = min(leader(line)[1], at)
    limit = len(line)
    closed = False
    for end in (_string_end(line, start, at), _comment_end(line, at), _tag_end(line, at)):
        if end is not None and end < limit:
            limit, closed = end, True
    start = max(start, _tag_start(line, at), _string_start(line, start, at))
    text = line[start:limit]
    border = _BORDER.search(text[-200:])
    return Unit(line, start, limit - (len(border.group()) if border else 0), closed)


def leader(line: str) -> tuple[str, int]:
    """Return the sign that begins a comment in ``line``, and the index of the text behind it."""
    match = _LEADER.match(line)
    if match is None:
        return "", 0
    sign = match.group().strip()
    for known in _LINE_COMMENT:
        if sign.lower().startswith(known):
            return known, match.end()
    return ("/*" if sign.startswith(("/*", "*", "<!--", "(*", "{-")) else ""), match.end()


def continues(before: Unit, line: str) -> Unit | None:
    """Return the unit at the beginning of ``line`` if it can continue ``before``; else None."""
    if before.closed:
        return None
    old, new = leader(before.line)[0], leader(line)
    if old not in ("", "/*") and new[0] != old:
        return None
    if old != new[0] and new[0] not in ("", "/*"):
        return None
    at = new[1]
    if at >= len(line) or _COMMENT_END.match(line, at) or wording.TAG.match(line, at):
        return None
    unit = unit_at(line, at)
    bare = old == "" and new[0] == ""
    return None if _is_other(unit.text, bare=bare) else unit


def _is_other(text: str, *, bare: bool) -> bool:
    """Whether a line is a field, an item of a list or code, and continues no statement.

    Args:
        text: The text of its unit.
        bare: Whether no comment sign leads it.
    """
    if not text.strip() or (_FIELD.match(text) and not wording.SIGN.match(text)):
        return True
    bullet = _BULLET.match(text)
    if bullet and text[bullet.end() : bullet.end() + 1].islower():
        return True
    return bare and _CODE.search(wording.CONTACT.sub("", text)) is not None


def _comment_end(line: str, at: int) -> int | None:
    match = _COMMENT_END.search(line, at)
    return match.start() if match else None


def _tag_end(line: str, at: int) -> int | None:
    """Return the index of the tag that ends the element around ``at``."""
    depth = 0
    for match in wording.TAG.finditer(line, at):
        tag = match.group()
        if wording.CONTACT.match(line, match.start()):
            continue
        name = _NAME.match(tag)
        if tag.startswith("</"):
            depth -= 1
        elif name and name[1].lower() in _INLINE and not tag.endswith("/>"):
            depth += 1
        else:
            return match.start()
        if depth < 0:
            return match.start()
    return None


def _tag_start(line: str, at: int) -> int:
    """Return the index behind the last tag before ``at``, or 0."""
    end = line.rfind(">", 0, at)
    begin = line.rfind("<", 0, end) if end > 0 else -1
    if begin < 0 or not wording.TAG.match(line, begin) or wording.CONTACT.match(line, begin):
        return 0
    return end + 1


def _opening(line: str, start: int, at: int) -> int | None:
    """Return the index of the quote that opens a string around ``at``."""
    opened: int | None = None
    for match in _QUOTE.finditer(line, max(start - 1, at - 2000, 0), at):
        place = match.start()
        if opened is None:
            if place and (line[place - 1].isalnum() or line[place - 1] in ")]"):
                continue  # an apostrophe
            opened = place
        elif match.group() == line[opened]:
            opened = None
    return opened


def _string_end(line: str, start: int, at: int) -> int | None:
    opened = _opening(line, start, at)
    if opened is None:
        return None
    quote = line[opened]
    ends = [
        match.start()
        for match in _QUOTE.finditer(line, at)
        if match.group() == quote
        and not (quote == "'" and line[match.end() : match.end() + 1].isalnum())
    ][:1]
    if written := _LINE_END.search(line, at):
        ends.append(written.start())
    return min(ends) if ends else None


def _string_start(line: str, start: int, at: int) -> int:
    opened = _opening(line, start, at)
    if opened is None:
        return 0
    begin = opened + 1
    for match in _LINE_END.finditer(line, begin, at):
        begin = match.end()
    return begin
