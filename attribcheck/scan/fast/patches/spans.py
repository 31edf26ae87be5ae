"""Patch on the sets of positions that matching works with (``licensedcode.spans.Span``).

A ``Span`` wraps an ``intbitset``. What it returns of two spans is such a set too, which
``Span.__init__`` makes into a list and that into a set again: a quarter of the time that a text of
48,000 words takes, where matches of some thousand words each are merged a word at a time. Here the
set is copied. And whether a number is in a span is asked of the set at once; scancode asks first
whether the number is a ``Span``, an abstract class.
"""

from __future__ import annotations

from typing import Any

from attribcheck.scan.fast.patches.patch import Patch


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
        return other in self._set if type(other) is int else contained(self, other)

    Span.__init__, Span.__contains__ = init, contains


SPANS = Patch(
    name="spans",
    replaces=("licensedcode.spans.Span",),
    rests_on=(),
    install=_install,
    statements=False,
)
