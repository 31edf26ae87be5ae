"""Joins alignment, ending and names to the written form of one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from attribcheck.core.model import Written
from attribcheck.scan.written import ending, names, wording
from attribcheck.scan.written.ending import Unit
from attribcheck.scan.written.letters import Word, align, plain_words, words

_WINDOW = 4000  # characters of a line that are read
_MOST_LINES = 24
_SIGNS = 64  # signs of a line at which a statement may begin
_BEFORE = 160  # characters before a sign
_CONNECTED = re.compile(
    r"(?:[,&/，、]|\b(?:and|by|of|for|the|und|et)|\(c\)|[©ⓒ]|copyright:?|\d{4}[,.:]?|\d{4}-present"
    r"|following(?:\s+authors)?:?)\s*\Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:and|&|et|und|with)\s", re.IGNORECASE)
_TAIL = re.compile(r"[\s.,;:\-\u2013|、，。()]*")


class Place(NamedTuple):
    """A statement in its lines.

    Attributes:
        start: The index of its first character in its first line.
        used: The index behind the part of that line in which it was found.
        written: The statement.
        first: The index of its first line.
        last: The index of its last line.
    """

    start: int
    used: int
    written: Written
    first: int = 0
    last: int = 0


class _Part(NamedTuple):
    """The names in one line: a range of it, and the index of the line."""

    unit: Unit
    start: int
    end: int
    line: int = 0


def read(lines: Sequence[str], begin: int, text: str, holders: Sequence[str]) -> Place:
    """Return a statement as it is written.

    Args:
        lines: The lines that the engine read it in, the first one first; not empty.
        begin: The index in the first line behind the statements that were read there before.
        text: The statement, as the engine reports it.
        holders: Its holders, as the engine reports them.
    """
    lines = [line[: _WINDOW * 2] if number else line for number, line in enumerate(lines)]
    wanted = plain_words(text)
    base, there, aligned = _aligned(lines[:_MOST_LINES], begin, wanted)
    found = [there[at] for at in aligned]
    sure = len(found) >= 0.6 * len(wanted) and bool(found or not wanted)
    first = lines[0]
    own = [word for word in found if word.line == 0]
    start = own[0].start if own else _first_sign(first, base)
    start = _with_sign(first, start, base)
    unit = ending.unit_at(first, _inside(first, start))
    start = max(start, unit.start)
    if not sure:
        return _unaligned(first, start, unit, holders)
    known = [_known(found, holder) for holder in holders]
    parts = _parts(lines, unit, start, [word for one in known for word in one], found)
    if not parts and (row := _sign_below(lines, known)):
        place = read(lines[row:], 0, text, holders)
        return place._replace(first=place.first + row, last=place.last + row)
    name = _joined(parts)
    end = _last_of(unit, start, own)
    last = parts[-1] if parts else _Part(unit, start, end)
    if last.unit is unit:
        last = last._replace(end=max(last.end, end if last.end < start else 0))
    statement = names.shown(_quoted(unit, start, parts, last))
    used = max(last.end if last.unit is unit else unit.end, start + 1)
    rejected = tuple(
        holder
        for holder, its in zip(holders, known, strict=True)
        if its and not _within(its, parts)
    )
    written = Written(statement, (name,) if name else (), rejected=rejected)
    return Place(start, used, written, last=last.line)


def _sign_below(lines: Sequence[str], known: Sequence[Sequence[Word]]) -> int:
    """Return the index of the last line with a sign above the engine's holder; 0 for the first.

    The engine can begin a statement in the sentence above it ("under this copyright:").
    """
    rows = [word.line for one in known for word in one]
    below = range(min(rows, default=0), 0, -1)
    return next((row for row in below if wording.SIGN.search(lines[row][:_WINDOW])), 0)


def _within(known: Sequence[Word], parts: Sequence[_Part]) -> bool:
    """Whether any of the words is in one of the parts."""
    return any(
        part.start <= word.start and word.end <= part.end and word.line == part.line
        for word in known
        for part in parts
    )


def _joined(parts: Sequence[_Part]) -> str:
    """Return the names of all lines; a comma at the end of a line separates them there, too."""
    text = ""
    for part in parts:
        raw = part.unit.line[part.start : part.end]
        # A page or an address is the holder where nobody is named.
        name = names.cleaned(raw) or names.trimmed(names.shown(raw))
        text = f"{text} {name}" if text and name else text or name
        behind = part.unit.line[part.end : part.unit.end].strip()
        if name and behind[-1:] in (",", "、", "，"):
            text += ","
        elif name and behind and not wording.CONTACT.sub("", behind).strip(" .,"):
            text += ","
        elif name and behind in ("&", "/", "and", "und", "et"):
            text += f" {behind}"
    return names.trimmed(text)


def _aligned(
    lines: Sequence[str], begin: int, wanted: Sequence[str]
) -> tuple[int, list[Word], list[int]]:
    """Return from where the first line was read, the words there, and the found ones."""
    first = lines[0]
    if len(first) - begin <= _WINDOW:
        there = words(lines, begin)
        return begin, there, align(wanted, there).found
    best: tuple[int, list[Word], list[int]] = (begin, [], [])
    for number, sign in enumerate(wording.SIGN.finditer(first, begin)):
        if number == _SIGNS:
            break
        base = max(begin, sign.start() - _BEFORE)
        there = words([first[: base + _WINDOW], *lines[1:]], base)
        found = align(wanted, there).found
        if len(found) > len(best[2]):
            best = base, there, found
        if found and len(found) >= 0.9 * len(wanted):
            break
    return best


def _first_sign(line: str, begin: int) -> int:
    sign = wording.SIGN.search(line, begin)
    return sign.start() if sign else len(line) - len(line.lstrip())


def _with_sign(line: str, start: int, begin: int) -> int:
    """Return where the sign before the first word begins: the engine's word "c" is "(c)"."""
    signs = list(wording.SIGN.finditer(line, max(begin, start - 40), start + 20))
    for match in reversed(signs):
        if match.start() < start and not line[match.end() : start].strip(" :.\t("):
            start = match.start()
    return start


