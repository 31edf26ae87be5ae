"""Snapshots in git's object store: the base of all sources but the work tree."""

from __future__ import annotations

import abc
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING

from attribcheck.core.contents import Read
from attribcheck.core.errors import GitError, NotRegularError
from attribcheck.core.listing import Listing
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.core.text import printable
from attribcheck.git import lfs
from attribcheck.git.process import Objects
from attribcheck.git.repository import Repository

if TYPE_CHECKING:
    from attribcheck.sources.other_side import OtherSide

DEEPEN = (
    "This clone is shallow. Fetch the history with `git fetch --unshallow`; in a GitHub workflow, "
    "give actions/checkout `fetch-depth: 0`; in GitLab CI, set the variable `GIT_DEPTH` to 0."
)
"""The fix for a commit that a shallow clone lacks."""


class StoredSource(abc.ABC):
    """A snapshot stored in git, and the changes to it since a base; see ``base.Source``.

    Args:
        repo: The repository.
        base: The commit before the changes, or None.
    """

    label: str
    complete = False

    def __init__(self, repo: Repository, base: str | None) -> None:
        self._repo = repo
        self._base = base
        self._files: dict[str, bytes | None] = {}

    @abc.abstractmethod
    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        """Return the changes, in any order; ``harder`` as in ``Repository.diff_index``."""

    @abc.abstractmethod
    def _entries(self) -> Mapping[str, Blob]:
        """Return the entries of the snapshot by path."""

    @cached_property
    def _changes(self) -> list[Change]:
        changes = list(self._diff())
        if any(c.old and c.old.kind is BlobKind.SUBMODULE and not c.new for c in changes):
            from attribcheck.sources.submodules import with_older_sides  # lazy: rare

            gitmodules = self.base_file(".gitmodules")
            self._repo, changes = with_older_sides(self._repo, changes, gitmodules)
        return by_path(changes)

    @cached_property
    def _listing(self) -> Mapping[str, Blob]:
        return self._entries()

    def changes(self) -> Sequence[Change]:
        """See ``base.Source``."""
        return self._changes

    def copies(self) -> Sequence[Change]:
        """See ``base.Source``. Runs git only when files were added: it reads every file."""
        added = {change.new.path for change in self._changes if change.new and not change.old}
        if not added:
            return ()
        changes = self._diff(harder=True)
        return by_path(c for c in changes if c.old and c.new and c.new.path in added)

    def listing(self) -> Mapping[str, Blob]:
        """See ``base.Source``."""
        return self._listing

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """See ``base.Source``."""
        return read_stored(self._repo, blobs)

    def read_file(self, path: str) -> bytes | None:
        """See ``base.Source``. The policy is asked for twice: each time takes a process of git."""
        if path not in self._files:
            self._files[path] = file_in(self._listing, self.read, path)
        return self._files[path]

    def base_file(self, path: str) -> bytes | None:
        """See ``base.Source``."""
        return content_at(self._repo, self._base, path) if self._base else None

    def merged(self) -> Sequence[OtherSide]:
        """See ``base.Source``: a single commit takes content from no other."""
        return ()

    def before(self, paths: Iterable[str]) -> CommitSource | None:
        """See ``base.Source``."""
        return CommitSource(self._repo, self._base, paths) if self._base else None


class CommitSource(StoredSource):
    """Some paths of one commit; no change has an old side.

    Args:
        repo: The repository.
        commit: Its id.
        paths: The paths to check; those that the commit lacks are ignored.
    """

    def __init__(self, repo: Repository, commit: str, paths: Iterable[str]) -> None:
        super().__init__(repo, None)
        self._commit = commit
        self._paths = frozenset(paths)
        self.label = f"commit {commit}"

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        listing = self.listing()
        return (Change(None, listing[path]) for path in self._paths if path in listing)

    def _entries(self) -> Mapping[str, Blob]:
        return {blob.path: blob for blob in self._repo.tree_entries(self._commit)}


class CompleteCommit(CommitSource):
    """All files of one commit, for a remote that has none of its history.

    Args:
        repo: The repository.
        commit: Its id.
        label: What it is, for people.
    """

    complete = True

    def __init__(self, repo: Repository, commit: str, label: str) -> None:
        super().__init__(repo, commit, ())
        self.label = label

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        return (Change(None, blob) for blob in self.listing().values())


def read_stored(
    repo: Repository, blobs: Iterable[Blob], objects: Objects | None = None
) -> Generator[tuple[Blob, bytes | None]]:
    """Yield each of ``blobs`` with its stored content; see ``Source.read``.

    Args:
        repo: The repository.
        blobs: The blobs to read.
        objects: A reader shared by several calls; None for a new one.

    Raises:
        GitError: git failed.
    """
    blobs = list(blobs)
    oids = (blob.oid for blob in blobs if blob.kind is not BlobKind.SUBMODULE)
    with closing(objects.read(oids) if objects else repo.read_blobs(oids)) as contents:
        for blob in blobs:
            if blob.kind is BlobKind.SUBMODULE:  # its commit is an object of another repository
                yield blob, None
            else:
                yield blob, through_lfs(repo, blob, next(contents))


def file_in(listing: Mapping[str, Blob], read: Read, path: str) -> bytes | None:
    """Return the content of the file at ``path`` of a listing; see ``Source.read_file``.

    Args:
        listing: Entries by path.
        read: Reads their contents.
        path: The file.

    Raises:
        NotRegularError: the path is not a regular file.
        GitError: the file exists and can't be read.
    """
    blob = listing.get(path)
    if blob is None:
        # Each commit looks for the baseline and the lock, which most repositories lack.
        if isinstance(listing, Listing):
            is_folder = bool(listing.starting(f"{path}/"))
        else:
            is_folder = any(map(str.startswith, listing, repeat(f"{path}/")))  # in C
        if is_folder:
            raise NotRegularError(path, "directory")
        return None
    if blob.kind is not BlobKind.FILE:
        raise NotRegularError(path, blob.kind.value)
    for _, content in read([blob]):
        if content is not None:
            return content
    raise GitError(f"{path} could not be read", hint="run `git fsck` to find the damage")


def through_lfs(repo: Repository, blob: Blob, content: bytes | None) -> bytes | None:
    """Return the object of an LFS pointer if it is stored locally; else ``content``."""
    if content is None or blob.kind is not BlobKind.FILE:
        return content
    resolved = lfs.resolve(repo, content)
    return content if resolved is None else resolved


def commit_named(repo: Repository, rev: str) -> str:
    """Return the id of the commit that ``rev`` names.

    Raises:
        GitError: there is no such commit.
    """
    oid = repo.resolve(rev)
    if oid is None:
        raise GitError(
            f"{printable(rev)} names no commit of this repository",
            hint=DEEPEN
            if repo.is_shallow()
            else "Fetch it, or list the branches with `git branch --all`.",
        )
    return oid


def content_at(repo: Repository, commit: str, path: str) -> bytes | None:
    """Return the content of the file at ``path`` in ``commit``, or None when there is none.

    Raises:
        GitError: an object is missing.
    """
    for blob in repo.tree_entries(commit, path):
        if blob.kind is BlobKind.FILE:
            return next(content for _, content in read_stored(repo, [blob]))
    return None


def by_path(changes: Iterable[Change]) -> list[Change]:
    """Return ``changes`` sorted by the new path, or the old one of a deletion."""
    return sorted(changes, key=_path)


def _path(change: Change) -> str:
    blob = change.new or change.old
    assert blob is not None, "a change has a side"
    return blob.path
