"""The alignment of a text with a rule, found without a walk through the text for each block.

scancode aligns as Python's difflib does (``licensedcode.seq.match_blocks``, compiled as ``cyseq``):
it looks for the longest block of legalese that both have, extends it by other words, and goes on in
the rectangle before it and the one behind it. For each rectangle it reads all words of the text
that lie there: a text of 48,000 words, with the licences of a web application, 880 times from
somewhere to its end. Here each block is found from what text and rule share:

- **Blocks of two words or more** come from the pairs of neighbours that are in both. They are found
  once for a rule. A rectangle gets those of the one that it is a part of, cut at its sides. The
  longest of them, and of equal ones the first in the text and then in the rule, is what scancode
  finds, which takes a later one only when it is longer.
- **Where none of these is left the longest block is a word.** scancode takes the first in the text
  that the rule has within the rectangle, at the first place there. Before it in the text there is
  then no other such word, so nothing is left before it, and one walk through the text finds all
  blocks of the rectangle.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

_TEXT = 1 << 32
"""A place in a text and one in a rule are one number, the former times this."""

_NEXT = _TEXT + 1
"""The distance of such a number to that of the next words of both."""


class Block(NamedTuple):
    """Words of a text that are neighbours in a rule as well.

    Attributes:
        begin: Where it begins in the text.
        place: Where in the rule.
        length: How many words.
    """

    begin: int
    place: int
    length: int


class _Rectangle(NamedTuple):
    """A part of a text and one of a rule: from the first word to the one behind the last.

    Attributes:
        begin: The first word of the text.
        end: The one behind its last.
        first: The first word of the rule.
        last: The one behind its last.
        shared: What both share of two words of legalese or more: ``(-length, begin, place)``.
    """

    begin: int
    end: int
    first: int
    last: int
    shared: Sequence[tuple[int, int, int]]


class Aligner:
    """Stands in for ``cyseq.match_blocks``; remembers what it last made of a text and a rule."""

    def __init__(self) -> None:
        self._text: _Text | None = None
        self._pair: _Pair | None = None

    def __call__(  # noqa: PLR0917 - scancode's own signature
        self,
        a: Sequence[int],
        b: Sequence[int],
        a_start: int,
        a_end: int,
        b2j: Mapping[int, Sequence[int]],
        len_good: int,
        matchables: Collection[int],
    ) -> list[Block]:
        """Return the blocks of an alignment, in their order, no two of them adjacent in both.

        Args:
            a: The tokens of a text.
            b: Those of a rule.
            a_start: Where in the text to begin.
            a_end: Behind which word of it to end.
            b2j: The places in the rule of the tokens with which a block begins.
            len_good: Tokens below this number are legalese.
            matchables: The places in the text that have no match yet.
        """
        text = self._text
        if text is None or text.tokens is not a or text.free != matchables:
            text = self._text = _Text(a, matchables, len_good)
            self._pair = None
        pair = self._pair
        if pair is None or pair.places is not b2j or pair.rule != b:
            pair = self._pair = _Pair(text, b, b2j)
        return _joined(sorted(pair.blocks(a_start, a_end)))


class _Text:
    """Where a text has legalese without a match, and where two such words are neighbours."""

    def __init__(self, tokens: Sequence[int], free: Collection[int], legalese: int) -> None:
        self.tokens = tokens
        self.free = free
        self.high = [place for place in free if tokens[place] < legalese]
        self.neighbours: dict[tuple[int, int], list[int]] = {}
        for place, following in pairwise(self.high):
            if following == place + 1:
                pair = tokens[place], tokens[following]
                self.neighbours.setdefault(pair, []).append(place)


class _Pair:
    """A text and a rule."""

    def __init__(
        self, text: _Text, rule: Sequence[int], places: Mapping[int, Sequence[int]]
    ) -> None:
        self.rule = rule
        self.places = places
        self._text = text
        self._known = [place for place in text.high if text.tokens[place] in places]
        self._shared = list(self._stretches())

    def blocks(self, begin: int, end: int) -> Iterator[Block]:
        """Yield the blocks of the alignment of the words from ``begin`` to before ``end``."""
        last = len(self.rule)
        shared = self._behind(self._before(self._shared, end, last), begin, 0)
        parts = [_Rectangle(begin, end, 0, last, shared)]
        while parts:
            part = parts.pop()
            if not part.shared:
                yield from self._words(part)
                continue
            length, begin, place = min(part.shared)
            block = self._extended(part, begin, place, -length)
            yield block
            if part.begin < block.begin and part.first < block.place:
                shared = self._before(part.shared, block.begin, block.place)
                parts.append(part._replace(end=block.begin, last=block.place, shared=shared))
            begin, place = block.begin + block.length, block.place + block.length
            if begin < part.end and place < part.last:
                shared = self._behind(part.shared, begin, place)
                parts.append(part._replace(begin=begin, first=place, shared=shared))

    def _stretches(self) -> Iterator[tuple[int, int, int]]:
        """Yield what text and rule share of two words of legalese or more, as long as it is."""
        neighbours, known = self._text.neighbours, self.places
        pairs = {
            begin * _TEXT + place
            for place, two in enumerate(pairwise(self.rule))
            if two in neighbours and two[0] in known and two[1] in known
            for begin in neighbours[two]
        }
        for one in pairs.difference([pair + _NEXT for pair in pairs]):
            last = one + _NEXT
            while last in pairs:
                last += _NEXT
            yield -1 - (last - one) // _NEXT, *divmod(one, _TEXT)

    @staticmethod
    def _before(
        shared: Sequence[tuple[int, int, int]], end: int, last: int
    ) -> list[tuple[int, int, int]]:
        """Return what lies before word ``end`` of the text and ``last`` of the rule, cut there."""
        kept = []
        for one in shared:
            length, begin, place = one
            if begin - length <= end and place - length <= last:
                kept.append(one)
            elif (length := max(length, begin - end, place - last)) < -1:
                kept.append((length, begin, place))
        return kept

    @staticmethod
    def _behind(
        shared: Sequence[tuple[int, int, int]], start: int, first: int
    ) -> list[tuple[int, int, int]]:
        """Return what lies at or behind word ``start`` of the text and ``first`` of the rule."""
        kept = []
        for one in shared:
            length, begin, place = one
            if begin >= start and place >= first:
                kept.append(one)
            elif (cut := max(start - begin, first - place)) + length < -1:
                kept.append((length + cut, begin + cut, place + cut))
        return kept

    def _words(self, part: _Rectangle) -> Iterator[Block]:
        """Yield the blocks of a rectangle in which no two neighbours of legalese are shared."""
        tokens, known, places = self._text.tokens, self._known, self.places
        begin, first = part.begin, part.first
        there = set(self.rule[first : part.last])
        for at in known[bisect_left(known, begin) : bisect_left(known, part.end)]:
            if at < begin or tokens[at] not in there:
                continue
            found = places[tokens[at]]
            nearest = bisect_left(found, first)
            if nearest == len(found) or found[nearest] >= part.last:
                there.discard(tokens[at])
                continue
            rest = part._replace(begin=begin, first=first)
            block = self._extended(rest, at, found[nearest], 1)
            yield block
            begin, first = block.begin + block.length, block.place + block.length
            if first >= part.last:
                return

    def _extended(self, part: _Rectangle, begin: int, place: int, length: int) -> Block:
        """Return a block with all words before and behind it that both have, of any kind."""
        tokens, rule, free = self._text.tokens, self.rule, self._text.free
        end, last = begin + length, place + length
        while (
            begin > part.begin
            and place > part.first
            and tokens[begin - 1] == rule[place - 1]
            and begin - 1 in free
        ):
            begin, place = begin - 1, place - 1
        while end < part.end and last < part.last and tokens[end] == rule[last] and end in free:
            end, last = end + 1, last + 1
        return Block(begin, place, end - begin)


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with those joined that follow each other in text and rule."""
    joined: list[Block] = []
    for block in blocks:
        if joined:
            begin, place, length = joined[-1]
            if (begin + length, place + length) == block[:2]:
                joined[-1] = Block(begin, place, length + block.length)
                continue
        joined.append(block)
    return joined
