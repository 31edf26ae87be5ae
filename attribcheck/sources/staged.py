"""The changes about to be committed: the index against HEAD."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.core.model import Blob, Change
from attribcheck.git.repository import Repository
from attribcheck.sources.git_snapshot import StoredSource


class StagedSource(StoredSource):
    """The index of ``repo``; the work tree is never read.

    The base is HEAD: none on an unborn branch, the first parent during a merge. Intent-to-add
    entries are left out, since a commit would not contain them.
    """

    label = "staged changes"

    def __init__(self, repo: Repository) -> None:
        super().__init__(repo, repo.head)

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        return self._repo.diff_index(self._repo.head or self._repo.empty_tree, harder=harder)

    def _entries(self) -> Iterable[Blob]:
        # Not ls-files, which lists intent-to-add entries as empty files.
        changes = self._repo.diff_index(self._repo.empty_tree)
        return (change.new for change in changes if change.new)
