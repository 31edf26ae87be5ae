"""How much information corresponding tokens carry, in bits: a score that chance does not reach.

A table of data, a list of parameters and a block of similar calls are long, and yet correspond by
chance: they repeat themselves. So tokens are scored by how hard they are to predict. A token whose
run of four occurred before within the same region costs little; any other costs what the two tokens
before leave open, by the frequencies of public code.

The scores are computed from integers by this module alone, so that they are the same in every
build, which the sizes that zlib returns are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Run = tuple[int, int, int]
"""Tokens that are equal: the first one here, the first one there, how many."""

_CONTEXT = 4
_NEW = 48
_REPEATED = 4
_UNIT = 16  # a bit


class Information:
    """The information of the tokens of one checked file.

    Args:
        codes: Their codes.
        family: Their family; see ``Tokens``.
    """

    def __init__(self, codes: bytes, family: str) -> None:
        self._costs: Sequence[int] = [_NEW] * len(codes)
        self._before = _earlier(codes)

    def of(self, runs: Iterable[Run]) -> float:
        """Return the information of the tokens of ``runs``, which are in order, in bits."""
        total = 0
        first = None
        for here, _, length in runs:
            if first is None:
                first = here
            costs = self._costs[here : here + length]
            before = self._before[here : here + length]
            total += sum(
                cost if earlier < first else _REPEATED
                for cost, earlier in zip(costs, before, strict=True)
            )
        return total / _UNIT


def _earlier(codes: bytes) -> list[int]:
    """Return for each token where the run of four that ends there ended before, or -1."""
    last: dict[bytes, int] = {}
    found = [-1] * min(_CONTEXT - 1, len(codes))
    for at in range(_CONTEXT - 1, len(codes)):
        run = codes[at - _CONTEXT + 1 : at + 1]
        found.append(last.get(run, -1))
        last[run] = at
    return found
