"""The changes about to be committed: the index against HEAD, or against another parent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attribcheck.core.model import Blob, Change
from attribcheck.git import state
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
        state.verify_index(repo)

    def merged(self) -> Sequence[StoredSource]:
        """See ``base.Source``: the commits that a merge in progress joins to HEAD."""
        return [
            _MergedSource(self._repo, oid, self._listing) for oid in state.merge_heads(self._repo)
        ]

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        return self._repo.diff_index(self._repo.head or self._repo.empty_tree, harder=harder)

    def _entries(self) -> Mapping[str, Blob]:
        return self._repo.staged_entries()


class _MergedSource(StoredSource):
    """The index, against a commit that a merge in progress joins to HEAD.

    Only content that this side changed since the merge base: the rest is what HEAD's side changed,
    which was checked when it was committed there.

    Args:
        repo: The repository.
        parent: The id of the commit.
        listing: The entries of the index.
    """

    label = "staged changes"

    def __init__(self, repo: Repository, parent: str, listing: Mapping[str, Blob]) -> None:
        super().__init__(repo, parent)
        self._parent = parent
        self._index = listing

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        head = self._repo.head
        start = head and self._repo.merge_base(head, self._parent)
        side = self._repo.diff_trees(start or self._repo.empty_tree, self._parent)
        changed = {change.new for change in side}
        return (c for c in self._repo.diff_index(self._parent) if c.old and c.old in changed)

    def _entries(self) -> Mapping[str, Blob]:
        return self._index
