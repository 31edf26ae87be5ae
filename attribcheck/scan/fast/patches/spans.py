"""scancode's sets of positions, made without a detour over lists.

``licensedcode.spans.Span`` wraps an ``intbitset``. What it returns of two spans it copies into a
list and back into a set, several times; matching does so some thousand times a file. And it asks
whether a number is a ``Span``, an abstract set, before it looks whether the number is in it. Each
method here returns an equal value.
"""

from __future__ import annotations

from typing import Any

from attribcheck.scan.fast.patches.patch import Patch


def _wrapped(span: Any, positions: Any) -> Any:
    made = span.__new__(span)
    made._set = positions  # noqa: SLF001 - what Span.__init__ sets
    return made


def equals(self: Any, other: Any) -> bool:
    """Stand in for ``Span.__eq__``."""
    return type(other) is type(self) and bool(self._set == other.set)


def intersection(self: Any, *others: Any) -> Any:
    """Stand in for ``Span.__and__``."""
    return _wrapped(type(self), self._set.intersection(*[other.set for other in others]))


def union(self: Any, *others: Any) -> Any:
    """Stand in for ``Span.__or__``."""
    return _wrapped(type(self), self._set.union(*[other.set for other in others]))


def difference(self: Any, *others: Any) -> Any:
    """Stand in for ``Span.difference``."""
    return _wrapped(type(self), self._set.difference(*[other.set for other in others]))


def overlap(self: Any, other: Any) -> int:
    """Stand in for ``Span.overlap``."""
    return len(self._set & other.set)


def distance_to(self: Any, other: Any) -> int:
    """Stand in for ``Span.distance_to``."""
    if not self._set.isdisjoint(other.set):
        return 0
    begin, end = other.start, self.end
    return int(begin - end if end < begin else self.start - other.end)


def _install(_facts: Any) -> None:
    from intbitset import intbitset  # lazy: with the engine
    from licensedcode.spans import Span

    created, contained = Span.__init__, Span.__contains__

    def init(self: Any, *arguments: Any) -> None:
        if len(arguments) == 1 and type(arguments[0]) is Span:
            self._set = intbitset(arguments[0].set)
        else:
            created(self, *arguments)

    def contains(self: Any, other: Any) -> bool | None:
        kind = type(other)
        if kind is int:
            return other in self._set
        if kind is Span:
            return bool(self._set.issuperset(other.set))
        return contained(self, other)  # type: ignore[no-any-return]

    Span.__init__, Span.__contains__, Span.__eq__ = init, contains, equals
    Span.__and__, Span.__or__, Span.difference = intersection, union, difference
    Span.overlap, Span.distance_to = overlap, distance_to


SPANS = Patch(
    name="spans",
    replaces=("licensedcode.spans.Span",),
    rests_on=(),
    install=_install,
    statements=False,
)
