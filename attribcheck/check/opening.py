"""Opens the containers among the files to check, as the policy says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping

from attribcheck import __version__
from attribcheck.check.scope import may_hold_more
from attribcheck.containers import opening
from attribcheck.containers.registry import Group, kind_of
from attribcheck.core.contents import Keep
from attribcheck.core.model import Blob, BlobKind
from attribcheck.git import lfs
from attribcheck.policy.model import Policy
from attribcheck.sources.base import Source
from attribcheck.sources.kept_members import KeptMembers
from attribcheck.sources.opened import OpenedSource
from attribcheck.system import distributions

_FORMAT = "members 2"
"""Raise it when a module of ``containers`` reads other files of the same content than before."""

_READERS = (("brotli", "brotli"), ("fonttools", "fontTools"), ("pillow", "PIL"))
"""The projects of the extra ``media``, each with a package."""


def opened(
    source: Source,
    files_to_check: Mapping[str, Blob],
    policy: Policy,
    keep: Keep | None = None,
) -> tuple[OpenedSource, dict[str, Blob]]:
    """Return the source with its containers opened, and the files to check with theirs.

    Args:
        source: The snapshot.
        files_to_check: The files, by path.
        policy: Says what to do with archives and with media.
        keep: Keeps what the containers hold between runs; None to open each.

    Raises:
        GitError: git failed.
    """
    ways = {Group.ARCHIVES: policy.scan.archives, Group.MEDIA: policy.scan.media}

    def way(path: str) -> str:
        kind = kind_of(path)
        return ways[kind.group] if kind else "ignore"

    older = [] if source.complete else [change.old for change in source.changes() if change.old]
    sides = [blob for one in source.merged() for change in one.changes() for blob in change if blob]
    blobs = [
        blob
        for blob in (*files_to_check.values(), *older, *sides)
        if blob.kind is BlobKind.FILE and may_hold_more(blob.path) and way(blob.path) != "ignore"
    ]
    purpose = _purpose() if keep and blobs else None
    result = OpenedSource(
        source,
        blobs,
        lambda content, path: opening.opened(content, path, read=way(path) == "read"),
        KeptMembers(keep(purpose), lambda path: way(path) == "read") if keep and purpose else None,
    )
    return result, {**files_to_check, **result.members(files_to_check.values())}


def with_archives(
    source: Source, archives: Iterable[Blob], wanted: Callable[[str], bool]
) -> OpenedSource:
    """Return the source with those of ``archives`` opened that hold a file that is wanted.

    Their names are looked at first, so that an archive of compiled code is not unpacked.

    Args:
        source: The snapshot.
        archives: Files that are archives by their names.
        wanted: Whether a file is wanted, by its path in the archive.
    """
    holding = [
        blob
        for blob, content in source.read(archives)
        if content is not None
        and not lfs.is_pointer(content)
        and any(kind_of(path) or wanted(path) for path in opening.paths(content, blob.path))
    ]
    return OpenedSource(source, holding, opening.opened)


def _purpose() -> str | None:
    """Return all that the files in a container depend on besides it, or None if it is not known."""
    versions = [distributions.version_of(*reader) for reader in _READERS]
    if None in versions:
        return None
    return ", ".join([_FORMAT, f"attribcheck {__version__}", sys.version, *map(str, versions)])
