"""What a match of a rule needs at least, of all rules at once, compared with what a region has."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import or_

from attribcheck.scan.fast.index import counters
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.scan.fast.index.regions import FEW, Words


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


class Needed:
    """What matches of the rules need.

    Args:
        data: The sections that ``build_closeness`` made.
        rules_with: The rules that hold each token, as bit sets.
        legalese: Tokens below this number are legalese.

    Attributes:
        words: How many words a match of each rule needs.
        legalese: How many of them must be legalese.
        distinct: How many different words of legalese these are at least.
        everything: The rules that texts are aligned with, as a bit set.
        long: Those of which a match has more than ``FEW`` words.
    """

    def __init__(self, data: Container, rules_with: Sequence[int], legalese: int) -> None:
        self._below = legalese
        self._with = rules_with
        self._least_words = data.numbers("least words", "H").tolist()
        self._least_legalese = data.numbers("least legalese", "H").tolist()
        self.words = data.numbers("needed words", "H")
        self.distinct = data.numbers("needed distinct", "H")
        self.legalese = data.numbers("needed legalese", "H")
        bits = data.pieces("groups distinct.bits")
        self._groups = [
            (least, int.from_bytes(bits[at], "little"))
            for at, least in enumerate(data.numbers("groups distinct", "H"))
        ]
        self._within_words = _Within(data, "within words")
        self._within_legalese = _Within(data, "within legalese")
        self.everything = reduce(or_, (group for _, group in self._groups), 0)
        self.long = self.everything & ~self._within_words.up_to(FEW)

    def useful(self, words: Words) -> Counter[int]:
        """Return the legalese of a region of which a rule with it can have a match there."""
        return Counter(
            {
                token: times
                for token, times in words.counts.items()
                if token < self._below
                and self._least_words[token] <= words.size
                and self._least_legalese[token] <= words.high
            }
        )

    def reached(self, words: Words) -> int:
        """Return the rules that have enough legalese of a region, and need no more than it has."""
        seen = counters.planes(map(self._with.__getitem__, self.useful(words)))
        reached = counters.reaching(seen, self._groups)
        if reached:
            reached &= self._within_words.up_to(words.size)
            reached &= self._within_legalese.up_to(words.high)
        return reached
