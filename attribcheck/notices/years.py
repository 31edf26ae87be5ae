"""Parses the years of copyright statements.

``Years`` has the years that a statement covers, for comparisons; ``merged`` joins the years of
several statements for documents, without filling gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_FOREVER = 9999
_LONGEST = 200  # years in a range; a longer one was mistyped
_YEAR = r"(?:19|20)\d\d"
_SPAN = re.compile(
    rf"(?<!\d)(?P<start>{_YEAR})(?!\d)"
    rf"(?:\s*(?:[-\u2010-\u2015~/]+|\bto\b)\s*"
    rf"(?:(?P<end>{_YEAR})(?!\d)|(?P<short>\d\d)(?!\d)|(?P<open>present|now|today|current)\b))?",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"\d[-./]\Z")
_DATE_AFTER = re.compile(r"[-./]\d")


class YearSpan(NamedTuple):
    """A year, or a range of years.

    Attributes:
        start: Its first year.
        end: Its last one; None for "present" and the like.
        is_date: Whether it is part of a date or a version, which is no year of publication.
    """

    start: int
    end: int | None
    is_date: bool = False


def spans(text: str) -> Iterator[YearSpan]:
    """Yield the years in a statement: "2019-2021, 2023", "2019-21", "2019 to present"."""
    for match in _SPAN.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        is_date = bool(_DATE_BEFORE.match(before) or _DATE_AFTER.match(text, match.end()))
        start = int(match["start"])
        end: int | None = start
        if match["end"]:
            end = int(match["end"])
        elif match["short"]:
            end = start - start % 100 + int(match["short"])
        elif match["open"]:
            end = None
        # "2020-07" is a month, and "2021-2019" was mistyped: only the first year counts.
        if is_date or (end is not None and end < start):
            end = start
        yield YearSpan(start, end, is_date)


class Years(NamedTuple):
    """The years that statements cover, as closed intervals; "present" ends in 9999.

    The year of a date counts: a notice without it would contain less.
    """

    intervals: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, text: str) -> Years:
        """Return the years that a statement covers."""
        return cls(tuple(sorted(map(_interval, spans(text)))))

    def __or__(self, other: Years) -> Years:
        return Years(tuple(sorted({*self.intervals, *other.intervals})))

    def covers(self, earlier: Years) -> bool:
        """Whether every year of ``earlier`` is covered; an open end may become any year."""
        known: set[int] = set()
        for start, end in self.intervals:
            known.update(range(start, min(end, start + _LONGEST) + 1))
        for start, end in earlier.intervals:
            wanted = range(start, (start if end == _FOREVER else end) + 1)
            if not known.issuperset(wanted):
                return False
        return True

    def __str__(self) -> str:
        return ", ".join(_shown(start, end) for start, end in self.intervals)


def merged(statements: Iterable[str]) -> str:
    """Return the years in copyright statements of one holder, in order.

    Adjacent and overlapping ranges are joined; gaps are kept: 2019 and 2021 do not cover 2020.
    Dates are ignored.

    >>> merged(["2019-2021 Foo Corp.", "2022 by Foo Corp.", "2025-present Foo Corp."])
    '2019-2022, 2025-present'
    """
    found = (span for text in statements for span in spans(text) if not span.is_date)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(
        (one.start, _FOREVER if one.end is None else one.end) for one in found
    ):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return ", ".join(_shown(start, end) for start, end in joined)


def _interval(span: YearSpan) -> tuple[int, int]:
    return span.start, _FOREVER if span.end is None else span.end


def _shown(start: int, end: int) -> str:
    if start == end:
        return str(start)
    return f"{start}-{'present' if end == _FOREVER else end}"
