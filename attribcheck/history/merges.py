"""Finds the files that a merge did not take over from a parent although its side changed them.

git lists a merge by its difference to the first parent. A file that is the same there is not in the
list, although another parent may have had a notice in it that the merge dropped.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from attribcheck.git.parsing import LoggedCommit

_FIRST, _OTHER = 1, 2


def dropped_paths(commits: Sequence[LoggedCommit]) -> dict[str, tuple[frozenset[str], ...]]:
    """Return for each merge, by its id, the paths that it may have dropped from further parents.

    One set for each parent after the first: the paths that commits of that parent's side alone
    changed, without those that differ from the first parent.

    Args:
        commits: Each behind its parents.
    """
    numbers = {one.commit.oid: at for at, one in enumerate(commits)}
    parents = [[numbers[p] for p in one.parents if p in numbers] for one in commits]
    found = {}
    for one in commits:
        if len(one.parents) < 2:
            continue
        listed = {raw.path for raw in one.changes}
        first = numbers.get(one.parents[0])
        found[one.commit.oid] = tuple(
            frozenset(
                raw.path
                for at in _only_reached_from(numbers.get(other), first, parents)
                for raw in commits[at].changes
                if raw.path not in listed
            )
            for other in one.parents[1:]
        )
    return found


def all_paths(dropped: Mapping[str, Sequence[frozenset[str]]]) -> set[str]:
    """Return every path that a merge may have dropped."""
    return set().union(*(paths for sides in dropped.values() for paths in sides))


def _only_reached_from(
    other: int | None, first: int | None, parents: Sequence[Sequence[int]]
) -> list[int]:
    """Return the commits reachable from ``other`` and not from ``first``.

    A commit is visited behind all commits that it is reachable from, and the walk ends where the
    two sides meet, as in git's own search for merge bases.
    """
    if other is None or other == first:
        return []
    flags = {other: _OTHER}
    if first is not None:
        flags[first] = _FIRST
    waiting = [-at for at in flags]
    heapq.heapify(waiting)
    pending = 1  # waiting commits that only ``other`` reaches
    found = []
    while pending:
        at = -heapq.heappop(waiting)
        flag = flags[at]
        if flag == _OTHER:
            found.append(at)
            pending -= 1
        for parent in parents[at]:
            before = flags.get(parent, 0)
            after = before | flag
            if after == before:
                continue
            if not before:
                heapq.heappush(waiting, -parent)
            pending += (after == _OTHER) - (before == _OTHER)
            flags[parent] = after
    return found
