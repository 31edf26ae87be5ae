"""Joins alignment, ending and names to the written form of one statement."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attribcheck.core.model import Written
from attribcheck.scan.written import ending, names, wording
from attribcheck.scan.written.continuation import Lines, Part, name_words, parts_of
from attribcheck.scan.written.ending import Unit
from attribcheck.scan.written.letters import Word, align, plain_words, words

_WINDOW = 4000  # characters; of a longer line, parts are read
_WIDTH = 1000  # characters of a further line that are read
_MOST_LINES = 400
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][\da-fA-F]{1,6});")
_SIGNS = 8  # signs of a long line at which a statement may begin
_LEAST, _SURE = 0.6, 0.9  # shares of the words of a statement
_LEAST_OF_ENTITIES = 0.4  # the engine reads the name of an entity as a word
_BEFORE = 400  # characters before a sign


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


def read(
    lines: Sequence[str],
    begin: int,
    text: str,
    holders: Sequence[str],
    below: Sequence[str] = (),
) -> Place:
    """Return a statement as it is written.

    Args:
        lines: The lines that the engine read it in, the first one first; not empty.
        begin: The index in the first line behind the statements that were read there before.
        text: The statement, as the engine reports it.
        holders: Its holders, as the engine reports them.
        below: Lines that follow, which may go on with a list of years and names.
    """
    wanted = plain_words(text)
    first = lines[0]
    further = Lines(
        [_unescaped(line[:_WIDTH]) for line in lines[1:_MOST_LINES]],
        [_unescaped(line[:_WIDTH]) for line in below],
    )
    if len(first) <= _WINDOW:
        return _read_window(first, begin, further, wanted, holders)[0]
    best: tuple[Place, int] | None = None
    for base, end in _windows(first, begin, len(text)):
        window = first[base:end]
        place, count = _read_window(window, max(0, begin - base), further, wanted, holders)
        if best is None or count > best[1]:
            best = place._replace(start=place.start + base, used=place.used + base), count
        if count >= _SURE * len(wanted):
            break
    return best[0] if best else _read_window(first[:_WINDOW], 0, Lines([]), wanted, holders)[0]


def _read_window(
    line: str, begin: int, further: Lines, wanted: Sequence[str], holders: Sequence[str]
) -> tuple[Place, int]:
    """Return a statement that begins in ``line``, and the number of its words that were found."""
    plain = _unescaped(line)
    lines = Lines([plain, *further.lines], further.below)
    if plain == line:
        return _read(lines, begin, wanted, holders)
    place, count = _read(lines, len(_unescaped(line[:begin])), wanted, holders, _LEAST_OF_ENTITIES)
    start, used = (_escaped_index(line, at) for at in (place.start, place.used))
    return place._replace(start=start, used=used), count


def _unescaped(line: str) -> str:
    """Return ``line`` with characters for its entities."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), line) if "&" in line else line


def _escaped_index(line: str, at: int) -> int:
    """Return the index in ``line`` of what has the index ``at`` in it without entities."""
    longer = 0
    for match in _ENTITY.finditer(line):
        if match.start() - longer >= at:
            break
        longer += len(match.group()) - len(html.unescape(match.group()))
    return at + longer