def _inside(line: str, start: int) -> int:
    return min(start, max(0, len(line) - 1))


def _last_of(unit: Unit, start: int, own: Sequence[Word]) -> int:
    ends = [word.end for word in own if word.end <= unit.end]
    return max([start, *ends])


def _unaligned(line: str, start: int, unit: Unit, holders: Sequence[str]) -> Place:
    """Return the complete line as the statement; its names are read without the engine."""
    found = names.read(unit, start)
    name = names.cleaned(unit.line[found[0] : found[1]]) if found else ""
    named = (name,) if name else tuple(holders) if line.isascii() else ()
    return Place(start, unit.end, Written(_excerpt(unit), named, aligned=False))


def _excerpt(unit: Unit) -> str:
    return " ".join(unit.text[:_WINDOW].split())


def _parts(
    lines: Sequence[str],
    unit: Unit,
    start: int,
    known: Sequence[Word],
    found: Sequence[Word],
) -> list[_Part]:
    """Return the ranges of the names, by line."""
    parts: list[_Part] = []
    current = unit
    for number, line in enumerate(lines[:_MOST_LINES]):
        if number:
            further = _continued(parts, current, line, [w for w in found if w.line == number])
            if further is None:
                break
            current = further
        inside = [
            word
            for word in known
            if word.line == number and current.start <= word.start and word.end <= current.end
        ]
        part = _names_in(current, start if number == 0 else current.start, inside, first=not number)
        if part is not None:
            parts.append(part._replace(line=number))
        elif number and parts:
            break
        if not parts and number:
            break
    return parts


def _known(found: Sequence[Word], holder: str) -> list[Word]:
    """Return the words of a holder of the engine among the found ones."""
    wanted = plain_words(holder)
    places = align(wanted, found).found
    return [found[at] for at in places]


def _names_in(unit: Unit, start: int, inside: Sequence[Word], *, first: bool) -> _Part | None:
    if not inside:
        found = names.read(unit, start) if first else names.read(unit, unit.start)
        return _Part(unit, *found) if found else None
    begin, end = names.around(unit, inside[0].start, inside[-1].end)
    if begin < start or first:
        begin = names.begin_of(unit, begin, min(start, begin))
    return _Part(unit, begin, names.balanced(unit, begin, names.end_of(unit, end)))


def _continued(
    parts: Sequence[_Part],
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
    if unit is None:
        return None
    rest = before.text.rstrip()
    text = unit.text
    open_ended = _CONNECTED.search(rest) is not None
    if parts and parts[-1].unit is before:
        behind = wording.CONTACT.sub("", before.line[parts[-1].end : before.end])
        if _TAIL.sub("", behind):
            return None  # the sentence went on: "All rights reserved", a licence
        if not open_ended and _ends_sentence(behind, before):
            return None
    if _BEGINS.match(text):
        return unit
    years = wording.YEARS.match(text)
    rest_of = (text[years.end() :] if years else text).strip(" ,:-").split()
    if not rest_of:
        return unit if open_ended else None
    head = rest_of[0]
    mine = [word for word in found if word.end <= unit.end]
    nameish = wording.is_name_word(head) or head.lower() in ("the", "by")
    if not nameish and not (mine and head.lower() in wording.JOINERS):
        return None
    if open_ended and (not parts or not _is_sentence(text)):
        return unit
    if not mine or not parts:
        return None
    end = names.end_of(unit, names.around(unit, mine[0].start, mine[-1].end)[1])
    behind = wording.RIGHTS.sub("", wording.CONTACT.sub("", unit.line[end : unit.end]))
    return unit if not _TAIL.sub("", behind) and not _is_sentence(text) else None


def _ends_sentence(behind: str, unit: Unit) -> bool:
    text = unit.text.rstrip()
    return text.endswith(".") and not wording.keeps_dot(text[:-1]) and bool(behind or text)


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


def _quoted(unit: Unit, start: int, parts: Sequence[_Part], last: _Part) -> str:
    """Return the text from the start of a statement to the end of its last name.

    A sentence that reserves all rights, and an address behind the name, belong to it.
    """
    begin = min([start, *(part.start for part in parts if part.unit is unit)])
    end = last.end
    line = last.unit.line
    while True:
        tail = re.compile(r"[\s.,;:\-\u2013|、，。]*").match(line, end, last.unit.end)
        at = tail.end() if tail else end
        more = next(
            (
                match
                for pattern in (wording.CONTACT, wording.RIGHTS, wording.YEARS)
                if (match := pattern.match(line, at, last.unit.end))
            ),
            None,
        )
        if more is None:
            break
        end = more.end()
    if line[end : end + 1] == "." and end < last.unit.end:
        end += 1
    if last.unit is unit:
        pieces = [line[begin:end]]
    else:
        units = [part.unit for part in parts if part.unit is not unit]
        pieces = [unit.line[begin : unit.end], *(one.text for one in units[:-1])]
        pieces.append(line[last.unit.start : end])
    return " ".join(piece.strip() for piece in pieces)
