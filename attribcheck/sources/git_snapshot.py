"""What the sources share that read from git's object store."""

from __future__ import annotations

import abc
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property

from attribcheck.core.contents import Read
from attribcheck.core.errors import GitError, NotRegularError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.core.text import printable
from attribcheck.git import lfs
from attribcheck.git.process import Objects
from attribcheck.git.repository import Repository

DEEPEN = (
    "This clone is shallow. Fetch the history with `git fetch --unshallow`; in a GitHub workflow, "
    "give actions/checkout `fetch-depth: 0`; in GitLab CI, set the variable `GIT_DEPTH` to 0."
)
"""What settles a commit that a shallow clone lacks."""


class StoredSource(abc.ABC):
    """A snapshot that git has stored, and what changed in it since another; see ``base.Source``.

    Args:
        repo: The repository.
        base: The commit that the changes are counted from; None when there is none.
    """

    label: str
    whole = False

    def __init__(self, repo: Repository, base: str | None) -> None:
        self._repo = repo
        self._base = base

    @abc.abstractmethod
    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        """Return the changes, in any order; ``harder`` as in ``Repository.diff_index``."""

    @abc.abstractmethod
    def _entries(self) -> Iterable[Blob]:
        """Return the entries of the snapshot, in any order."""

    @cached_property
    def _changes(self) -> list[Change]:
        return by_path(self._diff())

    @cached_property
    def _listing(self) -> dict[str, Blob]:
        return {blob.path: blob for blob in self._entries()}

    def changes(self) -> Sequence[Change]:
        """Return what changed, by path.

        A rename is one change with both sides. So is a copy, whose old side still stands.

        Raises:
            GitError: an entry is unmerged, or git could not tell.
        """
        return self._changes

    def copies(self) -> Sequence[Change]:
        """Return the added files that are copies of files which did not change, by path.

        git reads every file of the snapshot for it, and is asked only when files were added.

        Raises:
            GitError: git could not tell.
        """
        added = {change.new.path for change in self._changes if change.new and not change.old}
        if not added:
            return ()
        changes = self._diff(harder=True)
        return by_path(c for c in changes if c.old and c.new and c.new.path in added)

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry of the snapshot, by path.

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

    def read_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path``, or None when the snapshot has none.

        Raises:
            NotRegularError: something else than a file stands there.
            GitError: it is there and can't be read.
        """
        return file_in(self._listing, self.read, path)

    def base_file(self, path: str) -> bytes | None:
        """Return the file at ``path`` where the changes begin, or None when there was none.

        Raises:
            GitError: git could not tell.
        """
        return content_at(self._repo, self._base, path) if self._base else None

    def before(self, paths: Iterable[str]) -> CommitSource | None:
        """Return the snapshot where the changes begin, asked about those of ``paths`` it has."""
        return CommitSource(self._repo, self._base, paths) if self._base else None


class CommitSource(StoredSource):
    """A commit as it stands, asked about some of its paths; nothing has an old side.

    Args:
        repo: The repository.
        commit: Its id.
        paths: What is asked about; what the commit does not hold is left out.
    """

    def __init__(self, repo: Repository, commit: str, paths: Iterable[str]) -> None:
        super().__init__(repo, None)
        self._commit = commit
        self._paths = frozenset(paths)
        self.label = f"commit {commit}"

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        listing = self.listing()
        return (Change(None, listing[path]) for path in self._paths if path in listing)

    def _entries(self) -> Iterable[Blob]:
        return self._repo.tree_entries(self._commit)


def read_stored(
    repo: Repository, blobs: Iterable[Blob], objects: Objects | None = None
) -> Generator[tuple[Blob, bytes | None]]:
    """Yield each of ``blobs`` with what git holds for its id; the contract is ``Source.read``'s.

    Args:
        repo: The repository.
        blobs: What to read.
        objects: Reads it, for a caller that has many questions; None for a reader of its own.

    Raises:
        GitError: git stopped in the middle.
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
    """Return the content of the file at ``path`` of a listing; the contract is ``Source``'s."""
    blob = listing.get(path)
    if blob is None:
        if any(other.startswith(f"{path}/") for other in listing):
            raise NotRegularError(path, "directory")
        return None
    if blob.kind is not BlobKind.FILE:
        raise NotRegularError(path, blob.kind.value)
    for _, content in read([blob]):
        if content is not None:
            return content
    raise GitError(f"{path} could not be read", hint="git fsck tells what is damaged")


def through_lfs(repo: Repository, blob: Blob, content: bytes | None) -> bytes | None:
    """Return the object instead of an LFS pointer to it, where it is stored locally."""
    if content is None or blob.kind is not BlobKind.FILE:
        return content
    resolved = lfs.resolve(repo, content)
    return content if resolved is None else resolved


def commit_named(repo: Repository, rev: str) -> str:
    """Return the id of the commit that ``rev`` names.

    Raises:
        GitError: it names none.
    """
    oid = repo.resolve(rev)
    if oid is None:
        raise GitError(
            f"{printable(rev)} names no commit of this repository",
            hint=DEEPEN
            if repo.is_shallow()
            else "Fetch it, or see `git branch --all` for what is there.",
        )
    return oid


def content_at(repo: Repository, commit: str, path: str) -> bytes | None:
    """Return the content of the file at ``path`` in ``commit``; None when there is no such file.

    Raises:
        GitError: an object is missing.
    """
    for blob in repo.tree_entries(commit, path):
        if blob.kind is BlobKind.FILE:
            return next(content for _, content in read_stored(repo, [blob]))
    return None


def by_path(changes: Iterable[Change]) -> list[Change]:
    """Return ``changes`` ordered by where they stand, or stood when they were deleted."""
    return sorted(changes, key=_path)


def _path(change: Change) -> str:
    blob = change.new or change.old
    assert blob is not None, "a change has a side"
    return blob.path
