"""The years of copyright statements, as they were stated: nothing between them is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable

_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(
    rf"(?<![\d.-])(?P<first>{_YEAR})"
    rf"(?:\s*[-\u2013\u2014]\s*(?P<last>{_YEAR}|\d\d|present|now))?(?!\d|-\d|\.\d)",
    re.IGNORECASE,
)
_OPEN = "present"


def stated(statements: Iterable[str]) -> str:
    """Return the years that copyright statements of one holder name, in order.

    Years and ranges are joined where they meet or overlap, and only there: 2019 and 2021 say
    nothing of 2020. A date is no year.

    >>> stated(["2019-2021 Foo Corp.", "2022 by Foo Corp.", "2025-present Foo Corp."])
    '2019-2022, 2025-present'
    """
    spans: list[tuple[int, int]] = []
    open_since: int | None = None
    for match in (found for text in statements for found in _YEARS.finditer(text)):
        first, last = int(match["first"]), (match["last"] or "").lower()
        if last and not last.isdigit():
            open_since = first if open_since is None else min(first, open_since)
            continue
        end = int(str(first)[: 4 - len(last)] + last) if last else first
        spans.append((first, end) if end >= first else (first, first))
    joined: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    if open_since is not None:
        while joined and joined[-1][1] + 1 >= open_since:
            open_since = min(open_since, joined.pop()[0])
    parts = [str(first) if first == end else f"{first}-{end}" for first, end in joined]
    return ", ".join([*parts, *([f"{open_since}-{_OPEN}"] if open_since is not None else ())])
