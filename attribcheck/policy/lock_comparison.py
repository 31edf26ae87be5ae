"""Compares the files of a component with those that ``attribcheck.lock`` records.

git's object id decides in most cases, without reading a file. A file with another id is read: the
same content has another id in a repository of another object format, and as an LFS pointer. A file
whose line ends were converted, all of them, counts as equal.
"""

from __future__ import annotations

import enum
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from attribcheck.core.contents import Contents
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import LOCK_NAME, POLICY_NAME, Blob, BlobKind, container_of
from attribcheck.core.text import printable
from attribcheck.git import lfs
from attribcheck.policy.lockfile import LockedFile, LockedFiles
from attribcheck.policy.model import Component, Policy

_NOT_OF_A_COMPONENT = frozenset({POLICY_NAME, LOCK_NAME})


class DifferenceKind(enum.Enum):
    """How a file differs."""

    CHANGED = "changed"
    ADDED = "added"
    MISSING = "missing"
    MOVED = "moved"


class Difference(NamedTuple):
    """A file that differs from the lock.

    Attributes:
        path: Its path.
        kind: How it differs.
    """

    path: str
    kind: DifferenceKind


def record(source: Contents, paths: Iterable[str]) -> LockedFiles:
    """Return the lock entries of ``paths``, all of which the snapshot has.

    Raises:
        AttribcheckError: a file can't be read.
        GitError: git failed while it read.
    """
    listing = source.listing()
    blobs = [listing[path] for path in sorted(set(paths) - _NOT_OF_A_COMPONENT)]
    found = {}
    for blob, content in source.read(blobs):
        if blob.kind is BlobKind.SUBMODULE:
            found[blob.path] = LockedFile(blob.oid, None, blob.kind)
        elif content is None:
            raise AttribcheckError(f"{printable(blob.path)} could not be read")
        else:
            found[blob.path] = LockedFile(blob.oid, _sha256(content), blob.kind)
    return found


def differences(
    locked: LockedFiles,
    paths: Iterable[str],
    source: Contents,
    is_selected: Callable[[str], bool] = lambda _: True,
) -> tuple[Difference, ...]:
    """Return the files of a component that differ from the lock, by path.

    Args:
        locked: The locked files of the component.
        paths: The files that the component covers now.
        source: Reads those with another object id.
        is_selected: Whether to compare a path.

    Raises:
        GitError: git failed while it read.
    """
    listing = source.listing()
    either = sorted({*locked, *paths} - _NOT_OF_A_COMPONENT)
    selected = [path for path in either if is_selected(path)]
    found = _moved(
        {path: locked[path] for path in selected if path not in listing},
        {
            path: listing[path]
            for path in selected
            if path in listing
            and path not in locked
            # The lock has the digest of the archive.
            and container_of(path) not in listing
        },
    )
    to_read: list[Blob] = []
    for path in selected:
        if path not in listing or path not in locked:
            continue
        if not _is(locked[path], listing[path]):
            to_read.append(listing[path])
    for blob, content in source.read(to_read):
        if not _same(locked[blob.path], blob, content):
            found.append(Difference(blob.path, DifferenceKind.CHANGED))
    return tuple(sorted(found, key=lambda difference: difference.path))


def _moved(gone: Mapping[str, LockedFile], new: Mapping[str, Blob]) -> list[Difference]:
    """Return the files that are in one of the two only: as moved when the content is the same."""
    ids = Counter((file.kind, file.git) for file in gone.values())
    found: list[Difference] = []
    for path, blob in new.items():
        key = (blob.kind, blob.oid)
        found.append(Difference(path, DifferenceKind.MOVED if ids[key] else DifferenceKind.ADDED))
        ids[key] -= bool(ids[key])
    for path, file in gone.items():
        if ids[file.kind, file.git]:
            ids[file.kind, file.git] -= 1
            found.append(Difference(path, DifferenceKind.MISSING))
    return found


def modified(
    policy: Policy, source: Contents, files_of: Callable[[Component], Iterable[str]]
) -> dict[str, bool]:
    """Return whether files of a component differ from the lock, by component name.

    Args:
        policy: The policy, with its lock.
        source: Reads the files.
        files_of: Returns the paths that a component covers.

    Returns:
        Only the components that the lock records.

    Raises:
        GitError: git failed while it read.
    """
    found = {}
    for component in policy.components:
        if (locked := policy.locked.get(component.name)) is not None:
            differing = differences(locked, files_of(component), source)
            found[component.name] = any(one.kind is not DifferenceKind.MOVED for one in differing)
    return found


def _is(file: LockedFile, blob: Blob) -> bool:
    return file.kind is blob.kind and file.git == blob.oid


def _same(file: LockedFile, blob: Blob, content: bytes | None) -> bool:
    if file.kind is not blob.kind or content is None or file.sha256 is None:
        return False
    if _sha256(content) == file.sha256:
        return True
    if blob.kind is not BlobKind.FILE or b"\0" in content:
        return False
    unix = content.replace(b"\r\n", b"\n")
    either = (unix, unix.replace(b"\n", b"\r\n"))
    return any(hashlib.sha256(text).hexdigest() == file.sha256 for text in either)


def _sha256(content: bytes) -> str:
    """Return the SHA-256 of a content, or of the object that an LFS pointer names."""
    return lfs.sha256(content) or hashlib.sha256(content).hexdigest()
