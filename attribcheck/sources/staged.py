"""What is about to be committed: the index against HEAD."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.core.model import Blob, Change
from attribcheck.git.repository import Repository
from attribcheck.sources.git_snapshot import StoredSource


class StagedSource(StoredSource):
    """The index of ``repo``; the work tree is never looked at.

    The base is HEAD: nothing at all on an unborn branch, the first parent during a merge. Files
    marked with ``git add --intent-to-add`` alone are not part of the commit and so not of this.
    """

    label = "staged changes"

    def __init__(self, repo: Repository) -> None:
        super().__init__(repo, repo.head)

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        return self._repo.diff_index(self._repo.head or self._repo.empty_tree, harder=harder)

    def _entries(self) -> Iterable[Blob]:
        # Against the empty tree everything is an addition. ls-files would be the obvious way, but
        # it shows intent-to-add entries as empty files.
        changes = self._repo.diff_index(self._repo.empty_tree)
        return (change.new for change in changes if change.new)
