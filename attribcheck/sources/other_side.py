"""A further parent of a merge, compared with what the merge became.

The changes of a source begin at one commit: HEAD, or the start of a range. A merge, a cherry-pick
that is resolved by hand and a range with several merge bases also take content from other commits.
Its notices are compared here, or a merge could drop them without a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from attribcheck.core.model import Blob, Change
from attribcheck.git.repository import Repository
from attribcheck.git.state import Side
from attribcheck.notices import legal_files
from attribcheck.sources.git_snapshot import StoredSource


class OtherSide(StoredSource):
    """The snapshot of ``newer``, against the commit at the end of ``side``.

    Only content that this side changed since it parted: the rest is what the first parent's side
    changed, which was checked when it was committed there. Files whose content neither parent has
    are among the changes too, without an older version: code of this side may have moved there.

    Args:
        repo: The repository.
        side: The commit, and where its side began.
        newer: The snapshot, and its changes since the first parent.
        diff: Returns the changes from a commit to the snapshot.
    """

    def __init__(
        self,
        repo: Repository,
        side: Side,
        newer: StoredSource,
        diff: Callable[[str], Iterable[Change]],
    ) -> None:
        super().__init__(repo, side.commit)
        self.label = newer.label
        self._side = side
        self._newer = newer
        self._diff_from = diff

    def differences(self) -> Sequence[Change]:
        """Return all changes from the commit to the snapshot, of either side."""
        return self._differences

    def fork_blobs(self) -> Mapping[str, Sequence[Blob]]:
        """Return the versions that the changed files of this side had where it began, by path."""
        found: dict[str, list[Blob]] = {}
        for changes in self._by_start:
            for new, old in changes.items():
                if old is not None:
                    found.setdefault(new.path, []).append(old)
        return found

    @cached_property
    def _differences(self) -> list[Change]:
        return list(self._diff_from(self._side.commit))

    @cached_property
    def _by_start(self) -> list[dict[Blob, Blob | None]]:
        """The content that the side changed since each of its starts, with the older version."""
        starts = self._side.starts or (self._repo.empty_tree,)
        return [
            {c.new: c.old for c in self._repo.diff_trees(start, self._side.commit) if c.new}
            for start in starts
        ]

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        # Content that is in one of several starts is older than the side.
        first, *others = self._by_start
        changed = {new for new in first if all(new in other for other in others)}
        if not changed:
            return
        made = {change.new for change in self._newer.changes() if change.new}
        for change in self._differences:
            if change.old and change.old in changed:
                yield change
            elif change.new in made and not legal_files.is_legal_file(change.new.path):
                yield Change(None, change.new)

    def _entries(self) -> Mapping[str, Blob]:
        return self._newer.listing()
