"""Reads the holders in a part of a line; rule 4 of ``statements``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from attribcheck.notices import holders
from attribcheck.scan.scripts import licenses, words
from attribcheck.scan.scripts.reading import folded
from attribcheck.scan.scripts.words import Kind
from attribcheck.scan.written import addresses, phrases, wording

LONGEST = 80
"""The number of characters of a name."""

YEAR = r"(?:(?:19|20)\d\d|25[4-9]\d)(?!\d)"
_AGE = r"(?:\s?(?:年|년|гг?\.|р\.))?"
_NOW = r"present|now|至今|현재|現在"
_TO = rf"(?:{YEAR}|\d\d(?!\d)|{_NOW}|year\b|%[sd])"  # the last two are a place for a year
SPAN = rf"(?:พ\.ศ\.\s?|năm )?{YEAR}{_AGE}(?:\s?(?:--|[,\-~至])\s?{_TO}{_AGE}|\s{YEAR}{_AGE})*"
"""A pattern for years, to be used without regard to case."""

EDGES = " \t,.:-*/#=~·•_|，、：。　"
"""What is around a name."""

# The end of a holder: of a comment, a tag, a string, a sentence, or another statement.
_END = addresses.OrAddress(
    r"\*+/|--+>|<|>|\"|`|\||(?<!&amp);|。|।|!|\\n|&(?!amp;)[a-z#]+;|\(?https?:|\(?www\.|\s-\s|\s{3,}"
    r"|,(?=\s(?-i:[а-яёіїєґα-ωάέήίόύώ]{2,}\s))|\s?\((?=[^()]*:)|(?<=;)\s?&[\w.]+\.mail;"
    r"|,?\s(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s{1,3}\w{1,9}\s{1,3}\d"
    r"|,?\s?all rights reserved|,?\s?licen[cs]ed|SPDX-|[#%{]\}"
    r"|\.(?=\s+\S|\s*\Z)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[()]")
_ENTITY = re.compile(r"&[a-z]\w*\.[\w.]+\Z", re.IGNORECASE)  # that of a person in KDE's manuals
_PLACE = re.compile(r"\\|→|%[sd(]|\$\{|\{|\}|\[year\]|<year>|YOUR[ _]NAME", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"<[^>]*>?|\([^)]*@[^)]*\)|\S+@\S+")
_IN_BRACKETS = re.compile(rf"\s?\(\s?{SPAN}\s?\)", re.IGNORECASE)  # "Foo (1999), Bar"
_WORK = re.compile(
    rf"\A\s*(?-i:[a-zäöüß])[^\d,;]{{0,60}}\s{YEAR}[\s,]+(?=\w)"
)  # "der Übersetzung 2001 "
_ORGANISATION = re.compile(
    r"(?:公司|集团|集團|大学|大學|研究院|研究所|实验室|實驗室|团队|團隊|基金会|基金會|协会|工作室|科技"
    r"|주식회사|\(주\)|㈜|재단|연구소|연구원|대학교"
    r"|株式会社|有限会社|財団|研究室|協会|ООО|ОАО|ЗАО|ПАО|ТОВ|АО)\Z"
    r"|^(?:주식회사|\(주\)|㈜|株式会社|有限会社|ООО|ОАО|ЗАО|ПАО|АО|ТОВ|บริษัท|Công ty)"
    r"|\b(?:Universi|Uniwersytet|Politechnika|Hochschule|Institut|Instytut|Stiftung|Fundacja"
    r"|Fundaci[óo]n|Fundação|Fondation|Ministerstwo|Minist[eéè]r)"
)


def any_of(asked: Iterable[words.Word]) -> str:
    """Return a pattern for the words of some rows, the longest first."""
    texts = sorted({word.text for word in asked}, key=lambda text: (-len(text), text))
    return "|".join(map(re.escape, texts))


@lru_cache(maxsize=8)
def pattern_of(kind: Kind, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return the pattern for the words of a kind, between two other patterns."""
    found = any_of(word for word in words.WORDS if word.kind is kind)
    return re.compile(rf"{before}(?:{found}){after}", re.IGNORECASE)


def is_organisation(name: str) -> bool:
    """Whether a name is called an organisation in its script, or ends in a legal form."""
    return _ORGANISATION.search(folded(name)) is not None or holders.has_legal_form(name)


def end_of(text: str, start: int, stop: int) -> int:
    """Return where a holder that begins at ``start`` ends, before ``stop``."""
    whole = stop
    for pattern in (pattern_of(Kind.RIGHTS), pattern_of(Kind.LICENSE, r"\s", r"\b")):
        other = pattern.search(text, start, stop)
        stop = other.start() if other else stop
    stop = _closed(text, start, _before_license(text, start, stop, whole))
    for match in _END.finditer(text, start, stop):
        if match.group() == "." and wording.keeps_dot(text[start : match.start()]):
            continue
        if match.group() == "." and (form := phrases.LEGAL_TAIL.match(text, match.start(), stop)):
            return form.end()
        if match.group() == ";" and _ENTITY.search(text, start, match.start()):
            return match.end()
        return match.start()
    return stop


def _before_license(text: str, start: int, stop: int, whole: int) -> int:
    """Return the comma before ``stop`` behind which the text names a licence, or ``stop``."""
    comma = licenses.clause_in(text, start, whole)
    return stop if comma is None else min(comma, stop)


def _closed(text: str, start: int, stop: int) -> int:
    """Return the bracket before ``stop`` that closes one in front of ``start``, or ``stop``."""
    opened = 0
    if text.count("(", 0, start) <= text.count(")", 0, start):
        return stop
    for match in _BRACKET.finditer(text, start, stop):
        opened += 1 if match.group() == "(" else -1
        if opened < 0:
            return match.start()
    return stop


def names_in(line: str, text: str, start: int, stop: int) -> tuple[str, ...]:
    """Return the holders in a part of a line; empty when it names nobody.

    Args:
        line: The line.
        text: The line, folded.
        start: The index of the first character of the part.
        stop: The index behind its last one.
    """
    found = []
    at = start
    for part in re.split(r"(?<=[^\x00-\x7f]),", text[start:stop]):
        name = _ADDRESS.sub(" ", _IN_BRACKETS.sub("", line[at : at + len(part)]))
        name = _WORK.sub("", name)
        name = _trimmed(name.replace("&amp;", "&"))
        at += len(part) + 1
        if not name or len(name) > LONGEST or not _LETTER.search(name) or _PLACE.search(name):
            continue
        plain = folded(name)
        if " " in name and all(map(str.islower, filter(str.isalpha, name))):
            continue
        if not any(pattern_of(kind).match(plain) for kind in (Kind.NOBODY, Kind.RIGHTS)):
            found.append(name)
    return tuple(found)


def without_stop(text: str) -> str:
    """Return ``text`` without the full stop of its sentence, which is not that of a name."""
    return text[:-1] if text.endswith(".") and not wording.keeps_dot(text[:-1]) else text


def _trimmed(name: str) -> str:
    name = " ".join(name.split()).strip(EDGES.replace(".", "") + "\"'")
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
    return without_stop(name).strip(" ,，、")
