"""What differs between the files of a component and what was recorded of them.

git's object id decides in most cases, and nothing is read. Only where it differs is the content
looked at: the same content has another id in a repository of another object format, and as an LFS
pointer. A file whose line ends alone were converted, all of them, is the same file.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from attribcheck.core.contents import Contents
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import LOCK_NAME, POLICY_NAME, Blob, BlobKind
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


class Difference(NamedTuple):
    """A file that is not as it was recorded.

    Attributes:
        path: Where it stands, or stood.
        what: How it differs.
    """

    path: str
    what: DifferenceKind


def record(source: Contents, paths: Iterable[str]) -> LockedFiles:
    """Return the record of ``paths``, each of which the snapshot holds.

    Raises:
        AttribcheckError: a file can't be read.
        GitError: git stopped in the middle.
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
    is_asked: Callable[[str], bool] = lambda _: True,
) -> tuple[Difference, ...]:
    """Return what differs from a component's record, in the order of the paths.

    Args:
        locked: The record.
        paths: The files that the component covers now.
        source: Where they stand; only files with another object id are read.
        is_asked: Which paths to look at.

    Raises:
        GitError: git stopped in the middle.
    """
    listing = source.listing()
    wanted = filter(is_asked, sorted({*locked, *paths} - _NOT_OF_A_COMPONENT))
    found: list[Difference] = []
    doubtful: list[Blob] = []
    for path in wanted:
        if path not in listing:
            found.append(Difference(path, DifferenceKind.MISSING))
        elif path not in locked:
            found.append(Difference(path, DifferenceKind.ADDED))
        elif not _is(locked[path], listing[path]):
            doubtful.append(listing[path])
    for blob, content in source.read(doubtful):
        if not _same(locked[blob.path], blob, content):
            found.append(Difference(blob.path, DifferenceKind.CHANGED))
    return tuple(sorted(found, key=lambda difference: difference.path))


def modified(
    policy: Policy, source: Contents, files_of: Callable[[Component], Iterable[str]]
) -> dict[str, bool]:
    """Return for each component with a record whether its files differ from it, by its name.

    Args:
        policy: The policy, with the records.
        source: Where the files stand.
        files_of: Returns the paths that a component covers.

    Raises:
        GitError: git stopped in the middle.
    """
    found = {}
    for component in policy.components:
        if (locked := policy.locked.get(component.name)) is not None:
            found[component.name] = bool(differences(locked, files_of(component), source))
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
    """Return the digest of a content; of an LFS pointer that of the object it stands for."""
    return lfs.sha256(content) or hashlib.sha256(content).hexdigest()
