"""Patch on the sets of positions that matching works with (``licensedcode.spans.Span``).

A ``Span`` wraps an ``intbitset``. In a text of 48,000 words, matches of some thousand words each
are merged a word at a time, and more than half of the scan goes into making spans and asking them:

- What is made of two spans is a set already; ``Span.__init__`` makes it into a list, and that into
  a set again. Here the set is copied.
- The first and the last position are looked up in the bits for each comparison. Nothing changes a
  span once it is made, so they are kept.
- Whether a number is in a span is asked after it was asked whether the number is a ``Span``, an
  abstract class; and how far apart two spans are, after the set of what they share was made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attribcheck.scan.fast.patches.patch import Patch


class _Kept:
    """A property that is computed once; ``functools.cached_property`` locks before Python 3.12."""

    def __init__(self, name: str, compute: Callable[[Any], int]) -> None:
        self._name = name
        self._compute = compute

    def __get__(self, span: Any, owner: type[Any]) -> int:
        value = span.__dict__[self._name] = self._compute(span)
        return value


def overlap(self: Any, other: Any) -> int:
    """Stand in for ``Span.overlap``."""
    return len(self.set & other.set)


def distance_to(self: Any, other: Any) -> int:
    """Stand in for ``Span.distance_to``."""
    if not self.set.isdisjoint(other.set):
        return 0
    begin, end = other.start, self.end
    return int(begin - end if end < begin else self.start - other.end)


def _install(_facts: Any) -> None:
    from intbitset import intbitset  # lazy: with the engine
    from licensedcode.spans import Span

    made, contained = Span.__init__, Span.__contains__

    def init(self: Any, *positions: Any) -> None:
        if len(positions) == 1:
            kind = type(positions[0])
            if kind is intbitset or kind is Span:
                self._set = intbitset(positions[0] if kind is intbitset else positions[0].set)
                return
        made(self, *positions)

    def contains(self: Any, other: Any) -> Any:
        return other in self.set if type(other) is int else contained(self, other)

    Span.__init__, Span.__contains__ = init, contains
    Span.overlap, Span.distance_to = overlap, distance_to
    Span.start = _Kept("start", Span.start.fget)
    Span.end = _Kept("end", Span.end.fget)


SPANS = Patch(
    name="spans",
    replaces=("licensedcode.spans.Span",),
    rests_on=(),
    install=_install,
    statements=False,
)
