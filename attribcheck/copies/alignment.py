"""Aligns a checked file with an origin file: anchors are chained, and chains extended token by token.

An anchor is a fingerprint that both share. Anchors that follow one another on both sides in about
the same distance are a chain. From a chain the tokens are compared in both directions; after a
difference the walk goes on at the nearest place where six tokens are equal again.
"""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.copies.information import Run

Anchor = tuple[int, int, bool]
"""A token here, a token there, and whether the spellings are equal too."""

_GAP = 64
_DRIFT = 16
_MAX_OPEN = 48
_MIN_RUN = 6
_REACH = 24
_BLOCK = 32
_STEPS = [
    [(here, total - here) for here in sorted(range(total + 1), key=lambda x: abs(2 * x - total))]
    for total in range(2 * _REACH + 1)
]
"""The ways to leave out tokens on both sides, by their number; replacements come first."""


class Chain:
    """Anchors that follow one another.

    Args:
        here: The token of the first one here.
        there: Its token there.
    """

    __slots__ = ("exact", "first_here", "first_there", "last_here", "last_there")

    def __init__(self, here: int, there: int) -> None:
        self.first_here = self.last_here = here
        self.first_there = self.last_there = there
        self.exact: list[int] = []


def chains(anchors: Iterable[Anchor]) -> list[Chain]:
    """Return chains of anchors, the longest first.

    Args:
        anchors: In any order.
    """
    open_: list[Chain] = []
    done: list[Chain] = []
    for here, there, exact in sorted(anchors):
        best = None
        least = _GAP * 8
        for at in range(len(open_) - 1, -1, -1):
            chain = open_[at]
            step_here = here - chain.last_here
            step_there = there - chain.last_there
            if step_here == step_there and 0 <= step_here <= _GAP:
                best = at
                break
            if 0 < step_here <= _GAP and 0 < step_there <= _GAP:
                drift = abs(step_here - step_there)
                if drift <= _DRIFT and 4 * drift + step_here < least:
                    least = 4 * drift + step_here
                    best = at
        if best is None:
            chain = Chain(here, there)
        else:
            chain = open_.pop(best)
            chain.last_here = here
            chain.last_there = there
        if exact:
            chain.exact.append(here)
        open_.append(chain)
        if len(open_) > _MAX_OPEN:
            done += [each for each in open_ if here - each.last_here > _GAP]
            open_ = [each for each in open_ if here - each.last_here <= _GAP]
            done += open_[: -_MAX_OPEN // 2]
            open_ = open_[-_MAX_OPEN // 2 :]
    return sorted(done + open_, key=lambda each: each.first_here - each.last_here)


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
        for total in range(1, reach + 1):
            for step, step_there in _STEPS[total]:
                begin = here[at + step : at + step + _MIN_RUN]
                if len(begin) == _MIN_RUN and there.startswith(begin, other + step_there):
                    break
            else:
                continue
            break
        else:
            return runs
        at += step
        other += step_there


def _leftwards(here: bytes, there: bytes, at: int, other: int) -> list[Run]:
    runs: list[Run] = []
    while True:
        length = _equal_before(here, at, there, other)
        if length >= _MIN_RUN:
            runs.append((at - length, other - length, length))
        at -= length
        other -= length
        for total in range(1, _REACH + 1):
            for step, step_there in _STEPS[total]:
                end, end_there = at - step, other - step_there
                if end < _MIN_RUN or end_there < _MIN_RUN:
                    continue
                if here[end - _MIN_RUN : end] == there[end_there - _MIN_RUN : end_there]:
                    break
            else:
                continue
            break
        else:
            return runs[::-1]
        at -= step
        other -= step_there


def _equal(here: bytes, at: int, there: bytes, other: int) -> int:
    """Return how many tokens are equal from ``at`` and ``other`` on."""
    begin = at
    while (block := here[at : at + _BLOCK]) == there[other : other + _BLOCK] and len(block) > 0:
        at += len(block)
        other += len(block)
    last = min(len(here) - at, len(there) - other)
    end = at + max(last, 0)
    while at < end and here[at] == there[other]:
        at += 1
        other += 1
    return at - begin


def _equal_before(here: bytes, at: int, there: bytes, other: int) -> int:
    """Return how many tokens are equal before ``at`` and ``other``."""
    begin = at
    while at and other and here[at - 1] == there[other - 1]:
        at -= 1
        other -= 1
    return begin - at
