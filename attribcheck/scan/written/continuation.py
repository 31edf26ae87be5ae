"""Follows a statement over its lines, and reads the names in each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attribcheck.scan.written import addresses, ending, lists, names, phrases, wording
from attribcheck.scan.written.ending import Unit
from attribcheck.scan.written.letters import Word

_CONNECTED = re.compile(
    r"(?:[,&/，、]|\b(?:and|by|of|for|the|und|et|oraz|и)|\(c\)|[©ⓒ]|copyright:?|\d{4}[,.:]?|\d{4}-present"
    r"|following(?:\s+authors)?:?)\s*\Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:and|&|et|und|oraz|и|with)\s", re.IGNORECASE)
_RESERVED_NAME = re.compile(r"with\s+(?:the\s+)?(?:reserved|no\s+reserved)\b", re.IGNORECASE)
_TAIL = re.compile(r"[\s.,;:\-\u2013|、，。()<>\"'*/]+")
_YEARS = re.compile(rf"(?:(?:{wording.YEARS.pattern})[\s,.:-]*)+", re.IGNORECASE)
_REMARK = re.compile(r"\([^()]{1,60}\)")
_MOST_WORDS = 16
_INDENT = 2  # columns of a list below its statement
_AROUND = 3  # lines
_INDENTED = 4  # characters by which a name stands below the names and not below the statement


class Lines(NamedTuple):
    """The lines of a statement.

    Attributes:
        lines: Those that the engine read.
        below: Some that follow.
    """

    lines: Sequence[str]
    below: Sequence[str] = ()


class Part(NamedTuple):
    """The names in one line: a range of it, and the index of the line.

    An entry of a list does not go on with the name above it.
    """

    unit: Unit
    start: int
    end: int
    line: int = 0
    is_entry: bool = False


def parts_of(
    read: Lines, unit: Unit, start: int, known: Iterable[Word], found: Iterable[Word]
) -> list[Part]:
    """Return the ranges of the names, by line.

    Args:
        read: The lines.
        unit: The unit of the statement in the first one.
        start: The index at which it begins there.
        known: The words of the engine's holders.
        found: All words of the engine's statement.
    """
    known_in, found_in = _by_line(known), _by_line(found)
    parts: list[Part] = []
    current = unit
    column = lists.column(unit.line, start)
    every = (*read.lines, *read.below)
    for number, line in enumerate(every):
        listed = False
        if not number:
            further: Unit | None = unit
        elif _is_gap(parts, current, every[number - 1 : number + 2]):
            continue
        else:
            inside = [] if number >= len(read.lines) else found_in.get(number, [])
            further = _continued(parts, current, line, inside) if number < len(read.lines) else None
            if further is None:
                further = _listed(parts, current, line, column)
                listed = further is not None and wording.CONTACT.search(further.text) is not None
        if further is None:
            break
        current = further
        inside = [
            word
            for word in known_in.get(number, [])
            if current.start <= word.start and word.end <= current.end
        ]
        part = _names_in(current, start if number == 0 else current.start, inside)
        if part is not None:
            entry = listed or _is_next_entry(parts, part._replace(line=number))
            parts.append(part._replace(line=number, is_entry=entry))
        elif number and not _is_years(current.text.strip()):
            break
    return parts[1:] if len(parts) > 1 and _is_work(parts[0], parts[1]) else parts


def _is_next_entry(parts: Sequence[Part], part: Part) -> bool:
    """Whether a line is the next full name of a list below a statement that names nobody."""
    above = parts[-1] if parts else None
    return (
        above is not None
        and parts[0].line > 0
        and above.line == part.line - 1
        and above.unit.start == part.unit.start
        and above.unit.text.rstrip()[-1:] not in ("&", "-")
        and lists.is_all_names(above.unit.text)
        and lists.is_all_names(part.unit.text)
    )


def _is_work(part: Part, below: Part) -> bool:
    """Whether a part is the work and not a holder: "of the translation" above the translators."""
    words_ = part.unit.line[part.start : part.end].split()
    return (
        len(words_) > 1
        and below.line == part.line + 1
        and all(word.islower() for word in words_)
        and lists.is_all_names(below.unit.text)
    )


def _by_line(found: Iterable[Word]) -> dict[int, list[Word]]:
    by_line: dict[int, list[Word]] = {}
    for word in found:
        by_line.setdefault(word.line, []).append(word)
    return by_line


def _listed(parts: Sequence[Part], before: Unit, line: str, column: int) -> Unit | None:
    """Return the unit of a line that the engine did not read if it goes on with a list.

    That is a year and a name, and nothing else but an address; or names alone, each with an
    address, below and to the right of the statement; or names alone behind a comma, or below a
    statement that names nobody yet.

    Args:
        parts: The names in the lines above.
        before: The unit of the last of them.
        line: The next line.
        column: The column at which the statement begins.
    """
    unit = ending.continues(before, line)
    if unit is None or wording.SIGN.search(unit.text):
        return None
    if _YEARS.match(unit.text):
        found = names.read(unit, unit.start) if parts else None
        if found is None:
            return None
        rest = _REMARK.sub("", wording.CONTACT.sub("", unit.line[found[1] : unit.end]))
        return unit if not _TAIL.sub("", wording.RIGHTS.sub("", rest)) else None
    is_hanging = lists.column(line, unit.start) >= column + _INDENT
    is_open = before.text.rstrip().endswith(",")
    if not (is_hanging or is_open) or not lists.is_all_names(unit.text):
        return None
    has_address = wording.CONTACT.search(unit.text) is not None
    # Another line of a list below a statement that names nobody itself.
    is_next = bool(parts) and parts[0].line > 0 and unit.start == parts[-1].unit.start
    return unit if is_open or not parts or is_next or (is_hanging and has_address) else None


def _is_gap(parts: Sequence[Part], before: Unit, around: Sequence[str]) -> bool:
    """Whether a blank line divides a list of names: behind its years, or behind a comma.

    Args:
        parts: The names in the lines above.
        before: The unit of the last of them.
        around: The line above, the line, and the one below.
    """
    if len(around) < _AROUND or not around[0].strip() or around[1].strip() or not around[2].strip():
        return False
    years = _YEARS.search(before.text)
    is_dated = not parts and years is not None and years.end() == len(before.text.rstrip())
    return is_dated or (bool(parts) and before.text.rstrip().endswith(","))


def _names_in(unit: Unit, start: int, inside: Sequence[Word]) -> Part | None:
    """Return the names in a unit, of which the engine found the words ``inside``."""
    if not inside:
        found = names.read(unit, start)
        return Part(unit, *found) if found else None
    first, last = inside[0].start, inside[-1].end
    for pattern in (wording.SIGN, wording.YEARS):
        for other in pattern.finditer(unit.line, min(start, first), last):
            # Of "2010-YEAR" and groff's "\\[co]", the engine takes the last word for a name.
            if other.start() <= first < other.end() < last:
                first = other.end()
                first += len(unit.line[first:last]) - len(unit.line[first:last].lstrip(" .,:"))
    begin, end = names.around(unit, first, last)
    begin = names.begin_of(unit, begin, min(start, begin))
    return Part(unit, begin, names.balanced(unit, begin, phrases.end_of(unit, end)))


def _continued(
    parts: Sequence[Part],
    before: Unit,
    line: str,
    found: Sequence[Word],
) -> Unit | None:
    """Return the unit of the next line if it continues the statement, else None.

    Args:
        parts: The names in the lines above.
        before: The unit of the last of them.
        line: The next line.
        found: The engine's words in it.
    """
    unit = ending.continues(before, line)
    if unit is None or _only_reserves_rights(unit.text) or addresses.begins(unit.text):
        return None
    mine = [word for word in found if word.end <= unit.end and not word.in_address]
    if wording.SIGN.match(unit.text):
        return unit if name_words(mine) else None  # the engine joins statements of several lines
    years = _YEARS.match(unit.text)
    words_ = unit.text[years.end() if years else 0 :].split()
    if years and mine and len(words_) <= _MOST_WORDS and (name_words(mine) or not words_):
        return unit  # the next line of a list of years and names
    open_ended = _CONNECTED.search(before.text.rstrip()) is not None
    if not words_:
        return unit if open_ended else None
    if not _may_end_in(parts, before) and not open_ended:
        in_list = mine and wording.CONTACT.search(unit.text) and not _went_on(parts, before)
        return unit if in_list and _is_consumed(unit, mine) else None
    if _BEGINS.match(unit.text):
        return None if _RESERVED_NAME.match(unit.text) else unit
    head = words_[0]
    is_name = wording.is_name_word(head) or head.lower() in ("the", "by")
    if not is_name and not (mine and head.lower() in wording.JOINERS):
        return None
    if open_ended and not _went_on(parts, before):
        return unit if not parts or not _is_sentence(unit.text) else None
    if not (mine and parts and _is_consumed(unit, mine)):
        return None
    return unit if _can_be_a_name(head, parts[0].unit, unit) else None


def name_words(found: Sequence[Word]) -> list[Word]:
    """Return those of the words that can be a part of a name."""
    return [word for word in found if not word.text.isdigit() and not wording.is_stop(word.text)]


def _can_be_a_name(head: str, first: Unit, unit: Unit) -> bool:
    """Whether a line that the engine took for a name can be one, and no sentence.

    Scripts without capitals give no sign of it but a place below the names, or an organisation.

    Args:
        head: The first word of the line.
        first: The unit of the first line of the statement.
        unit: The unit of the line.
    """
    if any(letter.lower() != letter.upper() for letter in head):
        return True
    if unit.start >= first.start + _INDENTED:
        return True
    from attribcheck.scan.scripts.names import is_organisation  # lazy: such lines only

    return is_organisation(unit.text.strip())


def _only_reserves_rights(text: str) -> bool:
    match = wording.RIGHTS.match(text)
    return match is not None and not _TAIL.sub("", wording.RIGHTS.sub("", text))


def _went_on(parts: Sequence[Part], before: Unit) -> bool:
    """Whether the sentence went on behind the names: "All rights reserved", a licence."""
    if not parts or parts[-1].unit is not before:
        return False
    behind = wording.CONTACT.sub("", before.line[parts[-1].end : before.end])
    behind = wording.YEARS.sub("", behind)
    return bool(_TAIL.sub("", behind))


def _may_end_in(parts: Sequence[Part], before: Unit) -> bool:
    """Whether the names can go on in the line below ``before``."""
    if _went_on(parts, before):
        return False
    return not (parts and parts[-1].unit is before and _ends_sentence(before))


def _is_consumed(unit: Unit, mine: Sequence[Word]) -> bool:
    """Whether the names are all that a line holds, besides an address and reserved rights."""
    end = phrases.end_of(unit, names.around(unit, mine[0].start, mine[-1].end)[1])
    behind = wording.RIGHTS.sub("", wording.CONTACT.sub("", unit.line[end : unit.end]))
    return not _TAIL.sub("", behind) and not _is_sentence(unit.text)


def _ends_sentence(unit: Unit) -> bool:
    text = unit.text.rstrip()
    return text.endswith(".") and not wording.keeps_dot(text[:-1])


def _is_sentence(text: str) -> bool:
    """Whether a line reads like prose: most of its words are no part of a name."""
    plain = wording.RIGHTS.sub("", wording.CONTACT.sub("", text)).split()
    other = [
        word
        for word in plain
        if not wording.is_name_word(word)
        and word.lower().strip(".,;") not in wording.JOINERS | wording.GENERIC
        and any(map(str.isalpha, word))
    ]
    return len(other) > len(plain) / 3


def _is_years(text: str) -> bool:
    match = _YEARS.match(text)  # never fullmatch: a list of years can be split in many ways
    return match is not None and match.end() == len(text)
