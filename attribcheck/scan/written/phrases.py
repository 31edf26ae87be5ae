"""Reads on behind a name: the words that the engine left of it, and the names that follow."""

from __future__ import annotations

import re

from attribcheck.scan.written import wording
from attribcheck.scan.written.ending import Unit

_MOST_WORDS = 10
_MOST_OF_PROJECT = 2  # words of its name
TEX = re.compile(
    r"\{?\\(?:[\"'`^~=.]\s?|[cvuHkr](?=[{ ])\s?)(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])\}?"
    r"|\\(?:ss|[lL]|[oO]|ae|AE|aa|AA)(?![A-Za-z])(?:\{\}|\s)?"
)
"""A letter with an accent as TeX writes it: ``\\'n``, ``{\\"o}``, ``\\v{s}``, ``\\l``."""

_TOKEN = re.compile(
    rf"\s*((?:{TEX.pattern}|[^\s,;<>()\[\]{{}}|\"\u3001\uff0c\uff1b\u3002\uff08\uff09])+)"
)
_STOPS = (
    *(wording.SIGN, wording.YEARS, wording.CONTACT, wording.RIGHTS),
    *(wording.DATE, wording.LICENSED),
)
_LOWER = re.compile(r"[\w.-]+")
_GAP = re.compile(r"[\s.]*")
_NICKNAME = re.compile(
    r"[ \t](?:\([\w.\-/ ]{1,30}\)|\[[\w.\- ]{1,30}\])"
    r"(?=\s*[,.]?\s*(?:<[^<>]*>\s*,?\s*)?(?:\Z|all\s+rights))",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\s\([A-Z]{2,8}\)(?=\s+[^\W\d_a-z])")  # "Institute for Bar (IFB) Kassel"
LEGAL_TAIL = re.compile(r"\.\s?z\s?o\.\s?o\.?|\.\s?r\.\s?o\.?", re.IGNORECASE)
"""What follows the first word of "Sp. z o.o." and "s. r. o."."""

_AND = frozenset(("&", "and", "und", "et"))


def end_of(unit: Unit, end: int) -> int:
    """Return where the names really end whose known part ends at ``end``."""
    end = _same_name(unit, end)
    comma = license_clause(unit, end)
    if comma is not None:
        unit = unit._replace(end=max(end, comma))
    while (further := _next_name(unit, end)) is not None:
        end = further
    if unit.line[end : end + 1] == "." and end < unit.end:
        end += wording.keeps_dot(unit.line[max(0, end - 12) : end])
    return _with_nickname(unit, end)


def license_clause(unit: Unit, start: int) -> int | None:
    """Return the comma before a clause in another script that names a licence, or None.

    "株式会社サンプル、Fooライセンスの下で公開"; the engine takes the clause for a second holder.

    Args:
        unit: The unit.
        start: The index at which the names before the comma begin.
    """
    line = unit.line
    if line.isascii() or not wording.COMMA.search(line, start, unit.end):
        return None
    # lazy: few lines
    from attribcheck.scan.scripts.licenses import clause_in
    from attribcheck.scan.scripts.reading import folded

    comma = clause_in(folded(line), start, unit.end)
    return None if comma is None else start + len(line[start:comma].rstrip())


def _with_nickname(unit: Unit, end: int) -> int:
    """Return the end of a name with the one in brackets behind it: "Dana Example (dex) <...>"."""
    match = _NICKNAME.match(unit.line[: unit.end], end)
    if match is None or any(map(wording.is_stop, match.group().split())):
        return end
    return match.end()


def _token(unit: Unit, at: int) -> re.Match[str] | None:
    """Return the next word of a name, or None where a name ends."""
    match = _TOKEN.match(unit.line, at, unit.end)
    if match is None or not re.search(r"\w", match[1]):
        return None
    place = match.start(1)
    return None if any(stop.match(unit.line, place) for stop in _STOPS) else match


def _same_name(unit: Unit, end: int) -> int:
    """Return the end of the name of which the engine left the last words."""
    line = unit.line
    if tail := LEGAL_TAIL.match(line, end, unit.end) or _ACRONYM.match(line, end, unit.end):
        end = tail.end()
    if not _may_go_on(unit, end):
        return end
    at, last, count = end + (line[end : end + 1] == "."), end, 0  # behind an initial
    while at < unit.end and count < _MOST_WORDS:
        match = _token(unit, at)
        if match is None:
            break
        word, at, count = match[1], match.end(), count + 1
        if word.lower() in wording.JOINERS - _AND:
            continue  # a part only when another word follows
        if not wording.is_name_word(word) and (count == 1 or not is_generic([word])):
            break
        last = _without_dot(line, match.start(1), at)
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
        follows = line[end + 1 : end + 3]
        return bool(initial) and follows[:1] == " " and follows[1:].isalpha()
    return following == " "


def _without_dot(line: str, start: int, end: int) -> int:
    """Return the end of a word without a full stop that ends the sentence."""
    word = line[start:end]
    if not word.endswith((".", ":", "!", "?")):
        return end
    plain = word.rstrip(".:!?")
    return end if wording.keeps_dot(plain) else start + len(plain)


def _next_name(unit: Unit, end: int) -> int | None:
    """Return the end of the next name behind a separator, or None."""
    line = unit.line
    at = end
    while gap := _GAP.match(line, at, unit.end):
        found = wording.CONTACT.match(line, gap.end(), unit.end)
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
        while at < unit.end and line[at] in " ,":
            at += 1
    return phrase_end(unit, at, separator.group())


def phrase_end(unit: Unit, at: int, separator: str = "") -> int | None:
    """Return the end of the phrase at ``at`` if it is a name, or others without a name.

    Args:
        unit: The unit.
        at: The index of its first character.
        separator: What stands before it.
    """
    words, last = _phrase(unit, at)
    if not words or is_generic(words):
        return last if words else None
    if separator and _are_others(words):
        return last
    if any(map(wording.is_stop, words)):
        return None
    inner = [word for word in words if word.lower() not in wording.JOINERS]
    if inner and wording.is_name_word(inner[0]):
        return last if all(map(_is_part, inner)) else None  # else a sentence
    # Words in lower case are a name where nothing else follows: up to three behind "&".
    is_last = not re.search(r"\w", unit.line[last : unit.end])
    most = 3 if re.search(r"[&/+]|and|und", separator) else 1 if separator else 0
    is_short = len(words) <= most and inner == words and all(map(_LOWER.fullmatch, words))
    return last if is_last and is_short else None


def _phrase(unit: Unit, at: int) -> tuple[list[str], int]:
    """Return the words up to the next separator or the end of the sentence, and their end."""
    line = unit.line
    words: list[str] = []
    last = at
    while at < unit.end and len(words) <= _MOST_WORDS:
        if words and wording.SEPARATOR.match(line, at, unit.end):
            break
        match = _token(unit, at)
        if match is None or (words and match.start(1) == at):
            break
        at = match.end()
        last = _without_dot(line, match.start(1), at)
        words.append(line[match.start(1) : last])
        if last < at:
            break
    return words, last


def _is_part(word: str) -> bool:
    return wording.is_name_word(word) or word.lower().strip(".,'") in wording.GENERIC


def _are_others(words: list[str]) -> bool:
    """Whether words are the people of a project: "the foo contributors"."""
    known = [word for word in words[:-1] if word.lower() != "the"]
    return (
        words[-1].lower() in ("contributors", "developers", "team", "community")
        and len(known) <= _MOST_OF_PROJECT
        and not any(map(wording.is_stop, known))
        and all(map(_LOWER.fullmatch, known))
    )


def is_generic(words: list[str]) -> bool:
    """Whether words stand for others without a name: "and contributors"."""
    plain = [word.lower().strip(".,'") for word in words]
    return all(word in wording.GENERIC or word in ("of", "by") for word in plain)
