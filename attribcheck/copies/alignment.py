"""Aligns a checked file with an origin file: chains of anchors, extended token by token.

An anchor is a fingerprint that both share. Anchors that follow one another on both sides in about
the same distance are a chain. From a chain the tokens are compared in both directions; after a
difference the walk goes on at the nearest place where six tokens are equal again.
"""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.copies.information import Run

_HERE = 33
_THERE = (1 << 32) - 1
_GAP = 64
_DRIFT = 16
_MAX_OPEN = 48
_MIN_RUN = 6
_REACH = 24
_BLOCK = 32
_NONE = -1
_MAX_REMEMBERED = 4096
_remembered: dict[bytes, int] = {}  # no tuples: garbage collection would visit each of them
_number = int.from_bytes


def anchor(here: int, there: int, *, exact: bool) -> int:
    """Return an anchor as one number, which sorts by its places; there are many of them.

    Args:
        here: The token here.
        there: The token there.
        exact: Whether the spellings are equal too.
    """
    return here << _HERE | there << 1 | exact


class Chain:
    """Anchors that follow one another.

    Args:
        here: The token of the first one here.
        there: Its token there.
    """

    __slots__ = ("exact", "first_here", "first_there", "last_here", "last_there", "shapes")

    def __init__(self, here: int, there: int) -> None:
        self.first_here = self.last_here = here
        self.first_there = self.last_there = there
        self.exact: list[int] = []
        self.shapes = 0


def chains(anchors: Iterable[int]) -> list[Chain]:
    """Return chains of anchors, the longest first.

    A single anchor of the exact channel is no chain: equal tokens that are worth reporting have an
    anchor of the shape channel, or several.

    Args:
        anchors: In any order; see ``anchor``.
    """
    current: dict[int, Chain] = {}  # by the difference of its last tokens
    done: list[Chain] = []
    for packed in sorted(anchors):
        here, there = packed >> _HERE, packed >> 1 & _THERE
        chain = current.get(here - there)
        if chain is None or here - chain.last_here > _GAP:
            chain = _nearest(current, here, there)
            if chain is None:
                chain = Chain(here, there)
                done.append(chain)
            else:
                del current[chain.last_here - chain.last_there]
            current[here - there] = chain
            if len(current) > _MAX_OPEN:
                _close(current, here)
        chain.last_here = here
        chain.last_there = there
        if packed & 1:
            chain.exact.append(here)
        else:
            chain.shapes += 1
    strong = [chain for chain in done if chain.shapes or len(chain.exact) > 1]
    return sorted(strong, key=lambda each: each.first_here - each.last_here)


def _nearest(current: dict[int, Chain], here: int, there: int) -> Chain | None:
    """Return the chain that a pair of tokens continues best, or None."""
    best = None
    least = _GAP * 8
    lag = here - there
    # The keys say how far a chain drifts, without a look at it; nearly all drift too far.
    for key in [key for key in current if -_DRIFT <= lag - key <= _DRIFT]:
        chain = current[key]
        step_here = here - chain.last_here
        step_there = there - chain.last_there
        if 0 < step_here <= _GAP and 0 < step_there <= _GAP:
            cost = 4 * abs(lag - key) + step_here
            if cost < least:
                least = cost
                best = chain
    return best


def _close(current: dict[int, Chain], here: int) -> None:
    """Remove the chains that no later pair of tokens continues, and the older half at worst."""
    for key in [key for key, chain in current.items() if here - chain.last_here > _GAP]:
        del current[key]
    if len(current) > _MAX_OPEN:
        for key in list(current)[: _MAX_OPEN // 2]:
            del current[key]


def aligned(here: bytes, there: bytes, chain: Chain) -> list[Run]:
    """Return the runs of equal tokens around a chain, in order.

    Args:
        here: The codes of the checked file.
        there: The codes of the origin file.
        chain: Where to begin.
    """
    start = (chain.first_here, chain.first_there)
    runs: list[Run] = []
    for run in (*_leftwards(here, there, *start), *_rightwards(here, there, *start, chain)):
        if runs:
            at_here, at_there, length = runs[-1]
            if at_here + length == run[0] and at_there + length == run[1]:
                runs[-1] = (at_here, at_there, length + run[2])
                continue
        runs.append(run)
    return runs


def _rightwards(here: bytes, there: bytes, at: int, other: int, chain: Chain) -> list[Run]:
    runs: list[Run] = []
    while True:
        length = _equal(here, at, there, other)
        if length >= _MIN_RUN or (length and runs):
            runs.append((at, other, length))
        at += length
        other += length
        # Within the chain more is left out: it is known that the files correspond again.
        reach = _REACH if at >= chain.last_here else 2 * _REACH
        step = _next_equal(
            here[at : at + reach + _MIN_RUN], there[other : other + reach + _MIN_RUN]
        )
        if step is None:
            return runs
        at += step[0]
        other += step[1]


def _leftwards(here: bytes, there: bytes, at: int, other: int) -> list[Run]:
    runs: list[Run] = []
    while True:
        length = _equal_before(here, at, there, other)
        if length:
            runs.append((at - length, other - length, length))
        at -= length
        other -= length
        reach = _REACH + _MIN_RUN
        step = _next_equal(
            here[max(at - reach, 0) : at][::-1], there[max(other - reach, 0) : other][::-1]
        )
        if step is None:
            return runs[::-1]
        at -= step[0]
        other -= step[1]


def _next_equal(here: bytes, there: bytes) -> tuple[int, int] | None:
    """Return the fewest tokens to leave out on both sides until six are equal, or None.

    Relatives of one file differ from it in the same places, so results are remembered.

    Args:
        here: The next tokens of the checked file.
        there: The next tokens of the origin file.
    """
    key = b"%c%b%b" % (len(here), here, there)
    found = _remembered.get(key)
    if found is None:
        if len(_remembered) >= _MAX_REMEMBERED:
            _remembered.clear()
        found = _remembered[key] = _fewest(here, there)
    return None if found == _NONE else (found >> 8, found & 255)


def _fewest(here: bytes, there: bytes) -> int:
    best = _NONE
    least = len(here) - _MIN_RUN + 1
    for at in range(least):
        if at >= least:
            break
        other = there.find(here[at : at + _MIN_RUN], 0, least - at - 1 + _MIN_RUN)
        if other >= 0:
            least = at + other
            best = at << 8 | other
    return best


def _equal(here: bytes, at: int, there: bytes, other: int) -> int:
    """Return how many tokens are equal from ``at`` and ``other`` on."""
    begin = at
    while (one := here[at : at + _BLOCK]) == (two := there[other : other + _BLOCK]) and one:
        at += len(one)
        other += len(one)
    # The first difference is the lowest bit in which they differ as numbers.
    size = min(len(one), len(two))
    differing = _number(one[:size], "little") ^ _number(two[:size], "little")
    equal = ((differing & -differing).bit_length() - 1) >> 3 if differing else size
    return at - begin + equal


def _equal_before(here: bytes, at: int, there: bytes, other: int) -> int:
    """Return how many tokens are equal before ``at`` and ``other``."""
    begin = at
    while size := min(at, other, _BLOCK):
        one = _number(here[at - size : at], "little")
        differing = one ^ _number(there[other - size : other], "little")
        if differing:
            return begin - at + size - ((differing.bit_length() + 7) >> 3)
        at -= size
        other -= size
    return begin - at
