"""What is about to be committed: the index against HEAD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attribcheck.git import Repository
from attribcheck.model import Blob, Change
from attribcheck.sources.policyfile import policy_in
from attribcheck.sources.stored import by_path, content_at, read_stored


class StagedSource:
    """The index of ``repo``; the work tree is never looked at.

    The base is HEAD: nothing at all on an unborn branch, the first parent during a merge. Files
    marked with ``git add --intent-to-add`` alone are not part of the commit and so not of this.
    """

    label = "staged changes"
    whole = False

    def __init__(self, repo: Repository) -> None:
        self._repo = repo

    @cached_property
    def _changes(self) -> list[Change]:
        return by_path(self._repo.diff_index(self._repo.head or self._repo.empty_tree))

    @cached_property
    def _listing(self) -> dict[str, Blob]:
        # Against the empty tree everything is an addition. ls-files would be the obvious way, but
        # it shows intent-to-add entries as empty files.
        changes = self._repo.diff_index(self._repo.empty_tree)
        return {change.new.path: change.new for change in changes if change.new}

    def changes(self) -> Sequence[Change]:
        """Return what the commit would change, by path.

        A rename is one change with both sides. So is a copy, whose old side still stands.

        Raises:
            GitError: an entry is unmerged, or git could not tell.
        """
        return self._changes

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry that the commit would hold, by path.

        Raises:
            GitError: an entry is unmerged, or git could not tell.
        """
        return self._listing

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield each of ``blobs`` with its content, in order; None when it can't be read.

        Raises:
            GitError: git stopped in the middle.
        """
        return read_stored(self._repo, blobs)

    def policy(self, path: str) -> bytes | None:
        """Return the policy at ``path``, or None when the snapshot has none.

        Raises:
            GitError: it is there and can't be read.
            PolicyError: what stands there is no regular file.
        """
        return policy_in(self._listing, self.read, path)

    def base_policy(self, path: str) -> bytes | None:
        """Return the file at ``path`` in HEAD, or None when HEAD has none.

        Raises:
            GitError: git could not tell.
        """
        head = self._repo.head
        return content_at(self._repo, head, path) if head else None
