"""Reads the names of holders in a statement, from where the engine found a part of them."""

from __future__ import annotations

import html
import re

from attribcheck.scan.written import phrases, wording
from attribcheck.scan.written.ending import Unit

_BETWEEN = re.compile(
    r"(?:\s|\([cC]\)|[©ⓒⒸ℗]|&copy;?|[,:.\-\u2013]|by\b|held\b|is\b)*", re.IGNORECASE
)
_EDGE = ' \t,;:/|*=~_"`\u3001\uff0c\uff1b\u3002\uff1a\u00b7&\u2022\u2013\u2014-'
_BY = re.compile(r"(?:by|bei|przez|por|par|(?:is|are)\s+held\s+by)\s+", re.IGNORECASE)
_CUT = re.compile(  # a clause that the engine breaks off
    r"\s[-\u2013]\s+(?:for|by|the|a)\Z|,?\s+(?:and|und|et)\s+(?:any|all|other)\Z"
)
_REMARK = re.compile(r"\s*[(\[]([^()\[\]]{1,30})[)\]]\Z")
_GROFF = re.compile(r"\\s[-+]?\d|\\f(?:[BIRP]|\[\w*\])")  # changes of size and font
_NEAR = 120  # characters before a statement
_WORD = re.compile(r"\S+")
_LEFT = re.compile(r"(?:[^\W\d_][\w.'’-]*\.?\s+){1,6}\Z")
_REST = re.compile(rf"(?:(?:{phrases.TEX.pattern})\w*)*")  # of a word behind an accent of TeX
_ACCENT_BEFORE = re.compile(r"\w*\{?\\[\"'`^~=.cvuHkr]\{?\Z")
# "dana example <dana@...>"
_LOWER = re.compile(r"([a-z]\w*(?:[ ][a-z]\w*){0,2})\s*<[^<>]*(?:@|_at_| at )")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("<", ">"), ("«", "»"))


def around(unit: Unit, start: int, end: int) -> tuple[int, int]:
    """Return the range of the complete words from ``start`` to ``end``."""
    line = unit.line
    while start > unit.start and _joins(line, start):
        start -= 1
    while end < unit.end and _joins(line, end):
        end += 1
    while end < unit.end and line[end] == "+":  # the M+ project
        end += 1
    if accent := _ACCENT_BEFORE.search(line[max(unit.start, start - 8) : start]):
        start -= len(accent.group())
        end = max(end, _REST.match(line, start, unit.end).end())  # type: ignore[union-attr] # ""
    end = max(end, _REST.match(line, end, unit.end).end())  # type: ignore[union-attr] # ""
    start -= start > unit.start and _GROFF.match(line, start - 1) is not None
    for opened, closed in _BRACKETS:
        if line[start - 1 : start] == opened and closed in line[start:end]:
            start -= 1  # "(주)하늘연구소"
    return _without_clauses(unit, start, end)


def _without_clauses(unit: Unit, start: int, end: int) -> tuple[int, int]:
    """Return a range without a clause that reserves rights, or names a licence, in it."""
    for clause in (wording.RIGHTS, wording.LICENSED):
        found = clause.search(unit.line, start, unit.end)
        if found and start < found.start() < end:
            end = start + len(unit.line[start : found.start()].rstrip())
        elif found and found.start() == start and found.end() < end:
            start = found.end()
    comma = phrases.license_clause(unit, start)
    return start, end if comma is None else max(start + 1, min(end, comma))


def _joins(line: str, at: int) -> bool:
    """Whether the characters on both sides of ``at`` are of one word."""
    before, after = line[at - 1], line[at : at + 1]
    if before.isalnum() and after.isalnum():
        return True
    if after in ".-'’+!" and before.isalnum():
        return line[at + 1 : at + 2].isalnum()
    return before in ".-'’" and after.isalnum() and at > 1 and line[at - 2].isalnum()


def begin_of(unit: Unit, start: int, statement: int) -> int:
    """Return where the name really begins whose known part begins at ``start``.

    Args:
        unit: The unit of the statement.
        start: The index of the part that the engine found.
        statement: The index at which the statement begins.
    """
    line = unit.line
    begin = statement
    for pattern in (wording.SIGN, wording.YEARS, wording.CONTACT, wording.TAG):
        for match in pattern.finditer(line, statement, start):
            begin = max(begin, match.end())
    between = _BETWEEN.match(line, begin, start)
    begin = between.end() if between else begin
    left = line[begin:start].split()
    if not left or not all(_is_inside(word) for word in left):
        return start
    return begin if wording.is_name_word(left[0]) or left[0].lower() == "the" else start


