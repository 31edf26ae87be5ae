"""Reads the names of holders in a statement, from where the engine found a part of them."""

from __future__ import annotations

import html
import re

from attribcheck.scan.written import wording
from attribcheck.scan.written.ending import Unit

_MOST_WORDS = 10
_TOKEN = re.compile(r"\s*([^\s,;<>()\[\]{}|\"\u3001\uff0c\uff1b\u3002\uff08\uff09]+)")
_TAGS = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>@]*)?/?>")
_BETWEEN = re.compile(
    r"(?:\s|\([cC]\)|[©ⓒⒸ℗]|&copy;?|[,:.\-\u2013]|by\b|held\b|is\b)*", re.IGNORECASE
)
_EDGE = ' \t,;:/|*=~_"`\u3001\uff0c\uff1b\u3002\uff1a\u00b7&\u2022\u2013\u2014-'
_LEFT = re.compile(r"(?:[^\W\d_][\w.'’-]*\.?\s+){1,6}\Z")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("<", ">"))
_JOINED = re.compile(r"[\w’'.\-+!·・]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def around(unit: Unit, start: int, end: int) -> tuple[int, int]:
    """Return the range of the complete words from ``start`` to ``end``."""
    line = unit.line
    while start > unit.start and _joins(line, start):
        start -= 1
    while end < unit.end and _joins(line, end):
        end += 1
    for opened, closed in _BRACKETS:
        if line[start - 1 : start] == opened and closed in line[start:end]:
            start -= 1  # "(주)하늘연구소"
    if rights := wording.RIGHTS.search(line, start, unit.end):
        if start < rights.start() < end:
            end = rights.start()
            end = start + len(line[start:end].rstrip())
        elif rights.start() == start and rights.end() < end:
            start = rights.end()
    return start, end


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
    for pattern in (wording.SIGN, wording.YEARS, wording.CONTACT, _TAGS):
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


def end_of(unit: Unit, end: int) -> int:
    """Return where the names really end whose known part ends at ``end``."""
    end = _same_name(unit, end)
    while (further := _next_name(unit, end)) is not None:
        end = further
    if unit.line[end : end + 1] == "." and end < unit.end:
        end += wording.keeps_dot(unit.line[max(0, end - 12) : end])
    return end


def balanced(unit: Unit, start: int, end: int) -> int:
    """Return the end of a range behind the brackets that it opens."""
    for opened, closed in _BRACKETS:
        text = unit.line[start:end]
        if text.count(opened) > text.count(closed) and unit.line[end : end + 1] == closed:
            end = min(end + 1, unit.end)
    return end


def _same_name(unit: Unit, end: int) -> int:
    """Return the end of the name of which the engine left the last words."""
    line = unit.line
    at, last, count = end, end, 0
    if not _may_go_on(unit, end):
        return end
    while at < unit.end and count < _MOST_WORDS:
        match = _TOKEN.match(line, at, unit.end)
        if match is None or match.start(1) == at == end:
            break
        word, place = match[1], match.start(1)
        if wording.SIGN.match(line, place) or wording.YEARS.match(line, place):
            break
        if wording.CONTACT.match(line, place) or wording.RIGHTS.match(line, place):
            break
        if not re.search(r"\w", word):
            break
        joins = word.lower() in wording.JOINERS and word.lower() not in ("&", "and", "und", "et")
        if joins and count + 1 < _MOST_WORDS:
            at, count = match.end(), count + 1
            continue
        generic = count > 0 and word.lower().strip(".,") in wording.GENERIC
        if not wording.is_name_word(word) and not generic:
            break
        at, count = match.end(), count + 1
        last = _without_dot(line, place, at)
        if last < at:
            break
    return last


def _may_go_on(unit: Unit, end: int) -> bool:
    """Whether the sentence may go on behind ``end``: no full stop, no bracket, no comma."""
    line = unit.line
    following = line[end : end + 1]
    if following == ".":
        # "Foo Inc. This": the sentence is over; "Dana J. Example": it is not.
        initial = re.search(r"(?:^|[\s.])[^\W\d_]\Z", line[max(0, end - 3) : end])
        return bool(initial) and line[end + 1 : end + 2] == " "
    return following == " "


def _without_dot(line: str, start: int, end: int) -> int:
    """Return the end of a word without a full stop that ends the sentence."""
    word = line[start:end]
    if not word.endswith((".", ":", "!", "?")):
        return end
    plain = word.rstrip(".:!?")
    if word.endswith(".") and (len(plain) == 1 or "." in plain):
        return end
    return start + len(plain) - 0 if not wording.keeps_dot(plain) else end


def _next_name(unit: Unit, end: int) -> int | None:
    """Return the end of the next name behind a separator, or None."""
    line = unit.line
    at = end
    while contact := re.compile(r"[\s.]*").match(line, at, unit.end):
        found = wording.CONTACT.match(line, contact.end(), unit.end)
        if found is None:
            break
        at = found.end()
    # "Inc." and the full stop of an abbreviation
    if line[at : at + 1] == "." and wording.keeps_dot(line[max(0, end - 12) : end]):
        at += 1
    separator = wording.SEPARATOR.match(line, at, unit.end)
    if separator is None or separator.end() == at:
        return None
    at = separator.end()
    if years := wording.YEARS.match(line, at, unit.end):
        at = years.end()
        at += len(line[at : unit.end]) - len(line[at : unit.end].lstrip(" ,"))
    if wording.SIGN.match(line, at) or wording.RIGHTS.match(line, at):
        return None
    return _phrase_end(unit, at, separator.group())


def _phrase_end(unit: Unit, at: int, separator: str) -> int | None:
    """Return the end of the phrase at ``at`` if it is a name, or others without a name."""
    line, start = unit.line, at
    words: list[str] = []
    last = at
    while at < unit.end and len(words) <= _MOST_WORDS:
        if words and wording.SEPARATOR.match(line, at, unit.end):
            break
        match = _TOKEN.match(line, at, unit.end)
        if match is None or (words and match.start(1) == at):
            break
        word, place = match[1], match.start(1)
        if wording.CONTACT.match(line, place) or wording.YEARS.match(line, place):
            break
        if not re.search(r"\w", word) or wording.SIGN.match(line, place):
            break
        at = match.end()
        last = _without_dot(line, place, at)
        words.append(line[place:last])
        if last < at:
            break
    if not words:
        return None
    if _is_generic(words):
        return last
    if any(map(wording.is_stop, words)):
        return None
    inner = [word for word in words if word.lower() not in wording.JOINERS]
    if inner and wording.is_name_word(inner[0]):
        return _cut(line, start, words, last)
    is_last = not re.search(r"\w", line[last : unit.end])
    strong = re.search(r"[&/+]|and|und", separator) is not None
    if strong and is_last and len(words) <= 3 and inner == words and "".join(words).isalpha():
        return last
    return None


def _is_generic(words: list[str]) -> bool:
    plain = [word.lower().strip(".,'") for word in words]
    return all(word in wording.GENERIC or word in ("of", "by") for word in plain)


def _cut(line: str, start: int, words: list[str], last: int) -> int | None:
    """Return the end of the leading words that look like a name."""
    end = start
    for word in words:
        place = line.index(word, end)
        if word.lower() in wording.JOINERS:
            end = place + len(word)
            continue
        if not wording.is_name_word(word) and word.lower() not in wording.GENERIC:
            return None  # a sentence
        end = place + len(word)
    return last


def read(unit: Unit, statement: int) -> tuple[int, int] | None:
    """Return the range of the names where the engine found none, or None.

    They stand behind the signs and years of a statement, or before them ("Dana Example (C) 2003").
    """
    line = unit.line
    at = statement
    while True:
        between = _BETWEEN.match(line, at, unit.end)
        at = between.end() if between else at
        found = next(
            (
                match
                for pattern in (wording.SIGN, wording.YEARS)
                if (match := pattern.match(line, at, unit.end))
            ),
            None,
        )
        if found is None:
            break
        at = found.end()
    rights = wording.RIGHTS.match(line, at, unit.end)
    if not rights and (end := _phrase_end(unit, at, "")) is not None:
        name = line[at:end].split()
        if not _is_generic(name):
            return around(unit, at, end_of(unit, end))
    left = _LEFT.search(line[unit.start : statement])
    if left is None:
        return None
    names = left.group().split()
    begin = unit.start + left.start()
    while names and not wording.is_name_word(names[0]):
        begin = line.index(names[0], begin) + len(names[0])
        begin += len(line[begin:statement]) - len(line[begin:statement].lstrip())
        names = names[1:]
    if not names or not all(map(_is_inside, names)):
        return None
    return begin, unit.start + left.start() + len(left.group().rstrip())


def shown(text: str) -> str:
    """Return ``text`` as a browser shows it: without markup, entities as characters."""
    plain = _TAGS.sub("", text) if "<" in text else text
    return html.unescape(plain) if "&" in plain and ";" in plain else plain


def cleaned(text: str) -> str:
    """Return the names in ``text`` without addresses, markup and years, in single spaces."""
    text = wording.CONTACT.sub(" ", shown(text))
    text = wording.SIGN.sub(" ", text) if wording.SIGN.search(text) else text
    text = wording.YEARS.sub(" ", text)
    text = wording.RIGHTS.sub(" ", text) or text
    text = " ".join(text.split())
    text = re.sub(r"\s+([,;])", r"\1", text)
    text = re.sub(r"(?:[,;]\s*){2,}", ", ", text)
    return trimmed(text)


def trimmed(text: str) -> str:
    """Return ``text`` without the punctuation around a name."""
    before = None
    while before != text:
        before = text
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
