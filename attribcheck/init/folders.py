"""Writes the paths of a component as whole folders where all their files belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from attribcheck.notices.legal_files import folders_above
from attribcheck.policy.path_patterns import below, literal


class Folders:
    """The folders of a snapshot, and how many files in each can carry a notice.

    Args:
        paths: Every path of the snapshot.
        blank: Those of files that can carry none: a folder is complete without them.
    """

    def __init__(self, paths: Iterable[str], blank: Collection[str] = frozenset()) -> None:
        self._blank = blank
        self._totals = Counter(
            folder for path in paths if path not in blank for folder in folders_above(path)
        )

    def patterns(self, paths: Collection[str]) -> tuple[str, ...]:
        """Return patterns for exactly these paths, one for a folder that is included completely."""
        counts = Counter(folder for path in paths for folder in folders_above(path))
        blank = Counter(
            folder for path in paths if path in self._blank for folder in folders_above(path)
        )
        complete = {
            folder
            for folder, count in counts.items()
            if count == self._totals[folder] + blank[folder] > 1
        }
        found = set()
        for path in paths:
            around = [folder for folder in folders_above(path) if folder in complete]
            found.add(below(around[-1]) if around else literal(path))
        return tuple(sorted(found))