def _is_inside(word: str) -> bool:
    bare = word.strip(".,'\"()").lower()
    return not wording.is_stop(word) and (bare in wording.JOINERS or wording.is_name_word(word))


def balanced(unit: Unit, start: int, end: int) -> int:
    """Return the end of a range behind the brackets that it opens."""
    for opened, closed in _BRACKETS:
        text = unit.line[start:end]
        if text.count(opened) > text.count(closed) and unit.line[end : end + 1] == closed:
            end = min(end + 1, unit.end)
    if unit.line[start:end].count('"') == 1 and unit.line[end : end + 1] == '"':
        end = min(end + 1, unit.end)  # ООО "Пример"
    return end


def read(unit: Unit, statement: int) -> tuple[int, int] | None:
    """Return the range of the names where the engine found none, or None.

    They stand behind the signs and years of a statement, or before them.
    """
    line = unit.line
    at = statement
    while True:
        between = _BETWEEN.match(line, at, unit.end)
        at = between.end() if between else at
        found = next(
            (
                match
                for pattern in (wording.SIGN, wording.YEARS, wording.TAG)
                if (match := pattern.match(line, at, unit.end))
            ),
            None,
        )
        if found is None:
            break
        at = found.end()
    rights = wording.RIGHTS.match(line, at, unit.end)
    lower = _LOWER.match(line, at, unit.end) if at > statement else None
    if lower and _is_nickname(lower[1].split()):
        return lower.span(1)
    if not rights and (end := phrases.phrase_end(unit, at)) is not None:
        name = line[at:end].split()
        if not phrases.is_generic(name):
            return around(unit, at, phrases.end_of(unit, end))
    return _before(unit, statement)


def _is_nickname(words: list[str]) -> bool:
    """Whether words in lower case before an address can be a name."""
    return not (
        any(map(wording.is_stop, words)) or phrases.is_generic(words) or words[0] in wording.JOINERS
    )


def _before(unit: Unit, statement: int) -> tuple[int, int] | None:
    """Return the range of the name that stands before a statement, or None."""
    line = unit.line
    begin = max(unit.start, statement - _NEAR)
    left = _LEFT.search(line[begin:statement])
    if left is None:
        return None
    begin += left.start()
    words = list(_WORD.finditer(line, begin, statement))
    while words and not wording.is_name_word(words[0].group()):
        words.pop(0)
    if not words or not all(_is_inside(word.group()) for word in words):
        return None
    return words[0].start(), words[-1].end()


def shown(text: str) -> str:
    """Return ``text`` as a browser shows it: without markup, entities as characters."""
    plain = wording.TAG.sub("", text) if "<" in text else text
    return html.unescape(plain) if "&" in plain and ";" in plain else plain


def cleaned(text: str) -> str:
    """Return the names in ``text`` without addresses, markup and years, in single spaces."""
    text = wording.CONTACT.sub(" ", shown(_GROFF.sub("", text)))
    text = wording.SIGN.sub(" ", text) if wording.SIGN.search(text) else text
    text = wording.YEARS.sub(" ", text)
    text = wording.RIGHTS.sub(" ", text) or text
    text = " ".join(text.split())
    text = re.sub(r"[(\[]\s*[)\]]", " ", text)  # the brackets of a year
    text = re.sub(r"\s+([,;])", r"\1", text)
    text = re.sub(r"(?:[,;]\s*){2,}", ", ", text)
    text = _CUT.sub("", text)
    remark = _REMARK.search(text)
    if remark and all(map(wording.is_stop, remark[1].split())):
        text = text[: remark.start()]  # "(LPPL)", "[LICENSE]"
    text = trimmed(text)
    by = _BY.match(text)
    return trimmed(text[by.end() :]) if by else text


def trimmed(text: str) -> str:
    """Return ``text`` without the punctuation around a name."""
    before = None
    while before != text:
        before = text
        if text.endswith('"') and text.count('"') == 2 and not text.startswith('"'):
            break
        text = text.strip(_EDGE)
        if text.startswith("'") or text.endswith("'"):
            text = text.strip("'")
        if text.endswith(".") and not wording.keeps_dot(text[:-1]):
            text = text[:-1]
        for opened, closed in _BRACKETS:
            if text.startswith(opened) and text.endswith(closed) and text.count(opened) == 1:
                # "(주)하늘" keeps its brackets; "(Foo Corp.)" does not.
                text = text[1:-1]
            if text.count(opened) > text.count(closed):
                text = (
                    text[: text.rindex(opened)]
                    if text.endswith(opened)
                    else text.replace(opened, " " if text.find(opened) else "", 1)
                )
            elif text.count(closed) > text.count(opened):
                at = text.rindex(closed)
                text = text[:at] + text[at + 1 :]
    return " ".join(text.split())
