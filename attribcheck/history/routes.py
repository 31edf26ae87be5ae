"""Follows the files of a commit to their paths at the end of the history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from attribcheck.git.parsing import LoggedCommit


class Routes:
    """Follows paths through the renames and copies of later commits.

    It uses names and the order of commits alone, across all branches; the content decides later
    whether it is the same file.

    Args:
        commits: Each behind its parents.
        ends: The paths at the end.
    """

    def __init__(self, commits: Sequence[LoggedCommit], ends: Collection[str]) -> None:
        self._ends = ends
        self._moved: dict[str, list[tuple[int, str]]] = {}
        for at, change in chain.from_iterable(
            ((at, raw.change) for raw in one.changes) for at, one in enumerate(commits)
        ):
            if change.old and change.new and change.old.path != change.new.path:
                self._moved.setdefault(change.old.path, []).append((at, change.new.path))

    def ends_of(self, path: str, at: int) -> list[str]:
        """Return the possible current paths of the file at ``path`` after commit number ``at``."""
        if path not in self._moved:
            return [path] if path in self._ends else []
        seen = {path: at}
        waiting = [path]
        while waiting:
            here = waiting.pop()
            for later, there in self._moved.get(here, ()):
                if later > seen[here] and later < seen.get(there, later + 1):
                    seen[there] = later
                    waiting.append(there)
        return sorted(found for found in seen if found in self._ends)
