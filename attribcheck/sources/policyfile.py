"""Finds the policy in a snapshot: there is one, there is none, or it can't be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from attribcheck.errors import GitError, PolicyError
from attribcheck.model import Blob, BlobKind

Read = Callable[[Iterable[Blob]], Iterator[tuple[Blob, "bytes | None"]]]


def policy_in(listing: Mapping[str, Blob], read: Read, path: str) -> bytes | None:
    """Return the content of the file at ``path``, or None when the snapshot has none.

    Raises:
        PolicyError: what stands there is no regular file.
        GitError: it is there and can't be read: to go on without it would check nothing.
    """
    blob = listing.get(path)
    if blob is None:
        if any(other.startswith(f"{path}/") for other in listing):
            raise no_file(path, "directory")
        return None
    if blob.kind is not BlobKind.FILE:
        raise no_file(path, blob.kind.value)
    for _, content in read([blob]):
        if content is not None:
            return content
    raise GitError(f"{path} could not be read", hint="git fsck tells what is damaged")


def no_file(path: str, kind: str) -> PolicyError:
    """Return the error for a policy that is a ``kind`` and no regular file."""
    return PolicyError(
        f"{path} is a {kind}, and the policy is read from a regular file only",
        hint=f"put the policy itself at {path}",
    )
