"""Places of a text where an alignment with a rule can leave a match that matters.

``alignments`` says which matches do not matter: those that lie within one exact match. So a match
that matters has a word outside of all exact matches, or words in two. Then its rule has such a word
of legalese, or the two words at the edge of an exact match as neighbours. Matches within two exact
matches are merged only when these are within 50 words of each other, and each has to last by itself
before.

The rules of short matches are found by two of the region's words (``short_rules``); of others a bit
set has those with enough legalese in common with the region (``needed``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from attribcheck.scan.fast.index import counters
from attribcheck.scan.fast.index.candidates import Candidates
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.needed import Needed
from attribcheck.scan.fast.index.regions import FEW, Judge, Words, regions
from attribcheck.scan.fast.index.short_rules import ShortRules
from attribcheck.scan.fast.index.unmatchable_rules import Span, UnmatchableRules

_MERGED = 50
"""Words; ``licensedcode.MAX_DIST``: matches that are farther apart are not merged."""

_REMEMBERED = 65536
"""Regions without an exact match whose rules are known; all are forgotten when there are more."""


class Place(NamedTuple):
    """A region of a text, and rules that may have a match there that matters.

    Attributes:
        begin: Its first word.
        end: Its last.
        rules: A bit set of rules; no other can have such a match.
        judge: Whether one of them can.
    """

    begin: int
    end: int
    rules: int
    judge: Callable[[int], bool]


class _Zones(NamedTuple):
    """Where a match beside an exact match has words, so that it matters.

    Attributes:
        outside: Legalese outside of all exact matches.
        edges: Words on both sides of an edge of one.
        inside: Legalese in each.
    """

    outside: set[int]
    edges: Sequence[tuple[int, int]]
    inside: Sequence[set[int]]

    def are_held(self, tokens: Collection[int]) -> bool:
        """Whether a match of some tokens has words outside of an exact match, or in two."""
        return (
            not self.outside.isdisjoint(tokens)
            or any(first in tokens and second in tokens for first, second in self.edges)
            or sum(not one.isdisjoint(tokens) for one in self.inside) > 1
        )


class Places:
    """Finds the places of a text where a match may matter.

    Args:
        data: The sections that ``build`` made.
        candidates: The rules by their tokens.
        rules: What matches of the rules need.
        sequences: The tokens of each rule.
        legalese: Tokens below this number are legalese.
    """

    def __init__(
        self,
        data: Container,
        candidates: Candidates,
        rules: UnmatchableRules,
        sequences: Sequence[Any],
        legalese: int,
    ) -> None:
        self._legalese = legalese
        self._with = candidates.rules_with
        self._neighbours = data.raw("neighbours")
        self._needed = Needed(data, self._with, legalese)
        self._short = ShortRules(data, self._needed, sequences)
        self._judge = Judge(rules.rules, self._needed.legalese, sequences, legalese)
        self._size = (len(sequences) + 7) // 8
        self._known: dict[tuple[tuple[int, ...], ...], Sequence[int]] = {}

    def of(
        self, tokens: Sequence[int], unknown: Mapping[int, int], exact: Sequence[Span]
    ) -> Iterator[Place]:
        """Yield the places.

        Args:
            tokens: The text.
            unknown: See ``regions.regions``.
            exact: The exact matches, rising and disjoint.
        """
        for spans in regions(tokens, unknown, self._legalese, self._neighbours):
            begin, end = spans[0][0], spans[-1][1]
            hosts = [one for one in exact if one[0] <= end and one[1] >= begin]
            if hosts:
                if not (hosts[0][0] <= begin and end <= hosts[0][1]):
                    yield from self._beside(tokens, spans, hosts)
                continue
            pieces = tuple(tuple(tokens[first : last + 1]) for first, last in spans)
            if sum(map(len, pieces)) > FEW:
                words = Words.of(pieces, self._legalese)
                rules = counters.as_rules(self._short.near(words), self._size) | self._needed.long
                yield from self._among_many(words, begin, end, rules)
            elif rids := self._among_few(pieces):
                yield Place(begin, end, counters.as_rules(rids, self._size), lambda _: True)
        yield from self._in_two(tokens, exact)

    def _among_few(self, pieces: tuple[tuple[int, ...], ...]) -> Sequence[int]:
        """Return the rules that can have a match of a few words."""
        known = self._known.get(pieces)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[pieces] = self._tried(pieces)
        return known

    def _tried(self, pieces: Sequence[tuple[int, ...]]) -> Sequence[int]:
        words = Words.of(pieces, self._legalese)
        # All words of a short match are close to each other in its rule.
        judge, distinct = self._judging(words, bool), self._needed.distinct
        return [
            rid
            for rid, close in self._short.near(words).items()
            if close >= distinct[rid] * (distinct[rid] - 1) // 2 and judge(rid)
        ]

    def _beside(
        self, tokens: Sequence[int], spans: Sequence[Span], hosts: Sequence[Span]
    ) -> Iterator[Place]:
        """Yield the place of a region with exact matches, if a match there can matter."""
        words = Words.of([tuple(tokens[first : last + 1]) for first, last in spans], self._legalese)
        useful = self._needed.useful(words)
        inside: list[set[int]] = [set() for _ in hosts]
        outside: set[int] = set()
        for place in (p for first, last in spans for p in range(first, last + 1)):
            if tokens[place] in useful:
                for at, (first, last) in enumerate(hosts):
                    if first <= place <= last:
                        inside[at].add(tokens[place])
                        break
                else:
                    outside.add(tokens[place])
        edges = [
            (tokens[at], tokens[at + 1])
            for first, last in hosts
            for at in (first - 1, last)
            if any(begin <= at < end for begin, end in spans)
        ]
        rules = self._any_of(outside)
        for first_token, second_token in edges:
            rules |= self._with[first_token] & self._with[second_token]
        if len(hosts) > 1:
            seen = counters.planes(map(self._any_of, inside))
            rules |= counters.reaching(seen, [(2, self._needed.everything)])
        if rules:
            begin, end = spans[0][0], spans[-1][1]
            yield from self._among_many(words, begin, end, rules, _Zones(outside, edges, inside))

    def _among_many(
        self,
        words: Words,
        begin: int,
        end: int,
        rules: int,
        zones: _Zones | None = None,
    ) -> Iterator[Place]:
        """Yield the place of a region of many words, if a rule can have enough of them.

        Args:
            words: The words of the region.
            begin: Its first place.
            end: Its last.
            rules: The rules that come into question.
            zones: Where a match has words; None when it does not matter.
        """
        reached = rules & self._needed.reached(words)
        if reached:
            holds = zones.are_held if zones else bool
            yield Place(begin, end, reached, self._judging(words, holds))

    def _judging(
        self, words: Words, holds: Callable[[Collection[int]], bool]
    ) -> Callable[[int], bool]:
        needed = self._needed

        def judge(rid: int) -> bool:
            return (
                needed.words[rid] <= words.size
                and needed.legalese[rid] <= words.high
                and self._judge.may_match(words, rid, holds)
            )

        return judge

    def _in_two(self, tokens: Sequence[int], exact: Sequence[Span]) -> Iterator[Place]:
        """Yield places of which two matches, within two exact ones, may be merged."""
        for at, (first, last) in enumerate(exact):
            for other_first, other_last in exact[at + 1 :]:
                if other_first - last > _MERGED:
                    break
                one = Words.of([tuple(tokens[first : last + 1])], self._legalese)
                two = Words.of([tuple(tokens[other_first : other_last + 1])], self._legalese)
                rules = self._needed.reached(one) & self._needed.reached(two)
                if rules:
                    yield Place(first, other_last, rules, self._in_both(one, two))

    def _in_both(self, one: Words, two: Words) -> Callable[[int], bool]:
        first, second = self._judging(one, bool), self._judging(two, bool)
        return lambda rid: first(rid) and second(rid)

    def _any_of(self, tokens: Iterable[int]) -> int:
        return reduce(or_, map(self._with.__getitem__, tokens), 0)
