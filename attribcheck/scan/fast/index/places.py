"""Places of a text where an alignment with a rule can leave a match that matters.

``alignments`` says which matches do not matter: those that lie within one exact match. So a match
that matters has a word outside of all exact matches, or words in two. Then its rule has such a word
of legalese, or the two words at the edge of an exact match as neighbours. Matches within two exact
matches are merged only when these are within 50 words of each other, and each has to last by itself
before.

A region of few words is decided by lists of the rules that have two of its words next to each other
or close: a match of up to ``FEW`` words has at most ``CLOSE`` words of the rule. For others there
is a bit set of the rules that have enough legalese in common with the region.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from attribcheck.scan.fast.index import counters
from attribcheck.scan.fast.index.candidates import Candidates
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.leaders import as_rules
from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.scan.fast.index.regions import FEW, Judge, Words, regions, unordered
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


class _Lists:
    """Rules by two tokens as one number."""

    def __init__(self, data: Container, name: str) -> None:
        self._keys = data.numbers(name, "I")
        self._rules = data.pieces(f"{name}.rules")

    def of(self, key: int) -> Sequence[int]:
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return ()
        return memoryview(self._rules[at]).cast("H")


class _Within:
    """Rules by how much a match of them needs."""

    def __init__(self, data: Container, name: str) -> None:
        self._bounds = data.numbers(name, "H").tolist()
        bits = data.pieces(f"{name}.bits")
        self._rules: OnDemand[int] = OnDemand(
            len(bits), lambda at: int.from_bytes(bits[at], "little")
        )

    def up_to(self, number: int) -> int:
        """Return the rules that need up to ``number``, and perhaps some that need more."""
        at = min(bisect_left(self._bounds, number), len(self._bounds) - 1)
        rules: int = self._rules[at]
        return rules


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
        self._pairs, self._close = _Lists(data, "pairs"), _Lists(data, "close")
        self._least_words = data.numbers("least words", "H").tolist()
        self._least_legalese = data.numbers("least legalese", "H").tolist()
        self._needed_words = data.numbers("needed words", "H")
        self._needed_distinct = data.numbers("needed distinct", "H")
        self._needed_legalese = data.numbers("needed legalese", "H")
        self._judge = Judge(rules.rules, self._needed_legalese, sequences, legalese)
        self._size = (len(sequences) + 7) // 8
        self._long = as_rules(
            [rid for rid, words in enumerate(self._needed_words) if words > FEW], self._size
        )
        bits = data.pieces("groups distinct.bits")
        self._distinct = [
            (least, int.from_bytes(bits[at], "little"))
            for at, least in enumerate(data.numbers("groups distinct", "H"))
        ]
        self._everything = reduce(or_, (group for _, group in self._distinct), 0)
        self._within_words = _Within(data, "within words")
        self._within_legalese = _Within(data, "within legalese")
        self._one_word: dict[int, list[int]] = {}
        for rid in data.numbers("one word", "H"):
            for token in set(sequences[rid]):
                self._one_word.setdefault(token, []).append(rid)
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
                words = Words.of(pieces)
                yield from self._among_many(words, begin, end, self._near(words) | self._long)
            elif rids := self._among_few(pieces):
                yield Place(begin, end, as_rules(rids, self._size), lambda _: True)
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
        words = Words.of(pieces)
        high = self._useful(words)
        if not high:
            return ()
        close = self._close_in(high)
        rids = self._with_neighbours(words, high)
        rids.update(close)
        # All words of a short match are close to each other in its rule.
        judge, distinct = self._judging(words, bool), self._needed_distinct
        return [
            rid
            for rid in rids
            if close[rid] >= distinct[rid] * (distinct[rid] - 1) // 2 and judge(rid)
        ]

    def _near(self, words: Words) -> int:
        """Return the rules of short matches that have two of some words close together."""
        high = self._useful(words)
        rids = self._with_neighbours(words, high)
        rids.update(self._close_in(high))
        return as_rules(rids, self._size)

    def _with_neighbours(self, words: Words, high: Counter[int]) -> set[int]:
        """Return the rules of short matches with neighbours, or with a word that is enough."""
        rids: set[int] = set()
        for token in high.keys() & self._one_word.keys():
            rids.update(self._one_word[token])
        for pair in words.pairs:
            if pair >> 16 in high or pair & 0xFFFF in high:
                rids.update(self._pairs.of(pair))
        return rids

    def _close_in(self, high: Counter[int]) -> Counter[int]:
        """Return rules of short matches, and how many pairs of different words they have close."""
        found: Counter[int] = Counter()
        distinct = list(high)
        for at, token in enumerate(distinct):
            for other in distinct[at + 1 :]:
                found.update(self._close.of(unordered(token, other)))
        for token, times in high.items():
            if times > 1:  # a match of this word of legalese alone
                for rid in self._close.of(unordered(token, token)):
                    if self._needed_legalese[rid] <= times:
                        found.setdefault(rid, 0)
        return found

    def _useful(self, words: Words) -> Counter[int]:
        """Return the legalese of a region of which a rule with it can have a match there."""
        all_words = sum(words.counts.values())
        high = {t: n for t, n in words.counts.items() if t < self._legalese}
        legalese = sum(high.values())
        return Counter(
            {
                token: times
                for token, times in high.items()
                if self._least_words[token] <= all_words and self._least_legalese[token] <= legalese
            }
        )

    def _beside(
        self, tokens: Sequence[int], spans: Sequence[Span], hosts: Sequence[Span]
    ) -> Iterator[Place]:
        """Yield the place of a region with exact matches, if a match there can matter."""
        words = Words.of([tuple(tokens[first : last + 1]) for first, last in spans])
        useful = self._useful(words)
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
            rules |= counters.reaching(seen, [(2, self._everything)])
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
        legalese = self._useful(words)
        reached = counters.reaching(
            counters.planes(map(self._with.__getitem__, legalese)), self._distinct
        )
        reached &= rules
        most = sum(words.counts.values())
        high = sum(n for token, n in words.counts.items() if token < self._legalese)
        reached &= self._within_words.up_to(most) & self._within_legalese.up_to(high)
        if reached:
            holds = zones.are_held if zones else bool
            yield Place(begin, end, reached, self._judging(words, holds))

    def _judging(
        self, words: Words, holds: Callable[[Collection[int]], bool]
    ) -> Callable[[int], bool]:
        most = sum(words.counts.values())
        legalese = sum(n for token, n in words.counts.items() if token < self._legalese)

        def judge(rid: int) -> bool:
            return (
                self._needed_words[rid] <= most
                and self._needed_legalese[rid] <= legalese
                and self._judge.may_match(words, rid, holds)
            )

        return judge

    def _in_two(self, tokens: Sequence[int], exact: Sequence[Span]) -> Iterator[Place]:
        """Yield places of which two matches, within two exact ones, may be merged."""
        for at, (first, last) in enumerate(exact):
            for other_first, other_last in exact[at + 1 :]:
                if other_first - last > _MERGED:
                    break
                one = Words.of([tuple(tokens[first : last + 1])])
                two = Words.of([tuple(tokens[other_first : other_last + 1])])
                rules = self._reaching(one) & self._reaching(two)
                if rules:
                    yield Place(first, other_last, rules, self._in_both(one, two))

    def _in_both(self, one: Words, two: Words) -> Callable[[int], bool]:
        first, second = self._judging(one, bool), self._judging(two, bool)
        return lambda rid: first(rid) and second(rid)

    def _reaching(self, words: Words) -> int:
        legalese = self._useful(words)
        return counters.reaching(
            counters.planes(map(self._with.__getitem__, legalese)), self._distinct
        )

    def _any_of(self, tokens: Iterable[int]) -> int:
        return reduce(or_, map(self._with.__getitem__, tokens), 0)
