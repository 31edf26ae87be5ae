"""Reads copyright statements that the engine's grammar does not know, in the letters of the file.

A statement begins with a sign or a word of copyright (``words``), or is a sentence that names the
holder. Noise rules, each with the case that needs it:

1. Something beyond ASCII and "©" is in the statement, or a word of the table that is not English.
   Everything else is the engine's.
2. A word that begins a statement is followed by no letter: "저작권법" is a law.
3. Behind it stand a year or "(c)", or a colon and a name; behind a bare "(c)" no colon, as in code.
   "All rights reserved" of other languages at the beginning of a line needs a name alone. A bare
   "ⓒ" or "℗" needs a year or "all rights reserved": "ⓐ ⓑ ⓒ" is a list.
4. The holder has a letter, no place for a value ("%s", "{name}"), and does not begin with one of
   the words for nobody in particular ("原作者", the original author); it has at most 80 characters.
   Several words are no name without a capital, where their script has them: "of the translation".
5. A holder in front of "all rights reserved" begins its line and is called an organisation.
6. Behind a word of a European language, without a year or a sign, stand a colon and names alone, or
   an organisation: in "Urheberrecht: Fragen und Antworten" nobody is named. A name has a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from attribcheck.scan.scripts import words
from attribcheck.scan.scripts.names import (
    EDGES,
    LONGEST,
    SPAN,
    any_of,
    end_of,
    is_organisation,
    names_in,
    pattern_of,
    without_stop,
)
from attribcheck.scan.scripts.reading import folded
from attribcheck.scan.scripts.words import Kind
from attribcheck.scan.written.lists import is_all_names


class Found(NamedTuple):
    """A statement in one line.

    Attributes:
        start: The number of characters before it.
        text: The statement as it is written.
        holders: Its holders as they are written.
    """

    start: int
    text: str
    holders: tuple[str, ...]


_FARTHEST = 240  # characters of a statement behind its first word
_NEAR = 24  # characters between a sign with its year and a sentence that goes on with it

_YEARS = re.compile(SPAN, re.IGNORECASE)
_LATE = re.compile(rf"[\s,(]+{SPAN}\W*\Z", re.IGNORECASE)
_BEHIND_PAGE = re.compile(rf"\s?\(?(?:https?:|www\.)[^\s()]+\)?,?\s{SPAN}", re.IGNORECASE)
_EARLY = re.compile(rf"(?<!\w){SPAN}[\s,]{{0,3}}\Z", re.IGNORECASE)
_INNER = re.compile(rf",\s*{SPAN}", re.IGNORECASE)
_BY = r"(?:(?:by|ของ|của)\b:?(?=\s))?"
_ON = re.compile(r"(?:\s+на\s+\w{3,20}){1,2}(?=\s+\d{4}|\s?:)", re.IGNORECASE)  # "на программу"
_GAP = re.compile(rf"[\s:,.\-|]{{0,4}}{_BY}\s{{0,3}}", re.IGNORECASE)
_THEN = re.compile(rf"[\s:,.\-|]{{0,4}}{_BY}\s{{0,3}}", re.IGNORECASE)
_BETWEEN = r"[\s:,.|/\-]{0,4}"
_ROUND = r"(?:\(\s?[cс]\s?\)|\\\(co(?=\s)|\\\[co\])"  # also Cyrillic, and groff's
# The brackets around one letter keep the engine from finding notices in this file.
_TAGS = r"SPDX-FileCop[y]rightText|SPDX-SnippetCop[y]rightText|Cop[y]rights?|Cop[r]\."
_SIGNED = re.compile(rf"{_ROUND}|©", re.IGNORECASE)
_BARE = re.compile(_ROUND, re.IGNORECASE)
_RESERVED = re.compile(r"\W*all rights reserved", re.IGNORECASE)

_LEAD_IN = re.compile(r"[\s#*/;%!\-=+|>\"'<.·•@]*(?:dnl\b|rem\b)?[\s:]*", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:der|die|das|den|dem|des|la|le|les|el|los|las|il|lo|gli|de)\s+|l'")


class _Patterns(NamedTuple):
    """What begins a statement, the words of European languages among it, and sentences."""

    lead: re.Pattern[str]
    european: re.Pattern[str]
    sentences: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    begin = [word for word in words.WORDS if word.kind in (Kind.COPYRIGHT, Kind.RIGHTS)]
    latin = any_of(word for word in begin if word.is_european)
    european = rf"(?<![^\W\d_])(?:{latin})(?![^\W\d_])"
    mark = rf"(?:{_ROUND}|©|{_TAGS}|{any_of(w for w in begin if not w.is_european)}|{european})"
    return _Patterns(
        lead=re.compile(rf"{mark}(?:{_BETWEEN}{mark})*", re.IGNORECASE),
        european=re.compile(european, re.IGNORECASE),
        sentences=tuple(map(_sentence, words.of(Kind.OWNED))),
    )


def _sentence(text: str) -> re.Pattern[str]:
    before, _, after = (re.escape(part.strip()) for part in text.partition("{}"))
    if after:
        name, end = rf"[^,。;!?|<>\"]{{1,{LONGEST}}}?", rf"\s?{after}"
    else:
        name, end = rf"[^。!?|<>\"]{{1,{LONGEST}}}", ""
    return re.compile(rf"{before}[\s:,]{{0,2}}(?P<name>{name}){end}", re.IGNORECASE)


def statements(line: str) -> list[Found]:
    """Return the statements of a line that the engine's grammar does not know, in order."""
    text = folded(line)
    if "«" in line:  # a part of names: ООО «Пример»
        text = "".join(a if a in "«»" else b for a, b in zip(line, text, strict=True))
    owned = [one for pattern in _patterns().sentences for one in _owned(pattern, line, text)]
    inside = {at for one in owned for at in range(one.start, one.start + len(one.text))}
    marks = [mark for mark in _patterns().lead.finditer(text) if mark.start() not in inside]
    stops = sorted([*(m.start() for m in marks), *(one.start for one in owned), len(text)])
    found = []
    unnamed: dict[int, int] = {}
    for mark in marks:
        stop = stops[bisect_left(stops, mark.end())]
        one = _after(mark, min(stop, mark.end() + _FARTHEST), line, text) or _before(
            mark, line, text
        )
        if one is not None:
            found.append(one)
        else:
            unnamed[mark.end()] = mark.start()
    return sorted(found + [_extended(one, unnamed, line) for one in owned])


