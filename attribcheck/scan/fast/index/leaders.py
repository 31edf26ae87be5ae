"""The rules that can be among scancode's best for a text, as a bit set, without their scores.

scancode keeps 700 rules of those that have enough tokens in common with a text: those that resemble
it highly, and then those with the highest containment, rounded to tenths (``match_set``). The
tokens that each rule has in common with the text are counted for all rules at once (``counters``).
When at least 700 rules surely reach a tenth, a rule that does not even perhaps reach it is none of
the best, unless it resembles the text highly.
"""

from __future__ import annotations

from collections.abc import Sequence

from attribcheck.scan.fast.index import counters
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.on_demand import OnDemand

TENTHS = tuple(range(10, 0, -1))

_ROUNDING = 1e-6
"""Wider than any rounding of a division."""

_RESEMBLING = 0.74
"""A resemblance of 0.75 and more is rounded to 0.8, and needs as much of the text in common."""


def margins(tenth: int) -> tuple[float, float]:
    """Return the containment that is surely rounded up to a tenth, and that which perhaps is."""
    middle = tenth / 10 - 0.05
    return middle + _ROUNDING, middle - _ROUNDING


class Leaders:
    """Finds the rules.

    Args:
        data: The sections that ``build_closeness`` made.
    """

    def __init__(self, data: Container) -> None:
        bits = data.pieces("bounds")
        self._planes = OnDemand(len(bits), lambda at: int.from_bytes(bits[at], "little"))
        self._starts = data.numbers("bounds.starts", "H").tolist()

    def best(self, rules: int, counted: counters.Planes, size: int, keep: int) -> int:
        """Return those of ``rules`` that can be among the ``keep`` best.

        Args:
            rules: Those with enough legalese in common with the text.
            counted: How many distinct tokens each rule has in common with it.
            size: How many distinct tokens the text has.
            keep: How many are kept.
        """
        rules = counters.at_least(counted, self._column(0), rules)
        if rules.bit_count() <= keep:
            return rules
        for at, _ in enumerate(TENTHS):
            surely = counters.at_least(counted, self._column(2 * at + 1), rules)
            if surely.bit_count() >= keep:
                perhaps = counters.at_least(counted, self._column(2 * at + 2), rules)
                least = max(1, int(_RESEMBLING * size))
                return perhaps | counters.reaching(counted, [(least, rules)])
        return rules

    def _column(self, number: int) -> Sequence[int]:
        begin, end = self._starts[number : number + 2]
        return [self._planes[at] for at in range(begin, end)]
