"""scancode's sets of positions, made without a detour over lists.

``licensedcode.spans.Span`` wraps an ``intbitset``. What it returns of two spans it copies into a
list and back into a set, several times; matching does so some thousand times a file. Each method
here returns an equal value.
"""

from __future__ import annotations

from typing import Any


def _wrapped(span: Any, positions: Any) -> Any:
    made = span.__new__(span)
    made._set = positions  # noqa: SLF001 - what Span.__init__ sets
    return made


def install() -> None:
    """Let the licensedcode of this process use them."""
    from intbitset import intbitset  # lazy: with the engine
    from licensedcode.spans import Span

    created = Span.__init__

    def init(self: Any, *arguments: Any) -> None:
        if len(arguments) == 1 and isinstance(arguments[0], Span):
            self._set = intbitset(arguments[0].set)
        else:
            created(self, *arguments)

    def intersection(self: Any, *others: Any) -> Any:
        return _wrapped(Span, self._set.intersection(*[other.set for other in others]))

    def union(self: Any, *others: Any) -> Any:
        return _wrapped(Span, self._set.union(*[other.set for other in others]))

    def difference(self: Any, *others: Any) -> Any:
        return _wrapped(Span, self._set.difference(*[other.set for other in others]))

    def overlap(self: Any, other: Any) -> int:
        return len(self._set & other.set)

    def distance_to(self: Any, other: Any) -> int:
        if not self._set.isdisjoint(other.set):
            return 0
        begin, end = other.start, self.end
        return int(begin - end if end < begin else self.start - other.end)

    Span.__init__ = init
    Span.__and__ = intersection
    Span.__or__ = union
    Span.difference = difference
    Span.overlap = overlap
    Span.distance_to = distance_to
