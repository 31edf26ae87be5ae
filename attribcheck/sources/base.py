"""What every source offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from attribcheck.core.contents import Contents
from attribcheck.core.model import Blob, Change


class Source(Contents, Protocol):
    """A snapshot of the repository, and the part of it that is asked about.

    Attributes:
        label: What is being checked, for people: ``staged changes``, ``changes in A...B``, ...
        whole: Whether ``changes`` covers the whole snapshot, so that what is absent can be judged.
    """

    label: str
    whole: bool

    def changes(self) -> Sequence[Change]:
        """Return what is to be checked, by path; renames are one change with both sides.

        Raises:
            GitError: git could not tell.
        """
        ...

    def copies(self) -> Sequence[Change]:
        """Return the added files that are copies of files which did not change, by path.

        ``changes`` tells only of copies of changed files, for which git need not read every file
        of the snapshot. Each has its origin as the old side.

        Raises:
            GitError: git could not tell.
        """
        ...

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry of the snapshot by path, changed or not (cached).

        Raises:
            GitError: git could not tell.
        """
        ...

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield each of ``blobs`` with its content, in order; None when it can't be read.

        The content of a Git LFS pointer is the object's when it is stored locally; the pointer
        itself otherwise (``lfs.is_pointer`` tells). Never reads over the network.

        Raises:
            GitError: git stopped in the middle.
        """
        ...

    def read_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path``, or None when nothing stands there.

        In a work tree a file counts as soon as it is written, tracked or not.

        Raises:
            NotRegularError: something else than a file stands there.
            GitError: it is there and can't be read: to go on without it would check nothing.
        """
        ...

    def base_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path`` before the change, or None without one.

        A whole snapshot has no before and returns None.

        Raises:
            GitError: git could not tell.
        """
        ...

    def before(self, paths: Iterable[str]) -> Source | None:
        """Return the snapshot before the change, asked about those of ``paths`` that it has.

        A whole snapshot has no before and returns None.
        """
        ...
