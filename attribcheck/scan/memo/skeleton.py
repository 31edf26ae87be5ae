"""Reduces a file to its skeleton: the lines that determine its result.

The skeleton has the lines

- of every rule of the engine that the text contains completely (``fast.index.automaton``),
- with a word that is typical of notices, such as "license", "warranty" or "GPL",
- directly above and below those, and
- of each group of lines that scancode parses for copyright statements
  (``fast.patches.copyright_parsing``) and that contains the start of one.

Files with equal skeletons, including the distances of lines, have the same result unless that has
an approximate match; ``memo`` does not store such results. Distances above 15 lines are equal,
because scancode splits a text at 15 lines without legalese.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, compress, count, islice, repeat
from typing import NamedTuple

from attribcheck.scan.fast.index import words
from attribcheck.scan.fast.index.automaton import automaton
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.statement_signs import has_sign
from attribcheck.scan.plain_text import text_lines

_CONTEXT = 1
FARTHEST = 16
"""Lines; notices that are farther from each other do not affect each other."""
TOP = 1000
"""Lines; scancode treats later ones differently."""

_FOLLOWING = 3  # lines between two signs of a group; see fast.patches.copyright_parsing
_TAIL = 2  # lines of a group after its last sign

_WORDS = re.compile(rf"{words.PATTERN}|\n")
_END = "\x01"  # a line end as a word; plain text has no such character
_KEPT = bytes(
    code if chr(code).isalnum() or chr(code) in f"+{_END}" else ord(" ") for code in range(128)
).ljust(256)
"""Each ASCII character that a word can have, a blank for each other one."""
_UNKNOWN = -1


class Signs(NamedTuple):
    """Text that marks a line.

    Attributes:
        words: Complete words.
        stems: Parts of words.
        literals: Any substrings.
        but: A part of words that counts for nothing in them.
    """

    words: frozenset[str]
    stems: tuple[str, ...]
    literals: tuple[str, ...]
    but: str = "\0"


_LICENSE = Signs(
    frozenset("mit bsd mpl isc gpl lgpl agpl rights notice notices permission permissions".split()),
    (
        *"licens licenc copyright spdx apache warrant redistribut unlicens cc0 proprietary".split(),
        *"patent copyleft disclaim liab eula trademark".split(),
    ),
    (
        *("\u00a9", "cc-by", "cc by", "public domain", "public-domain"),
        *("creative commons", "creativecommons", *(f"commons{by}clause" for by in " -")),
    ),
)
# The start of a statement of copyright or authorship, in all spellings.
_STATEMENT = Signs(
    frozenset("admin admins copr developer developers".split()),
    tuple("opyr opyle opyirg ppyrig xa9 00a9 author thored spdx contributor maintainer".split()),
    (
        *"(c) |copy| &copy &#169 &#xa9 \\a9 \u00a9 \u24b8 \u24d2 \u2117 \u00ae \xc2".split(),
        "( c)",
    ),
    "authori",  # "authority", "unauthorized": such words are no sign of an author to scancode
)
_SIGN = re.compile(r"(?<![\w)\]])\(c\)")  # in "f(c)" it is code
# An author needs an address behind "by", or "by" or a name behind what he did.
_BY = re.compile(r" by .*(?:[\w.+%-]@\w|\b(?:at|dot)\b|mailto)")
_DID = frozenset(
    "coded recoded modified created written writen writted writed rewritten rewriten developed"
    " maintained".split()
)
_WHO = re.compile(
    rf"\b(?i:{'|'.join(sorted(_DID))})\b\W+"
    r"(?:(?:\w+\W+){0,3}(?i:by)\b|(?:\w+\W+)?[^\W\d_a-z])"
)


class Skeleton(NamedTuple):
    """The lines that determine the result of a file.

    Attributes:
        digest: A hash of the lines and their distances, in hexadecimal.
        lines: Their numbers, 1-based and ascending, without blank lines.
    """

    digest: str
    lines: tuple[int, ...]


class Marks(NamedTuple):
    """The lines of a text that may be notices, 0-based.

    Attributes:
        licenses: Those with a word that is typical of licences.
        rules: Those of rules that the text contains completely.
        statements: Those that scancode parses in which a statement of copyright or authorship may
            start.
        groups: The first and the last line of each group of lines that scancode parses together and
            that contains the start of a statement.
    """

    licenses: frozenset[int]
    rules: frozenset[int]
    statements: frozenset[int]
    groups: tuple[tuple[int, int], ...]


class Skeletons:
    """Computes skeletons.

    Args:
        data: The engine's mapped data, with at least ``automaton.SECTIONS``.
    """

    def __init__(self, data: Container) -> None:
        self._numbers = words.dictionary(data)
        self._rules = automaton(data)
        self._marks: dict[str, Marks] = {}

    def of(self, content: bytes, path: str) -> Skeleton | None:
        """Return the skeleton of a file, or None when it is not plain text.

        Args:
            content: Its bytes.
            path: Its path.
        """
        lines = text_lines(content, path)
        if lines is None:
            return None
        marks = self.marks(lines)
        kept = {
            at + by for at in marks.licenses | marks.rules for by in range(-_CONTEXT, _CONTEXT + 1)
        }
        for first, last in marks.groups:
            kept.update(range(first, last + 1))
        kept.intersection_update(range(len(lines)))
        digest = hashlib.blake2b(digest_size=16)
        numbers = []
        before = None
        for at in sorted(kept):
            text = lines[at].strip()
            if text:
                gap = 0 if before is None else min(at - before, FARTHEST)
                digest.update(f"{gap} {at >= TOP} {text}\n".encode("utf-8", "surrogatepass"))
                numbers.append(at + 1)
                before = at
        return Skeleton(digest.hexdigest(), tuple(numbers))

    def marks(self, lines: list[str]) -> Marks:
        """Return which of ``lines`` may be notices; the lines are as the engine reads them.

        The marks of a text are kept: an edited file is looked up first, and then compared.
        """
        whole = "\n".join(lines)
        found = self._marks.get(whole)
        if found is None:
            found = self._marks[whole] = self._marks_of(whole, lines)
        return found

    def _marks_of(self, whole: str, lines: list[str]) -> Marks:
        text = whole.lower()
        ends = list(accumulate(map((1).__add__, map(len, text.split("\n")))))
        found = _words(text)
        line_of = list(islice(accumulate(map(_END.__eq__, found), initial=0), 1, None))
        distinct = frozenset(found)
        statements = set(_places(text, ends, _STATEMENT.literals))
        statements.update(_marked(found, line_of, distinct, _STATEMENT))
        statements.update(_confirmed(text, ends, lines, " by ", _BY))
        if done := distinct & _DID:
            for at in set(compress(line_of, map(done.__contains__, found))):
                if _WHO.search(" ".join(lines[at : at + 2])):
                    statements.add(at)
        statements = {at for at in statements if _is_parsed(lines, at)}
        licenses = set(_places(text, ends, _LICENSE.literals))
        licenses.update(_confirmed(text, ends, lines, "(c)", _SIGN))
        licenses.update(_marked(found, line_of, distinct, _LICENSE))
        return Marks(
            licenses=frozenset(licenses),
            rules=frozenset(self._whole(found, line_of)),
            statements=frozenset(statements),
            groups=tuple(_groups(lines, statements)),
        )

    def _whole(self, found: list[str], line_of: list[int]) -> Iterator[int]:
        """Yield the lines of every rule that the text contains completely."""
        numbers = list(map(self._numbers.get, found, repeat(_UNKNOWN)))
        known = list(map((0).__le__, numbers))
        places = list(compress(line_of, known))
        for end, ((_, _, last),) in self._rules.iter(list(compress(numbers, known))):
            yield from range(places[end - last], places[end] + 1)


def _words(text: str) -> list[str]:
    """Return the words of a text in lower case, and ``_END`` for each line end."""
    if not text.isascii():
        return [_END if word == "\n" else word for word in _WORDS.findall(text)]
    # As bytes: to translate a string takes longer than everything else here.
    plain = b" " + text.encode().replace(b"\n", f" {_END} ".encode()).translate(_KEPT)
    while b"++" in plain:
        plain = plain.replace(b"++", b"+ ")
    while b" +" in plain:  # a word does not begin with it
        plain = plain.replace(b" +", b"  ")
    words = plain.decode().split()
    if b"+" in plain:
        parts = {word: _WORDS.findall(word) for word in set(words) if word.count("+") > 1}
        for at in reversed(list(compress(count(), map(parts.__contains__, words)))):
            words[at : at + 1] = parts[words[at]]
    return words


def _marked(
    words: list[str], line_of: list[int], distinct: frozenset[str], signs: Signs
) -> Iterator[int]:
    """Yield the lines that contain a word of ``signs``, or one with a stem of them."""
    found = set(distinct & signs.words)
    listed = "\n".join(distinct)
    for stem in signs.stems:
        if stem in listed:
            found |= {word for word in distinct if stem in word.replace(signs.but, "")}
    if found:
        yield from compress(line_of, map(found.__contains__, words))


def _confirmed(
    text: str, ends: list[int], lines: list[str], sign: str, pattern: re.Pattern[str]
) -> Iterator[int]:
    """Yield the lines with a sign in which a pattern, in lower case, is found too."""
    return (at for at in set(_places(text, ends, (sign,))) if pattern.search(lines[at].lower()))


def _is_parsed(lines: list[str], at: int) -> bool:
    """Whether scancode may parse a line: one with a sign, or one of those that follow it."""
    return any(map(has_sign, lines[max(0, at - _TAIL) : at + 1]))


def _groups(lines: list[str], signs: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each group of lines around ``signs``."""
    done = -1
    for at in sorted(signs):
        if at <= done:
            continue
        first = last = at
        while above := _nearest(lines, range(first - 1, max(-1, first - 2 - _FOLLOWING), -1)):
            first = above - 1
        while below := _nearest(lines, range(last + 1, min(len(lines), last + 2 + _FOLLOWING))):
            last = below - 1
        done = min(len(lines) - 1, last + _TAIL)
        yield first, done


def _nearest(lines: list[str], places: Iterable[int]) -> int:
    """Return the 1-based number of the first line of ``places`` with a sign; 0 without any."""
    return next((at + 1 for at in places if has_sign(lines[at])), 0)


def _places(text: str, ends: list[int], signs: Iterable[str]) -> Iterator[int]:
    """Yield the indices of the lines that contain a sign, given the offsets at which lines end."""
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            yield bisect_right(ends, at)
            at = text.find(sign, at + 1)