def _extended(sentence: Found, unnamed: Mapping[int, int], line: str) -> Found:
    """Return a sentence with the sign and the year in front of it that it goes on with.

    Args:
        sentence: The sentence.
        unnamed: The start of each mark that names nobody, by its end.
        line: Its line.
    """
    ends = range(sentence.start, sentence.start - _NEAR, -1)
    start = next((unnamed[end] for end in ends if end in unnamed), sentence.start)
    return Found(start, line[start : sentence.start + len(sentence.text)], sentence.holders)


def _owned(pattern: re.Pattern[str], line: str, text: str) -> Iterator[Found]:
    for match in pattern.finditer(text):
        start, end = match.span("name")
        cut = end_of(text, start, end)
        inner = _INNER.search(text, start, cut)
        article = _ARTICLE.match(text, start, cut)
        start = article.end() if article else start
        found = names_in(line, text, start, inner.start() if inner else cut)
        if found:
            last = match.end() if cut == end else cut
            yield Found(match.start(), line[match.start() : last].rstrip(EDGES), found)


def _after(mark: re.Match[str], stop: int, line: str, text: str) -> Found | None:
    """Return the statement that begins with a mark and ends before ``stop``."""
    begin = mark.end()
    strong = _is_rights(mark.group())
    if begin < len(text) and text[begin].isalpha() and not strong:
        return None  # rule 2
    at = _skipped(_GAP, text, _skipped(_ON, text, begin, stop), stop)
    years = _YEARS.match(text, at, stop)
    first = _skipped(_THEN, text, years.end(), stop) if years else at
    last = end = end_of(text, first, stop)
    if late := _LATE.search(text[first:end]):
        last = first + late.start()
        end = first + late.end()
    elif late := _BEHIND_PAGE.match(text, end, stop):
        end = late.end()
    found = names_in(line, text, first, last)
    if not found:
        return None
    early = _EARLY.search(text, max(0, mark.start() - _NEAR), mark.start())
    dated = years is not None or late is not None or early is not None
    signed = _SIGNED.search(line[mark.start() : begin]) is not None
    reserved = _RESERVED.match(text, end) is not None
    colon = ":" in text[begin:at]
    if colon and not dated and _BARE.fullmatch(mark.group().strip()):
        return None  # rule 3: "def f(c):  # ..." is code
    circled = text[mark.start() : begin].strip() == "©" and not signed
    european = _patterns().european.search(mark.group()) is not None
    if european:
        sure = dated or signed or is_organisation(found[0]) or (colon and is_all_names(found[0]))
        if not sure or not any(map(str.isupper, found[0])):
            return None  # rule 6
    elif not (dated or (reserved and not colon) or (not circled and (signed or colon))) and not (
        strong and _begins_line(mark.start(), text)
    ):
        return None  # rule 3
    start = early.start() if early else mark.start()
    written = _quoted(line[start:end])
    if written.replace("©", "").isascii() and not european:
        return None  # rule 1
    return Found(start, written, found)


def _quoted(text: str) -> str:
    """Return a statement without what surrounds it: punctuation, a bracket or a quote."""
    written = without_stop(text.rstrip(EDGES.replace(".", "")))
    if written.count(")") > written.count("("):
        written = written.rstrip(")")
    if written[-1:] in "'\"" and written.count(written[-1]) == 1:
        written = written[:-1]
    return written


def _before(mark: re.Match[str], line: str, text: str) -> Found | None:
    """Return a statement whose holder stands in front of "all rights reserved" (rule 5)."""
    if not _is_rights(mark.group()):
        return None
    opening = _LEAD_IN.match(text)
    start = opening.end() if opening else 0
    if not 0 < mark.start() - start <= LONGEST:
        return None
    if _patterns().lead.search(text, start, mark.start()):
        return None  # that statement has its own holder
    found = names_in(line, text, start, mark.start())
    if not found or not is_organisation(found[-1]):
        return None
    return Found(start, line[start : mark.end()].strip(), found)


def _is_rights(word: str) -> bool:
    return pattern_of(Kind.RIGHTS).search(word) is not None


def _begins_line(at: int, text: str) -> bool:
    opening = _LEAD_IN.match(text)
    return opening is not None and opening.end() == at


def _skipped(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    match = pattern.match(text, at, stop)
    return match.end() if match else at
