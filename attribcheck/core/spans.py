"""Looks up lines in many spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from attribcheck.core.model import Span


class DisjointSpans:
    """Spans that do not overlap, such as the ignored blocks of a file.

    A file can have as many blocks as notices, so that a search through all of them for each notice
    would take quadratic time.

    Args:
        spans: In any order.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def __contains__(self, line: object) -> bool:
        if not isinstance(line, int):
            return False
        at = bisect_right(self._starts, line) - 1
        return at >= 0 and line in self._spans[at]

    def __bool__(self) -> bool:
        return bool(self._spans)
