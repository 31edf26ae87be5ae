"""What the sources share that read from git's object store."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing

from attribcheck.git import Repository
from attribcheck.model import Blob, BlobKind, Change
from attribcheck.sources import lfs


def read_stored(repo: Repository, blobs: Iterable[Blob]) -> Generator[tuple[Blob, bytes | None]]:
    """Yield each of ``blobs`` with what git holds for its id; the contract is ``Source.read``'s.

    Raises:
        GitError: git stopped in the middle.
    """
    blobs = list(blobs)
    oids = (blob.oid for blob in blobs if blob.kind is not BlobKind.SUBMODULE)
    with closing(repo.read_blobs(oids)) as contents:
        for blob in blobs:
            if blob.kind is BlobKind.SUBMODULE:  # its commit is an object of another repository
                yield blob, None
            else:
                yield blob, through_lfs(repo, blob, next(contents))


def through_lfs(repo: Repository, blob: Blob, content: bytes | None) -> bytes | None:
    """Return the object instead of an LFS pointer to it, where it is stored locally."""
    if content is None or blob.kind is not BlobKind.FILE:
        return content
    resolved = lfs.resolve(repo, content)
    return content if resolved is None else resolved


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
