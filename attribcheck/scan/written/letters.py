"""Aligns the engine's words with the letters of a line.

The engine brings every line into ASCII before it reads it. Its transliteration is a function of
single characters (``text_unidecode``), so each character of the result has a place in the line.

Source: ``cluecode.copyrights.prepare_text_line``, ``commoncode.text.toascii``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-z0-9]+")
_DROPPED = "\u00c2"  # the engine takes it for the first byte of a broken copyright sign
_SIGN = frozenset({"c"})
_STARTS = 16  # places where a statement may begin
_SLACK = 24  # words between two words of a statement: markup, addresses, "all rights reserved"
_ALIGNED = 0.6  # the share of words


class Word(NamedTuple):
    """A word of the transliterated text.

    Attributes:
        text: Its letters in lower case.
        line: The index of its line.
        start: The index of its first character in that line, as written.
        end: The index behind its last character.
        in_address: Whether it is a part of an address of mail, or of a page.
    """

    text: str
    line: int
    start: int
    end: int
    in_address: bool = False


def words(lines: Sequence[str], first: int = 0) -> list[Word]:
    """Return the words of ``lines`` as the engine transliterates them.

    Args:
        lines: The lines, as written.
        first: The index in the first line from which on it is read.
    """
    found: list[Word] = []
    for number, line in enumerate(lines):
        begin = 0 if number else first
        if line.isascii():
            there = [
                Word(match.group().lower(), number, *match.span())
                for match in _WORD.finditer(line, begin)
            ]
        else:
            there = _transliterated(line, number, begin)
        found += _with_addresses(there, line, begin)
    return found


def _with_addresses(there: list[Word], line: str, begin: int) -> Iterator[Word]:
    """Yield the words of a line, those of an address marked."""
    from attribcheck.scan.written import wording  # lazy: the classifier transliterates names alone

    addresses = wording.CONTACT.finditer(line, begin)
    address = next(addresses, None)
    for word in there:
        while address is not None and address.end() <= word.start:
            address = next(addresses, None)
        inside = address is not None and address.start() <= word.start
        yield word._replace(in_address=True) if inside else word


def plain_words(text: str) -> list[str]:
    """Return the words of a text of the engine, which is ASCII, without copyright signs."""
    return [word for word in _WORD.findall(text.lower()) if word not in _SIGN]


def transliterated(text: str) -> str:
    """Return ``text`` in the ASCII letters in which the engine reads it."""
    return text if text.isascii() else "".join(map(_letters, text))


def _transliterated(line: str, number: int, begin: int) -> list[Word]:
    letters: list[str] = []
    places: list[int] = []
    for at in range(begin, len(line)):
        plain = _letters(line[at])
        letters.append(plain)
        places += [at] * len(plain)
    return [
        Word(match.group().lower(), number, places[match.start()], places[match.end() - 1] + 1)
        for match in _WORD.finditer("".join(letters))
    ]


@lru_cache(maxsize=4096)
def _letters(character: str) -> str:
    if character.isascii():
        return character
    if character == _DROPPED:
        return ""
    from text_unidecode import unidecode  # lazy: a statement beyond ASCII only

    plain: str = unidecode(character)
    return plain


class Alignment(NamedTuple):
    """The words of a text that were found in lines.

    Attributes:
        places: For each word of the text, the index of the found one; None for a missing word.
    """

    places: tuple[int | None, ...]

    @property
    def found(self) -> list[int]:
        """The indices that were found, in order."""
        return [place for place in self.places if place is not None]

    @property
    def rank(self) -> tuple[int, int]:
        """Of two alignments, the better one has the higher rank: more words, nearer together."""
        found = self.found
        return (len(found), found[0] - found[-1]) if found else (0, 0)

    @property
    def is_sure(self) -> bool:
        """Whether most words of the text were found."""
        return bool(self.places) and len(self.found) >= _ALIGNED * len(self.places)


def align(text: Sequence[str], there: Sequence[Word]) -> Alignment:
    """Return the best alignment of the words of a text; see ``Alignment.rank``.

    Args:
        text: The words; see ``plain_words``.
        there: The words of lines.
    """
    best = Alignment((None,) * len(text))
    for first, word in enumerate(text[:3]):  # a first word can be missing in the lines
        starts = [at for at in range(len(there)) if there[at].text == word][:_STARTS]
        for start in starts:
            found = Alignment((None,) * first + _followed(text[first:], there, start))
            if found.rank > best.rank:
                best = found
        if best.is_sure:
            break
    return best


def _followed(text: Sequence[str], there: Sequence[Word], start: int) -> tuple[int | None, ...]:
    places: list[int | None] = []
    at = start
    for word in text:
        end = min(len(there), at + _SLACK)
        place = next((index for index in range(at, end) if there[index].text == word), None)
        places.append(place)
        if place is not None:
            at = place + 1
    return tuple(places)
