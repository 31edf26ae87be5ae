"""Finds the lines that two versions of a file have in common, in time of n log n.

``difflib`` takes quadratic time for hostile files. Here the common beginning and end are cut off;
the lines that occur once on each side, in their longest common order, are the anchors (Bram Cohen's
patience diff), and equal lines beside an anchor belong to it. What else may be equal counts as
edited.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_Place = tuple[int, int]


def common_lines(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return the places of common lines, old to new, 0-based; both ascend together."""
    common: dict[int, int] = {}
    place, end = _trim(old, new, (0, 0), (len(old), len(new)), common)
    for anchor in [*_anchors(old, new, place, end), end]:
        _trim(old, new, place, anchor, common)
        if anchor != end:
            common[anchor[0]] = anchor[1]
        place = (anchor[0] + 1, anchor[1] + 1)
    return dict(sorted(common.items()))


def _trim(
    old: Sequence[str], new: Sequence[str], begin: _Place, end: _Place, common: dict[int, int]
) -> tuple[_Place, _Place]:
    """Add the equal lines at both ends of a section; return what is left of it."""
    (first, place), (last, stop) = begin, end
    while first < last and place < stop and old[first] == new[place]:
        common[first] = place
        first, place = first + 1, place + 1
    while first < last and place < stop and old[last - 1] == new[stop - 1]:
        last, stop = last - 1, stop - 1
        common[last] = stop
    return (first, place), (last, stop)


def _anchors(old: Sequence[str], new: Sequence[str], begin: _Place, end: _Place) -> list[_Place]:
    """Return the lines that are unique in a section of both, in their longest common order."""
    there = _unique(new, begin[1], end[1])
    pairs = [
        (at, there[line]) for line, at in _unique(old, begin[0], end[0]).items() if line in there
    ]
    # The longest increasing subsequence: the last pair of the best chain of each length.
    lasts: list[int] = []
    numbers: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(lasts, at)
        before.append(numbers[length - 1] if length else -1)
        lasts[length : length + 1] = [at]
        numbers[length : length + 1] = [number]
    chain = []
    number = numbers[-1] if numbers else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _unique(lines: Sequence[str], begin: int, end: int) -> dict[str, int]:
    """Return the places of lines that a section has once, in their order."""
    places: dict[str, int] = {}
    repeated = set()
    for at in range(begin, end):
        if places.setdefault(lines[at], at) != at:
            repeated.add(lines[at])
    return {line: at for line, at in places.items() if line not in repeated}
