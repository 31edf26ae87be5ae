"""How many distinct tokens of a text each rule holds, for all rules at once (``counters``)."""

from __future__ import annotations

from array import array

from attribcheck.scan.fast.index import counters
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.on_demand import OnDemand


class CommonTokens:
    """Counts the tokens; those of the last text are known, since several ask for the same.

    Args:
        data: The sections that ``build`` made.
        rules: How many rules there are.
        legalese: Tokens below this number are legalese ("high").

    Attributes:
        rarity: For each token a number that rises with the rules that hold it.
        rules_with: These rules, as a bit set.
        size: The bytes of a bit set of all rules.
    """

    def __init__(self, data: Container, rules: int, legalese: int) -> None:
        self._legalese = legalese
        self._postings = data.pieces("postings")
        self.rarity = self._postings.sizes()
        self.rules_with = OnDemand(len(self.rarity), self._holding)
        self.size = (rules + 7) // 8
        self._high_of: dict[frozenset[int], counters.Planes] = {}
        self._all_of: dict[frozenset[int], counters.Planes] = {}

    def high(self, distinct: frozenset[int]) -> counters.Planes:
        """Return how many of the legalese among some distinct tokens each rule has."""
        if distinct not in self._high_of:
            self._high_of.clear()
            legalese = filter(self._legalese.__gt__, distinct)
            self._high_of[distinct] = counters.planes(map(self.rules_with.__getitem__, legalese))
        return self._high_of[distinct]

    def counted(self, distinct: frozenset[int]) -> counters.Planes:
        """Return how many of some distinct tokens each rule has."""
        if distinct not in self._all_of:
            self._all_of.clear()
            low = filter(self._legalese.__le__, distinct)
            self._all_of[distinct] = counters.planes(
                map(self.rules_with.__getitem__, low), self.high(distinct)
            )
        return self._all_of[distinct]

    def are_counted(self, distinct: frozenset[int]) -> bool:
        """Whether ``counted`` is known for some tokens."""
        return distinct in self._all_of

    def _holding(self, token: int) -> int:
        """Return the rules that hold ``token``; where they are few, their numbers are stored."""
        stored = self._postings[token]
        if len(stored) < self.size:
            return counters.as_rules(array("H", stored), self.size)
        return int.from_bytes(stored, "little")