def _windows(line: str, begin: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield parts of a long line around the next signs of a statement."""
    for number, sign in enumerate(wording.SIGN.finditer(line, begin)):
        if number == _SIGNS:
            return
        base = max(begin and begin - 1, sign.start() - _BEFORE, 0)
        yield base, min(len(line), sign.end() + min(3 * length, _WINDOW) + _BEFORE)


def _read(
    read_: Lines,
    begin: int,
    wanted: Sequence[str],
    holders: Sequence[str],
    least: float = _LEAST,
) -> tuple[Place, int]:
    lines = read_.lines
    there = words(lines, begin)
    found = [there[at] for at in align(wanted, there).found]
    first = lines[0]
    own = [word for word in found if word.line == 0]
    start = own[0].start if own else _first_sign(first, begin)
    start = _with_sign(first, start, begin)
    unit = ending.unit_at(first, min(start, max(0, len(first) - 1)))
    start = max(start, unit.start)
    if len(found) < least * len(wanted) or not found:
        return _unaligned(first, start, unit, holders), len(found)
    known = [_known(found, holder) for holder in holders]
    if row := _sign_below(lines, known):
        place, count = _read(Lines(lines[row:], read_.below), 0, wanted, holders, least)
        return place._replace(first=place.first + row, last=place.last + row), count
    return _statement(read_, Start(unit, start, own), found, known, holders), len(found)


class Start(NamedTuple):
    """The beginning of a statement: its first line, the index there, and the words found there."""

    unit: Unit
    at: int
    own: list[Word]


def _statement(
    read_: Lines,
    start: Start,
    found: Sequence[Word],
    known: Sequence[Sequence[Word]],
    holders: Sequence[str],
) -> Place:
    unit = start.unit
    parts = parts_of(read_, unit, start.at, [word for one in known for word in one], found)
    end = max([start.at, *(word.end for word in start.own if word.end <= unit.end)])
    last = parts[-1] if parts else Part(unit, start.at, end)
    if last.unit is unit and last.end < start.at:  # a name before the sign
        last = last._replace(end=end)
    used = max(last.end if last.unit is unit else unit.end, start.at + 1)
    rejected = tuple(
        holder
        for holder, its in zip(holders, known, strict=True)
        if its and not _within(its, parts)
    )
    text = names.shown(_quoted(unit, start.at, parts, last))
    return Place(start.at, used, Written(text, _named(parts), rejected=rejected), last=last.line)


def _sign_below(lines: Sequence[str], known: Sequence[Sequence[Word]]) -> int:
    """Return the index of the last line with a sign above the engine's holder; 0 for the first.

    The engine can begin a statement in the sentence above it ("under this copyright:").
    """
    rows = [word.line for one in known for word in name_words(one)]
    below = range(min(rows, default=0), 0, -1)
    return next((row for row in below if wording.SIGN.search(lines[row])), 0)


def _within(known: Sequence[Word], parts: Sequence[Part]) -> bool:
    """Whether any of the words is in one of the parts."""
    return any(
        part.start <= word.start and word.end <= part.end and word.line == part.line
        for word in known
        for part in parts
    )


def _named(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the holders in the parts of a statement.

    A name can go on in the next line, but not behind an address or before a year.
    """
    found: list[str] = []
    ended, before = True, 0
    for part in parts:
        raw = part.unit.line[part.start : part.end]
        name = names.cleaned(raw)
        if not name and wording.CONTACT.search(raw):
            name = names.trimmed(names.shown(raw))  # the holder where nobody is named
        if not name:
            continue
        ended = ended or part.is_entry or part.line > before + 1  # a line of years between them
        if ended or wording.YEARS.match(part.unit.text) or wording.SIGN.match(part.unit.text):
            found.append(name)
        else:
            found[-1] += f" {name}"
        before = part.line
        behind = part.unit.line[part.end : part.unit.end].strip()
        ended = bool(behind) and not wording.CONTACT.sub("", behind).strip(" .,")
        ended = ended and wording.CONTACT.search(behind) is not None
        if not ended and behind[-1:] in (",", "、", "，"):
            found[-1] += ","
        elif behind in ("&", "/", "and", "und", "et"):
            found[-1] += f" {behind}"
    return tuple(dict.fromkeys(filter(None, map(names.trimmed, found))))


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


def _unaligned(line: str, start: int, unit: Unit, holders: Sequence[str]) -> Place:
    """Return the complete line as the statement; its names are read without the engine."""
    found = names.read(unit, start)
    name = names.cleaned(unit.line[found[0] : found[1]]) if found else ""
    named = (name,) if name else tuple(holders) if line.isascii() else ()
    return Place(start, unit.end, Written(_excerpt(unit), named, aligned=False))


def _excerpt(unit: Unit) -> str:
    return " ".join(unit.text[:_WINDOW].split())


def _known(found: Sequence[Word], holder: str) -> list[Word]:
    """Return the words of a holder of the engine among the found ones.

    A name is often in the address behind it, too; an address alone is a holder only where the
    engine found no name.
    """
    wanted = plain_words(holder)
    outside = [word for word in found if not word.in_address]
    aligned = align(wanted, outside)
    if aligned.is_sure:
        return [outside[at] for at in aligned.found]
    known = [found[at] for at in align(wanted, found).found]
    return [word for word in known if not word.in_address] or known


def _quoted(unit: Unit, start: int, parts: Sequence[Part], last: Part) -> str:
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
