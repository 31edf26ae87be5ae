"""The rules that a text is compared with token by token: the same as scancode's, found faster.

Answers ``licensedcode.match_set.compute_candidates`` (scancode-toolkit 32.5), which compares the
tokens of a text with those of each of 30,000 rules in a Python loop, twice for every text and once
for every part of it. Here all rules are counted at once (``counters``), and only those that can be
candidates are looked at one by one. What scancode computes of them (resemblance, containment, the
rounded and the full score, the order, the duplicates left out) is computed in the same way, with
the same floating-point operations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from attribcheck.scan.exact import counters
from attribcheck.scan.exact.container import Container
from attribcheck.scan.exact.ondemand import OnDemand

_FEW = 96
"""Up to so many candidates are counted one by one, which is then faster than all at once."""

_KEPT = 10
"""How many times more candidates scancode keeps for its second step than it is asked for."""

# A score as scancode has it: rounded, then full. Each: (highly resemblant, containment,
# resemblance squared, matched length).
Score = tuple[tuple[bool, float, float, float], tuple[bool, float, float, int]]


class Text(NamedTuple):
    """The tokens of a text that may still be matched.

    Attributes:
        tokens: The distinct ones, an ``intbitset``.
        counts: How often each stands in it.
        length: How many there are in all.
    """

    tokens: Any
    counts: Mapping[int, int]
    length: int


class Candidates:
    """What ``compute_candidates`` needs of the index.

    Args:
        data: The sections that ``build`` made.
        token_sets: The distinct tokens of each rule, an ``intbitset``, by its number.
        legalese: Tokens below this number are legalese ("high").
    """

    def __init__(self, data: Container, token_sets: Any, legalese: int) -> None:
        from intbitset import intbitset  # lazy: with the engine

        self._data = data
        self._sets = token_sets
        self._legalese = legalese
        self._high = intbitset(range(legalese))
        self._length = data.numbers("rule length", "H").tolist()
        self._length_unique = data.numbers("rule length unique", "H").tolist()
        self._min = data.numbers("rule min", "H").tolist()
        self._min_unique = data.numbers("rule min unique", "H").tolist()
        self._min_high = data.numbers("rule min high", "H").tolist()
        self._min_high_unique = data.numbers("rule min high unique", "H").tolist()
        self._containment = data.numbers("rule containment", "d").tolist()
        self._expression = data.numbers("rule expression", "H").tolist()
        self._size = (len(self._length) + 7) // 8
        self._postings = data.raw("postings")
        self._starts = data.numbers("postings.starts", "I").tolist()
        self._dense = bytes(data.raw("postings.dense"))
        self._rules_with = OnDemand(len(self._dense), self._bits)
        self._repeats = OnDemand(len(self._length), self._repeated)

    @cached_property
    def _by_high(self) -> list[tuple[int, int]]:
        return self._groups("groups min high unique")

    @cached_property
    def _everything(self) -> int:
        return (1 << len(self._length)) - 1

    @cached_property
    def _by_length(self) -> list[tuple[int, int]]:
        return self._groups("groups length unique")

    @cached_property
    def _identifiers(self) -> list[str]:
        return self._data.text("identifiers").split("\n")

    def find(self, tokens: Iterable[int], top: int, *, alike: bool, threshold: float) -> list[Any]:
        """Return the best candidates: (score, rule number, legalese tokens in common), best first.

        Args:
            tokens: The token numbers of the text; -1 for one that is matched already.
            top: How many at most.
            alike: Whether only rules that resemble the whole text are wanted.
            threshold: The least resemblance of such a rule.
        """
        from intbitset import intbitset  # lazy: with the engine

        counted = Counter(tokens)
        counted.pop(-1, None)
        if not counted:
            return []
        text = Text(intbitset(list(counted)), counted, sum(counted.values()))
        first = self._first(text, top * _KEPT, alike=alike, threshold=threshold)
        if not first:
            return []
        best: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        for rid, score in self._second(text, first, alike=alike, threshold=threshold):
            # scancode's filter_dupes: of rules for the same licence with the same rounded score
            # and length only the one with the best full score, and of equals the last by name.
            group = (self._expression[rid], score[0], self._length[rid])
            rank = (score[1], self._identifiers[rid])
            if group not in best or rank > best[group][0]:
                best[group] = (rank, score, rid)
        ranked = sorted(((score, rid) for _, score, rid in best.values()), reverse=True)[:top]
        return [(score, rid, text.tokens & self._sets[rid] & self._high) for score, rid in ranked]

    def _first(self, text: Text, keep: int, *, alike: bool, threshold: float) -> list[int]:
        """Return the best rules by their distinct tokens (scancode's step 1), best first."""
        size = len(text.tokens)
        rules = self._alike(size, threshold) if alike else self._everything
        # Many are first narrowed by the legalese that they ask for; few are counted at once.
        if rules.bit_count() > _FEW:
            high = counters.planes(map(self._rules_with.__getitem__, text.tokens & self._high))
            rules &= counters.reaching(high, self._by_high)
        if not rules:
            return []
        scored = []
        for rid, matched in self._matched(text, rules):
            containment = matched / self._length_unique[rid]
            least = self._containment[rid]
            if least and containment < least:
                continue
            scored.append((containment, rid, matched))
        if not alike and len(scored) > keep:
            # Only the best are kept, first by the rounded resemblance, then by the rounded
            # containment. A rule whose containment lies 0.12 below that of the last one kept is
            # rounded below it, and one that resembles the text contains at least 0.7 of it.
            last = sorted((item[0] for item in scored), reverse=True)[keep - 1]
            bound = min(0.70, last - 0.12)
            scored = [item for item in scored if item[0] >= bound]
        ranked = []
        for containment, rid, matched in scored:
            union = size + self._length_unique[rid] - matched
            score = _score(matched, union, containment, threshold)
            if not alike or (score[0][0] and score[1][0]):
                ranked.append((score, rid))
        ranked.sort(reverse=True)
        return [rid for _, rid in ranked[:keep]]

    def _alike(self, size: int, threshold: float) -> int:
        """Return the rules that can resemble a text of ``size`` distinct tokens by ``threshold``.

        A resemblance of t needs between t times and 1/t times as many tokens as the text has. The
        margin is wider than any rounding.
        """
        shortest, longest = size * (threshold - 0.06), size / (threshold - 0.06)
        rules = 0
        for length, group in self._by_length:
            if shortest <= length <= longest:
                rules |= group
        return rules

    def _matched(self, text: Text, rules: int) -> Iterable[tuple[int, int]]:
        """Yield each of ``rules`` that has enough in common with the text, and how much."""
        if rules.bit_count() <= _FEW:
            for rid in counters.members(rules):
                common = text.tokens & self._sets[rid]
                if len(common) < self._min_unique[rid]:
                    continue
                high = len(common & self._high)
                if high and high >= self._min_high_unique[rid]:
                    yield rid, len(common)
            return
        counts = counters.counts(
            counters.planes(map(self._rules_with.__getitem__, text.tokens)), self._size
        )
        for rid in counters.members(rules):
            if counts[rid] >= self._min_unique[rid]:
                yield rid, counts[rid]

    def _second(
        self, text: Text, rules: list[int], *, alike: bool, threshold: float
    ) -> Iterable[tuple[int, Score]]:
        """Yield those of ``rules`` that hold by all their tokens (step 2), and their scores."""
        repeated = {token: count for token, count in text.counts.items() if count > 1}
        for rid in rules:
            common = text.tokens & self._sets[rid]
            matched, high = len(common), len(common & self._high)
            repeats = self._repeats[rid]
            for token in repeated.keys() & repeats.keys():
                more = min(repeated[token], repeats[token]) - 1
                matched += more
                if token < self._legalese:
                    high += more
            if not high or high < self._min_high[rid] or matched < self._min[rid]:
                continue
            length = self._length[rid]
            containment = matched / length
            least = self._containment[rid]
            if least and containment < least:
                continue
            score = _score(matched, text.length + length - matched, containment, threshold)
            if not alike or (score[0][0] and score[1][0]):
                yield rid, score

    def _groups(self, name: str) -> list[tuple[int, int]]:
        bits = self._data.raw(f"{name}.bits")
        return [
            (value, int.from_bytes(bits[at * self._size : (at + 1) * self._size], "little"))
            for at, value in enumerate(self._data.numbers(name, "H"))
        ]

    def _bits(self, token: int) -> int:
        """Return the rules that hold ``token`` as a bit set."""
        stored = self._postings[self._starts[token] : self._starts[token + 1]]
        if self._dense[token]:
            return int.from_bytes(stored, "little")
        flags = bytearray(self._size)
        for rid in stored.cast("H"):
            flags[rid >> 3] |= 1 << (rid & 7)
        return int.from_bytes(flags, "little")

    def _repeated(self, rid: int) -> dict[int, int]:
        """Return the tokens that stand in a rule more than once, and how often."""
        starts = self._data.numbers("repeats.starts", "I")
        pairs = self._data.numbers("repeats", "H")[starts[rid] : starts[rid + 1]].tolist()
        return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _score(matched: int, union: int, containment: float, threshold: float) -> Score:
    resemblance = matched / union
    amplified = resemblance**2
    return (
        (
            round(resemblance, 1) >= threshold,
            round(containment, 1),
            round(amplified, 1),
            round(matched / 20, 1),
        ),
        (resemblance >= threshold, containment, amplified, matched),
    )
