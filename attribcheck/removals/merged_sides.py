"""Compares a merge with its further parents, each by what its side changed.

A notice that the first parent's side removed was reported for the commit that did so. It is missing
from a file that both sides changed, too, but the merge did not remove it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import Blob, FileScan, Scan
from attribcheck.notices.holders import HolderNames
from attribcheck.removals import compare
from attribcheck.removals.detect import Removal
from attribcheck.removals.snapshot_pair import (
    ClassifiedSnapshot,
    OlderSnapshot,
    listing_before,
    of_changes,
)
from attribcheck.sources.base import Source


class Fork(NamedTuple):
    """The other versions of a file of a further parent.

    Attributes:
        starts: Those where the parent's side began.
        first: That of the first parent.
    """

    starts: tuple[Blob, ...]
    first: Blob


class MergedSnapshot(NamedTuple):
    """The snapshot of a further parent of a merge, not scanned yet.

    Attributes:
        older: The snapshot.
        forks: The other versions of its changed files, by path, where they have any.
    """

    older: OlderSnapshot
    forks: Mapping[str, Fork]


class Forks:
    """Whether the first parent's side removed a notice; scans other versions when it is asked.

    Args:
        forks: See ``MergedSnapshot``.
        own: Our own holders.
        scan: Returns the scan of each of some blobs.
    """

    def __init__(
        self,
        forks: Mapping[str, Fork],
        own: HolderNames,
        scan: Callable[[Iterable[Blob]], list[Scan]],
    ) -> None:
        self._forks = forks
        self._own = own
        self._scan = scan

    def removed_before(self, removal: Removal) -> bool:
        """Whether the first parent lacks the notice, and the other side did not add it.

        Raises:
            GitError: git failed.
            EngineError: the engine failed.
        """
        fork = self._forks.get(removal.old.path)
        if fork is None:
            return False
        first, *starts = self._scan([fork.first, *fork.starts])
        if not all(isinstance(scan, FileScan) for scan in (first, *starts)):
            return False
        return self._lacks(first, removal) and not any(self._lacks(one, removal) for one in starts)

    def _lacks(self, scan: Scan, removal: Removal) -> bool:
        assert isinstance(scan, FileScan), "nothing is known of another, and it is reported"
        present = compare.outside_blocks(scan)
        return bool(compare.missing_notices([removal.diff.item], present, self._own))


class Comparison(NamedTuple):
    """The snapshot of a parent of a merge, with the newer files to compare.

    Attributes:
        older: The snapshot.
        files: The newer files, by path.
        forks: Of a further parent, what its side and the first parent's did.
    """

    older: ClassifiedSnapshot
    files: Mapping[str, ClassifiedFile]
    forks: Forks | None = None


def of_merges(source: Source) -> Iterator[MergedSnapshot]:
    """Yield the snapshot of each further commit that ``source`` takes content from.

    Raises:
        GitError: git failed.
    """
    if source.complete:
        return
    for merged in source.merged():
        found = of_changes(list(merged.changes()), (), listing_before(merged), merged.listing())
        if found is None:
            continue
        first = listing_before(source)
        starts = merged.fork_blobs()
        forks = {
            path: Fork(tuple(starts[path]), first[path])
            for path in found.changed
            if path in starts and path in first
        }
        yield MergedSnapshot(found, forks)
