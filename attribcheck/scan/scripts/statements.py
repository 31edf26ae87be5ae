"""Reads copyright statements that the engine's grammar does not know, in the letters of the file.

A statement begins with a sign or a word of copyright (``words``), or is a sentence that names the
holder. Noise rules, each with the case that needs it:

1. Something beyond ASCII and "©" is in the statement. Everything else is the engine's.
2. A word that begins a statement is followed by no letter: "저작권법" is a law.
3. Behind it stand a year or "(c)", or a colon and a name; behind a bare "(c)" no colon, as in code.
   "All rights reserved" of other languages at the beginning of a line needs a name alone. A bare
   "ⓒ" or "℗" needs a year or "all rights reserved": "ⓐ ⓑ ⓒ" is a list.
4. The holder has a letter, no place for a value ("%s", "{name}"), and does not begin with one of
   the words for nobody in particular ("原作者", the original author); it has at most 80 characters.
   Several words are no name without a capital, where their script has them: "of the translation".
5. A holder in front of "all rights reserved" begins its line and is called an organisation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from attribcheck.scan.scripts import words
from attribcheck.scan.scripts.reading import folded
from attribcheck.scan.scripts.words import Kind


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


_LONGEST = 80  # characters of a name
_FARTHEST = 240  # characters of a statement behind its first word
_NEAR = 24  # characters between a sign with its year and a sentence that goes on with it

_YEAR = r"(?:(?:19|20)\d\d|25[4-9]\d)(?!\d)"
_AGE = r"(?:\s?(?:年|년|гг?\.|р\.))?"
_NOW = r"present|now|至今|현재|現在"
_TO = rf"(?:{_YEAR}|\d\d(?!\d)|{_NOW}|year\b|%[sd])"  # the last two are a place for a year
_SPAN = rf"(?:พ\.ศ\.\s?|năm )?{_YEAR}{_AGE}(?:\s?(?:--|[,\-~至])\s?{_TO}{_AGE})*"
_YEARS = re.compile(_SPAN, re.IGNORECASE)
_LATE = re.compile(rf"[\s,(]+{_SPAN}\W*\Z", re.IGNORECASE)
_EARLY = re.compile(rf"(?<!\w){_SPAN}[\s,]{{0,3}}\Z", re.IGNORECASE)
_INNER = re.compile(rf",\s*{_SPAN}", re.IGNORECASE)
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

# The end of a holder: of a comment, a tag, a string, a sentence, or another statement.
_END = re.compile(
    r"\*+/|--+>|<|>|\"|`|\||(?<!&amp);|。|।|!|\\n|&(?!amp;)[a-z#]+;|\(?https?:|\(?www\.|\s-\s|\s{3,}"
    r"|,(?=\s(?-i:[а-яёіїєґα-ωάέήίόύώ]{2,}\s))|\s?\((?=[^()]*:)|(?<=;)\s?&[\w.]+\.mail;"
    r"|,?\s?all rights reserved|,?\s?licen[cs]ed|SPDX-|[#%{]\}|\.(?=\s+\S|\s*\Z)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&[a-z]\w*\.[\w.]+\Z", re.IGNORECASE)  # that of a person in KDE's manuals
_ABBREVIATED = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]|Inc|Corp|Ltd|Co|LLC|Jr|Sr|Dr|St|No|vs)\Z", re.IGNORECASE
)
_EDGES = " \t,.:-*/#=~·•_|，、：。　"
_PLACE = re.compile(r"\\|→|%[sd(]|\$\{|\{|\}|\[year\]|<year>|YOUR[ _]NAME", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"<[^>]*>?|\([^)]*@[^)]*\)|\S+@\S+")
_IN_BRACKETS = re.compile(rf"\s?\(\s?{_SPAN}\s?\)", re.IGNORECASE)  # "Foo (1999), Bar"
_WORK = re.compile(
    rf"\A\s*(?-i:[a-zäöüß])[^\d,;]{{0,60}}\s{_YEAR}[\s,]+(?=\w)"
)  # "der Übersetzung 2001 "
_LEAD_IN = re.compile(r"[\s#*/;%!\-=+|>\"'<.·•@]*(?:dnl\b|rem\b)?[\s:]*", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"(?:公司|集团|集團|大学|大學|研究院|研究所|实验室|實驗室|团队|團隊|基金会|基金會|协会|工作室|科技"
    r"|주식회사|\(주\)|㈜|재단|연구소|연구원|대학교"
    r"|株式会社|有限会社|財団|研究室|協会|ООО|ОАО|ЗАО|ПАО|ТОВ|АО)\Z"
    r"|^(?:주식회사|\(주\)|㈜|株式会社|有限会社|ООО|ОАО|ЗАО|ПАО|АО|ТОВ|บริษัท|Công ty)"
)


class _Patterns(NamedTuple):
    """What begins a statement, reserves rights, licenses, names nobody, or is a sentence."""

    lead: re.Pattern[str]
    rights: re.Pattern[str]
    licensed: re.Pattern[str]
    nobody: re.Pattern[str]
    sentences: tuple[re.Pattern[str], ...]


def _any(*kinds: Kind) -> str:
    return "|".join(map(re.escape, words.of(*kinds)))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    mark = rf"(?:{_ROUND}|©|{_TAGS}|{_any(Kind.COPYRIGHT, Kind.RIGHTS)})"
    return _Patterns(
        lead=re.compile(rf"{mark}(?:{_BETWEEN}{mark})*", re.IGNORECASE),
        rights=re.compile(_any(Kind.RIGHTS), re.IGNORECASE),
        licensed=re.compile(rf"\s(?:{_any(Kind.LICENSE)})\b", re.IGNORECASE),
        nobody=re.compile(_any(Kind.NOBODY), re.IGNORECASE),
        sentences=tuple(map(_sentence, words.of(Kind.OWNED))),
    )


def _sentence(text: str) -> re.Pattern[str]:
    before, _, after = (re.escape(part.strip()) for part in text.partition("{}"))
    if after:
        name, end = rf"[^,。;!?|<>\"]{{1,{_LONGEST}}}?", rf"\s?{after}"
    else:
        name, end = rf"[^。!?|<>\"]{{1,{_LONGEST}}}", ""
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
        cut = _end(text, start, end)
        inner = _INNER.search(text, start, cut)
        names = _names(line, text, start, inner.start() if inner else cut)
        if names:
            last = match.end() if cut == end else cut
            yield Found(match.start(), line[match.start() : last].rstrip(_EDGES), names)


def _after(mark: re.Match[str], stop: int, line: str, text: str) -> Found | None:
    """Return the statement that begins with a mark and ends before ``stop``."""
    begin = mark.end()
    strong = _is_rights(mark.group())
    if begin < len(text) and _LETTER.match(text[begin]) and not strong:
        return None  # rule 2
    at = _skipped(_GAP, text, _skipped(_ON, text, begin, stop), stop)
    years = _YEARS.match(text, at, stop)
    first = _skipped(_THEN, text, years.end(), stop) if years else at
    last = end = _end(text, first, stop)
    if late := _LATE.search(text[first:end]):
        last = first + late.start()
        end = first + late.end()
    names = _names(line, text, first, last)
    if not names:
        return None
    early = _EARLY.search(text, max(0, mark.start() - _NEAR), mark.start())
    dated = years is not None or late is not None or early is not None
    signed = _SIGNED.search(line[mark.start() : begin]) is not None
    reserved = _RESERVED.match(text, end) is not None
    colon = ":" in text[begin:at]
    if colon and not dated and _BARE.fullmatch(mark.group().strip()):
        return None  # rule 3: "def f(c):  # ..." is code
    circled = text[mark.start() : begin].strip() == "©" and not signed
    if not (dated or (reserved and not colon) or (not circled and (signed or colon))) and not (
        strong and _begins_line(mark.start(), text)
    ):
        return None  # rule 3
    start = early.start() if early else mark.start()
    written = line[start:end].rstrip(_EDGES.replace(".", ""))
    if written.endswith(".") and not _ABBREVIATED.search(written[:-1]):
        written = written[:-1]
    if written.count(")") > written.count("("):
        written = written.rstrip(")")
    if written[-1:] in "'\"" and written.count(written[-1]) == 1:
        written = written[:-1]
    return None if written.replace("©", "").isascii() else Found(start, written, names)  # rule 1


def _before(mark: re.Match[str], line: str, text: str) -> Found | None:
    """Return a statement whose holder stands in front of "all rights reserved" (rule 5)."""
    if not _is_rights(mark.group()):
        return None
    opening = _LEAD_IN.match(text)
    start = opening.end() if opening else 0
    if not 0 < mark.start() - start <= _LONGEST:
        return None
    if _patterns().lead.search(text, start, mark.start()):
        return None  # that statement has its own holder
    names = _names(line, text, start, mark.start())
    if not names or not is_organisation(names[-1]):
        return None
    return Found(start, line[start : mark.end()].strip(), names)


def is_organisation(name: str) -> bool:
    """Whether a name is called an organisation in its script."""
    return _ORGANISATION.search(folded(name)) is not None


def _is_rights(word: str) -> bool:
    return _patterns().rights.search(word) is not None


def _begins_line(at: int, text: str) -> bool:
    opening = _LEAD_IN.match(text)
    return opening is not None and opening.end() == at


def _skipped(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    match = pattern.match(text, at, stop)
    return match.end() if match else at


def _end(text: str, start: int, stop: int) -> int:
    """Return where a holder that begins at ``start`` ends, before ``stop``."""
    for pattern in (_patterns().rights, _patterns().licensed):
        other = pattern.search(text, start, stop)
        stop = other.start() if other else stop
    for match in _END.finditer(text, start, stop):
        if match.group() == "." and _ABBREVIATED.search(text[start : match.start()]):
            continue
        if match.group() == ";" and _ENTITY.search(text, start, match.start()):
            return match.end()
        return match.start()
    return stop


def _names(line: str, text: str, start: int, stop: int) -> tuple[str, ...]:
    """Return the holders in a part of a line; empty when it names nobody (rule 4)."""
    found = []
    at = start
    for part in re.split(r"(?<=[^\x00-\x7f]),", text[start:stop]):
        name = _ADDRESS.sub(" ", _IN_BRACKETS.sub("", line[at : at + len(part)]))
        name = _WORK.sub("", name)
        name = _trimmed(name.replace("&amp;", "&"))
        at += len(part) + 1
        if not name or len(name) > _LONGEST or not _LETTER.search(name) or _PLACE.search(name):
            continue
        plain = folded(name)
        if " " in name and all(map(str.islower, filter(str.isalpha, name))):
            continue
        if not _patterns().nobody.match(plain) and not _patterns().rights.match(plain):
            found.append(name)
    return tuple(found)


def _trimmed(name: str) -> str:
    name = " ".join(name.split()).strip(_EDGES.replace(".", "") + "\"'")
    # A bracket that closes nothing is no part of a name; that of "네이버(주)" is.
    while name and name[-1] in ")]）" and not re.search(r"[(\[（]", name):
        name = name[:-1].rstrip()
    name = name.rstrip("([（ ")
    if name.startswith("«") and (
        name.count("«") > name.count("»") or name.find("»") == len(name) - 1
    ):
        name = name.removeprefix("«")
    if name.endswith("»") and name.count("»") > name.count("«"):
        name = name.removesuffix("»")
    if name.endswith(".") and not _ABBREVIATED.search(name[:-1]):
        name = name[:-1]
    return name.strip(" ,，、")
