"""The interface of every source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from attribcheck.core.contents import Contents
from attribcheck.core.model import Blob, Change


class Source(Contents, Protocol):
    """A snapshot of the repository, and the part of it to check.

    Attributes:
        label: The source, for people: ``staged changes``, ``changes in A...B``, ...
        complete: Whether ``changes`` covers the whole snapshot, so that absence can be judged.
    """

    label: str
    complete: bool

    def changes(self) -> Sequence[Change]:
        """Return the changes to check, by path; a rename is one change with both sides.

        Raises:
            GitError: git failed, or an entry is unmerged.
        """
        ...

    def copies(self) -> Sequence[Change]:
        """Return the added files that are copies of unchanged files, by path.

        The old side of each is its origin. ``changes`` has only copies of changed files, for which
        git need not read every file of the snapshot.

        Raises:
            GitError: git failed.
        """
        ...

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry of the snapshot by path (cached).

        Raises:
            GitError: git failed, or an entry is unmerged.
        """
        ...

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield each of ``blobs`` with its content, in order; None when it can't be read.

        A Git LFS pointer is replaced by its object when that is stored locally; otherwise the
        pointer itself is returned (see ``lfs.is_pointer``). Never uses the network.

        Raises:
            GitError: git failed, or a file changed since it was listed.
        """
        ...

    def read_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path``, or None when there is none.

        In a work tree untracked files count, too.

        Raises:
            NotRegularError: the path is not a regular file.
            GitError: the file exists and can't be read. A check without it would pass silently.
        """
        ...

    def base_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path`` before the changes; None without a base.

        Raises:
            GitError: git failed.
        """
        ...

    def merged(self) -> Sequence[MergedSource]:
        """Return one source for each further commit that this snapshot takes content from.

        The further parents of a merge, the commit of a cherry-pick, the further merge bases of a
        range. Each has the same snapshot; its changes are those of content that the snapshot did
        not take over from that commit although the commit's side changed it.

        Raises:
            GitError: git failed.
        """
        ...

    def before(self, paths: Iterable[str]) -> Source | None:
        """Return the snapshot before the changes, to check its ``paths``; None without a base."""
        ...


class MergedSource(Source, Protocol):
    """A snapshot, compared with a further commit; see ``Source.merged``."""

    def fork_blobs(self) -> Mapping[str, Sequence[Blob]]:
        """Return the versions that the changed files of its side had where it began, by path.

        Raises:
            GitError: git failed.
        """
        ...
