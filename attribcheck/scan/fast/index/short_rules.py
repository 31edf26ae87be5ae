"""The rules of short matches, found by two words of a region that are close in the rule too.

A match of up to ``FEW`` words has at most ``CLOSE`` words of the rule between its ends: its words
are neighbours in the rule, or legalese within that distance. Lists say which rules have two words
like this.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any

from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.needed import Needed
from attribcheck.scan.fast.index.regions import Words, unordered


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


class ShortRules:
    """Finds the rules.

    Args:
        data: The sections that ``build_closeness`` made.
        needed: What matches of the rules need.
        sequences: The tokens of each rule.
    """

    def __init__(self, data: Container, needed: Needed, sequences: Sequence[Any]) -> None:
        self._needed = needed
        self._pairs, self._close = _Lists(data, "pairs"), _Lists(data, "close")
        self._one_word: dict[int, list[int]] = {}
        for rid in data.numbers("one word", "H"):
            for token in set(sequences[rid]):
                self._one_word.setdefault(token, []).append(rid)

    def near(self, words: Words) -> Counter[int]:
        """Return the rules that can have a short match in a region.

        Returns:
            The rules, and how many pairs of different legalese each has close together.
        """
        high = self._needed.useful(words)
        found = self._close_in(high)
        found.update(dict.fromkeys(self._with_neighbours(words, high), 0))
        return found

    def _with_neighbours(self, words: Words, high: Counter[int]) -> set[int]:
        """Return rules with neighbours of which one is legalese, or with a word that is enough."""
        rids: set[int] = set()
        for token in high.keys() & self._one_word.keys():
            rids.update(self._one_word[token])
        for pair in words.pairs:
            if pair >> 16 in high or pair & 0xFFFF in high:
                rids.update(self._pairs.of(pair))
        return rids

    def _close_in(self, high: Counter[int]) -> Counter[int]:
        """Return rules, and how many pairs of different legalese they have close together."""
        found: Counter[int] = Counter()
        distinct = list(high)
        for at, token in enumerate(distinct):
            for other in distinct[at + 1 :]:
                found.update(self._close.of(unordered(token, other)))
        for token, times in high.items():
            if times > 1:  # a match of this word of legalese alone
                for rid in self._close.of(unordered(token, token)):
                    if self._needed.legalese[rid] <= times:
                        found.setdefault(rid, 0)
        return found
