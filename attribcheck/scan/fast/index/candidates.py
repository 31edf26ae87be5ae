"""The rules that a text is compared with token by token: the same as scancode's, found faster.

Answers ``licensedcode.match_set.compute_candidates`` (scancode-toolkit 32.5), which compares the
tokens of a text with those of each of 30,000 rules in a Python loop, twice for every text and once
for every part of it. Here all rules are counted at once (``counters``), and only those that can be
candidates are compared one by one. What scancode computes of them (resemblance, containment, the
rounded and the full score, the order, the duplicates left out) is computed in the same way, with
the same floating-point operations.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from itertools import compress, starmap
from operator import ge, or_, truediv
from typing import Any, NamedTuple

from attribcheck.scan.fast.index import counters, words
from attribcheck.scan.fast.index.common_tokens import CommonTokens
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.leaders import Leaders
from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.scan.fast.index.scores import Score, Scores

_FEW = 300
"""Up to so many candidates are counted one by one, which is then faster than all at once."""

_RULE_BITS = 16
_RULE = (1 << _RULE_BITS) - 1

_KEPT = 10
"""How many times more candidates scancode keeps for its second step than the caller wants."""


class Text(NamedTuple):
    """The tokens of a text that may still be matched.

    Attributes:
        tokens: The distinct ones.
        counts: How often it has each.
        length: How many there are in all.
    """

    tokens: frozenset[int]
    counts: Mapping[int, int]
    length: int


class Found(NamedTuple):
    """A rule, how many distinct tokens it has in common with a text, and how many are legalese."""

    rule: int
    matched: int
    high: int


class Columns(NamedTuple):
    """Many ``Found``, by column."""

    rules: Sequence[int]
    matched: Sequence[int]
    high: Sequence[int]

    def only(self, kept: Sequence[bool]) -> Columns:
        """Return those that are ``kept``."""
        return Columns(*(list(compress(column, kept)) for column in self))


class Candidates:
    """Finds the candidates; replaces ``compute_candidates``.

    Args:
        data: The sections that ``build`` made.
        legalese: Tokens below this number are legalese ("high").
    """

    def __init__(self, data: Container, legalese: int) -> None:
        self._sequences = words.sequences(data)
        self._legalese = legalese
        # Lists are read three times as fast, and take a millisecond each to make.
        self._length_unique = data.numbers("rule length unique", "H").tolist()
        self._least_unique = data.numbers("rule least unique", "H").tolist()
        self._length = data.numbers("rule length", "H")
        self._least = data.numbers("rule least", "H")
        self._min_high = data.numbers("rule min high", "H")
        self._min_high_unique = data.numbers("rule min high unique", "H")
        self._expression = data.numbers("rule expression", "H")
        self._order = data.numbers("rule order", "H")
        self._common = CommonTokens(data, len(self._length), legalese)
        self.rules_with = self._common.rules_with
        self._repeats = _repeats(data)
        self._by_high = _groups(data, "min high unique")
        self._by_length = _groups(data, "length unique")
        self._leaders = Leaders(data)

    @cached_property
    def _everything(self) -> int:
        return (1 << len(self._length)) - 1

    def find(
        self, tokens: Iterable[int], top: int, *, alike: bool, threshold: float
    ) -> list[tuple[Score, int]]:
        """Return the best candidates, their scores and the numbers of the rules, best first.

        Args:
            tokens: The token numbers of the text; -1 for one that is matched already.
            top: How many at most.
            alike: Whether only rules that resemble the whole text are wanted.
            threshold: The least resemblance of such a rule.
        """
        counted = Counter(tokens)
        counted.pop(-1, None)
        if not counted:
            return []
        text = Text(frozenset(counted), counted, sum(counted.values()))
        first = self._first(text, top * _KEPT, alike=alike, threshold=threshold)
        if not first:
            return []
        best: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        for rid, score in self._second(text, first, alike=alike, threshold=threshold):
            # scancode's filter_dupes: of rules for the same licence with the same rounded score
            # and length only the one with the best full score, and of equals the last by name.
            group = (self._expression[rid], score[0], self._length[rid])
            rank = (score[1], self._order[rid])
            if group not in best or rank > best[group][0]:
                best[group] = (rank, score, rid)
        return sorted(((score, rid) for _, score, rid in best.values()), reverse=True)[:top]

    def leaders(self, tokens: Iterable[int], top: int) -> int:
        """Return a bit set of rules among which are all that ``find`` returns, if not alike.

        Args:
            tokens: See ``find``.
            top: See ``find``.
        """
        distinct = frozenset(tokens) - {-1}
        rules = self._with_legalese(distinct)
        return rules and self._best(distinct, rules, top * _KEPT)

    def with_legalese(self, tokens: Iterable[int]) -> int:
        """Return a bit set of the rules that have enough legalese in common with a text.

        Args:
            tokens: See ``find``.
        """
        return self._with_legalese(frozenset(tokens) - {-1})

    def _with_legalese(self, distinct: frozenset[int]) -> int:
        return counters.reaching(self._common.high(distinct), zip(*self._by_high, strict=True))

    def _best(self, distinct: frozenset[int], rules: int, keep: int) -> int:
        return self._leaders.best(rules, self._common.counted(distinct), len(distinct), keep)

    def _first(self, text: Text, keep: int, *, alike: bool, threshold: float) -> list[Found]:
        """Return the best rules by their distinct tokens (scancode's step 1), best first."""
        size = len(text.tokens)
        rules = self._near(text.tokens, threshold) if alike else self._everything
        # Many are narrowed by the legalese that they need, and counted at once.
        if rules.bit_count() > _FEW:
            rules &= self._with_legalese(text.tokens)
        if not alike and rules.bit_count() > _FEW:
            rules = self._best(text.tokens, rules, keep)
        if not rules:
            return []
        if rules.bit_count() <= _FEW:
            found = self._one_by_one(text, rules)
        else:
            found = self._at_once(text.tokens, rules)
        scores = Scores(size, threshold)
        pairs = list(
            zip(found.matched, map(self._length_unique.__getitem__, found.rules), strict=True)
        )
        # Only the best are kept, first by the rounded resemblance, then by the rounded containment.
        # A rule whose containment is rounded below that of the last one kept is not among them,
        # unless it resembles the text, and then it contains at least 0.7 of it.
        if not alike and len(pairs) > keep:
            contained = list(starmap(truediv, pairs))
            last = sorted(contained)[-keep]
            bound = min(0.70, round(last, 1) - 0.0501)
            kept = list(map(bound.__le__, contained))
            found, pairs = found.only(kept), list(compress(pairs, kept))
        if alike:
            kept = [scores[pair][0][0] and scores[pair][1][0] for pair in pairs]
            found, pairs = found.only(kept), list(compress(pairs, kept))
        # By score, then by rule, as one number: different pairs have different scores.
        ordered = sorted(set(pairs), key=scores.__getitem__)
        places = {pair: at << _RULE_BITS for at, pair in enumerate(ordered)}
        ranked = sorted(map(or_, map(places.__getitem__, pairs), found.rules), reverse=True)[:keep]
        high_of = dict(zip(found.rules, found.high, strict=True))
        best = [(number & _RULE, ordered[number >> _RULE_BITS][0]) for number in ranked]
        return [Found(rule, matched, high_of[rule]) for rule, matched in best]

    def _near(self, tokens: frozenset[int], threshold: float) -> int:
        """Return the rules that may resemble a text."""
        size = len(tokens)
        groups = self._alike(size, threshold)
        if not groups:
            return 0
        if not self._common.are_counted(tokens):
            # A rule that lacks few of the text's tokens lacks few of its rarest.
            rules = reduce(or_, (group for _, group in groups))
            least = groups[0][0]
            needed = max(1, least // 4)
            rare = sorted(tokens, key=self._common.rarity.__getitem__)[: size - least + needed]
            seen = counters.planes(map(self.rules_with.__getitem__, rare))
            rules = counters.reaching(seen, [(needed, rules)])
            if rules.bit_count() <= _FEW:
                return rules
        return counters.reaching(self._common.counted(tokens), groups)

    def _alike(self, size: int, threshold: float) -> list[tuple[int, int]]:
        """Return how much the rules of each length need in common with a text to resemble it.

        A resemblance of t needs between t times and 1/t times as many tokens as the text has, and
        t / (1 + t) of the tokens of both in common. The margin is wider than any rounding.
        """
        share = threshold - 0.06
        shortest, longest = size * share, size / share
        lengths, rules = self._by_length
        return [
            (max(1, int(share / (1 + share) * (size + length))), rules[at])
            for at, length in enumerate(lengths)
            if shortest <= length <= longest
        ]

    def _one_by_one(self, text: Text, rules: int) -> Columns:
        """Return those of a few ``rules`` that have enough in common with the text."""
        found = []
        for rid in counters.members(rules):
            common = text.tokens.intersection(self._sequences[rid])
            if len(common) >= self._least_unique[rid]:
                high = sum(map(self._legalese.__gt__, common))
                if high and high >= self._min_high_unique[rid]:
                    found.append((rid, len(common), high))
        return Columns(*zip(*found, strict=True)) if found else Columns((), (), ())

    def _at_once(self, tokens: frozenset[int], rules: int) -> Columns:
        """Return those of many ``rules`` that have enough in common with the text.

        Args:
            tokens: The text.
            rules: Rules that have enough legalese in common with it.
        """
        counted, high = self._common.counted(tokens), self._common.high(tokens)
        members = counters.members(rules)
        everywhere = counters.counts(counted, self._common.size)
        matched = list(map(everywhere.__getitem__, members))
        enough = list(map(ge, matched, map(self._least_unique.__getitem__, members)))
        legalese = counters.counts(high, self._common.size)
        return Columns(members, matched, list(map(legalese.__getitem__, members))).only(enough)

    def _second(
        self, text: Text, first: Iterable[Found], *, alike: bool, threshold: float
    ) -> Iterable[tuple[int, Score]]:
        """Yield those rules that hold by all their tokens (step 2), and their scores."""
        repeated = {token: count - 1 for token, count in text.counts.items() if count > 1}
        scores = Scores(text.length, threshold)
        for rid, matched, high in first:
            repeats = self._repeats[rid]
            for token in repeated.keys() & repeats.keys():
                more = min(repeated[token], repeats[token])
                matched += more  # noqa: PLW2901 - counted on
                if token < self._legalese:
                    high += more  # noqa: PLW2901
            if high >= self._min_high[rid] and matched >= self._least[rid]:
                score = scores[matched, self._length[rid]]
                if not alike or (score[0][0] and score[1][0]):
                    yield rid, score


def _groups(data: Container, name: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return the values that a column of the rules takes, rising, and the rules of each as bits."""
    values, bits = data.numbers(f"groups {name}", "H").tolist(), data.pieces(f"groups {name}.bits")
    return values, OnDemand(len(values), lambda at: int.from_bytes(bits[at], "little"))


def _repeats(data: Container) -> Sequence[dict[int, int]]:
    """Return for each rule the tokens that it has more than once, and how often more."""
    packed = data.pieces("repeats")

    def repeated(rid: int) -> dict[int, int]:
        pair = iter(array("H", packed[rid]))
        return dict(zip(pair, pair, strict=True))

    return OnDemand(len(packed), repeated)
