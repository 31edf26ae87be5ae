"""What a region has to reach to be reported; ``docs/copies.md`` has the rates behind the numbers.

Chance matches grow with the code that a file is compared with: each doubling of it raises the
highest score of unrelated files by about 4 bits. So the thresholds follow its size. They are chosen
on files that share nothing with the indexed code: ``make bench-copies`` measures at which rate such
files reach them.
"""

from __future__ import annotations

from math import log2
from typing import NamedTuple

from attribcheck.copies.model import Channel, Strength

SAME_NAMES = 0.5
"""The share of equal names that is evidence."""

RENAMED = 0.9
"""The share of consistently renamed names that is evidence as well."""

MIN_REPEATED = 4
"""How often names have to recur for their renaming to be called consistent."""

MIN_EXACT = 5
"""Fewer fingerprints of the exact channel are never evidence."""

COMMON = 20
"""Tokens that occur in more origins do not discriminate."""

_SIZE = 1 << 22
"""Tokens, about a million lines: the size at which the thresholds are chosen."""

_BITS = 115.0
_LEAST_BITS = 70.0
_BITS_A_DOUBLING = 4.0
_CERTAIN_BITS = 45.0
_WEAK_BITS = 5.0
_DOUBLINGS_AN_EXACT = 2
_CERTAIN_EXACT = 3


class Thresholds(NamedTuple):
    """The least score of each strength.

    Attributes:
        bits: The information of a region of the shape channel: certain, likely, weak.
        exact: The fingerprints of the exact channel in a region: certain, likely, weak.
    """

    bits: tuple[float, float, float]
    exact: tuple[int, int, int]

    @classmethod
    def of(cls, tokens: int) -> Thresholds:
        """Return the thresholds for a comparison with code of so many tokens."""
        doublings = log2(max(tokens, 1) / _SIZE)
        bits = max(_BITS + _BITS_A_DOUBLING * doublings, _LEAST_BITS)
        exact = MIN_EXACT + max(int(doublings / _DOUBLINGS_AN_EXACT), 0)
        return cls(
            (bits + _CERTAIN_BITS, bits, bits - _WEAK_BITS),
            (exact + _CERTAIN_EXACT, exact, exact),
        )

    def strength(self, information: float, exact: int) -> tuple[Strength, Channel] | None:
        """Return how sure a region is and by which channel, or None below all thresholds.

        Args:
            information: Its information in bits; 0 when there is no evidence of its names.
            exact: Its fingerprints of the exact channel.
        """
        for strength, bits, count in zip(Strength, self.bits, self.exact, strict=True):
            if information >= bits:
                return strength, Channel.SHAPE
            if exact >= count:
                return strength, Channel.EXACT
        return None
