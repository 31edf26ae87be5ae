"""What has to be reached to report a correspondence; ``docs/copies.md`` has the rates behind it.

``benchmarks/copies.py`` chooses these numbers: ``make bench-copies`` prints them with the rates at
which files that share nothing reach them.
"""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.copies.model import Channel, Strength

SAME_NAMES = 0.5
"""The share of equal names that is evidence."""

RENAMED = 0.9
"""The share of consistently renamed names that is evidence as well."""

MIN_REPEATED = 4
"""How often names have to recur for their renaming to be called consistent."""

MIN_EXACT = 4
"""Fewer fingerprints of the exact channel are never evidence."""

COMMON = 20
"""Tokens that occur in more origins do not discriminate."""


class Thresholds(NamedTuple):
    """The least score of each strength.

    Attributes:
        bits: The information of a region of the shape channel: certain, likely, weak.
        exact: The fingerprints of the exact channel in a region: certain, likely, weak.
    """

    bits: tuple[float, float, float]
    exact: tuple[int, int, int]

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


DECLARED = Thresholds(bits=(180.0, 150.0, 130.0), exact=(6, 4, 4))
"""Against declared components: few files, which somebody named."""

INDEXED = Thresholds(bits=(320.0, 240.0, 180.0), exact=(12, 8, 6))
"""Against an index of known origins."""
