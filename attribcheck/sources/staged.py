"""The changes about to be committed: the index against HEAD, and against other parents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attribcheck.core.model import Blob, Change
from attribcheck.git import state
from attribcheck.git.repository import Repository
from attribcheck.sources.git_snapshot import StoredSource

if TYPE_CHECKING:
    from attribcheck.sources.other_side import OtherSide


class StagedSource(StoredSource):
    """The index of ``repo``; the work tree is never read.

    The base is HEAD: none on an unborn branch, the first parent during a merge. Intent-to-add
    entries are left out, since a commit would not contain them.
    """

    label = "staged changes"

    def __init__(self, repo: Repository) -> None:
        super().__init__(repo, repo.head)
        state.verify_index(repo)

    def merged(self) -> Sequence[OtherSide]:
        """See ``base.Source``: the commits that a merge or cherry-pick in progress applies."""
        return self._merged

    @cached_property
    def _merged(self) -> Sequence[OtherSide]:
        sides = state.sides_in_progress(self._repo)
        if not sides:
            return ()
        from attribcheck.sources.other_side import OtherSide  # lazy: most commits are no merge

        return [OtherSide(self._repo, side, self, self._repo.diff_index) for side in sides]

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        return self._repo.diff_index(self._repo.head or self._repo.empty_tree, harder=harder)

    def head_ids(self, paths: Sequence[str]) -> tuple[str, ...] | None:
        """Return the ids of files and folders in HEAD; None when it lacks one.

        Raises:
            GitError: git failed.
        """
        return state.ids_in(self._repo, self._repo.head, paths) if self._repo.head else None

    def _entries(self) -> Mapping[str, Blob]:
        changed = {change.new.path: change.new for change in self._changes if change.new}
        return state.staged_entries(self._repo, changed)
