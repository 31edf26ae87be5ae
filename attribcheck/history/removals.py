"""What each commit took away, whether or not it was put back later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile
from attribcheck.core.contents import Read
from attribcheck.core.model import BlobKind, Change, Commit, ScanFailure
from attribcheck.history.snapshots import Step, Tree
from attribcheck.removals import compare, snapshot_pair
from attribcheck.removals.compare import NoticeDiff
from attribcheck.removals.detect import find_removals
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation
from attribcheck.removals.text_similarity import Texts


class RemovalEvent(NamedTuple):
    """One older file of one commit that lost notices, or of which that can't be told.

    Attributes:
        at: The number of the commit in the walk.
        commit: The commit.
        then: The snapshot before it.
        old: The file as it was.
        path: Where the newer file stands; None for a legal file that is not there any more.
        relation: How that comes from ``old``; None for a legal file.
        diff: What it lost; None when either side could not be scanned.
    """

    at: int
    commit: Commit
    then: Tree
    old: ClassifiedFile
    path: str | None
    relation: Relation | None
    diff: tuple[NoticeDiff, ...] | None


def events_of(step: Step, copies: Sequence[Change], read: Read) -> Iterator[RemovalEvent]:
    """Yield what a commit took away.

    Args:
        step: The commit.
        copies: The copies in it, also of files that did not change.
        read: Reads contents.

    Raises:
        GitError: git stopped in the middle.
    """
    added = {c.new.path for c in step.changes if c.new and not c.old}
    copied = [c for c in copies if c.new and c.new.path in added]
    earlier = snapshot_pair.of_changes(step.changes, copied, step.then.entries, step.now.entries)
    if earlier is None:
        return
    old = {path: step.then.classify(blob) for path, blob in earlier.changed.items()}
    new = {
        change.new.path: step.now.classify(change.new)
        for change in step.changes
        if change.new and change.new.kind is BlobKind.FILE
    }
    older = ClassifiedSnapshot(earlier.listing, old, earlier.pairs, earlier.written, Texts(read))
    yield from _untold(step, older, new)
    found: dict[tuple[str, str | None, Relation | None], list[NoticeDiff]] = {}
    for removal in find_removals(older, step.now.classifier, step.now.entries, new):
        place = (removal.old.path, removal.new.path if removal.new else None, removal.relation)
        found.setdefault(place, []).append(removal.diff)
    for (path, new_path, relation), diff in found.items():
        yield RemovalEvent(
            step.at, step.commit, step.then, old[path], new_path, relation, tuple(diff)
        )


def _untold(
    step: Step, older: ClassifiedSnapshot, new: dict[str, ClassifiedFile]
) -> Iterator[RemovalEvent]:
    """Yield the pairs of which either side could not be scanned."""
    for pair in older.pairs:
        old, scan = older.files.get(pair.old.path), new[pair.new.path].scan
        if old is None or pair.old.oid == pair.new.oid:
            continue
        lost_sight = isinstance(scan, ScanFailure) and bool(compare.protected_notices(old))
        if isinstance(old.scan, ScanFailure) or lost_sight:
            yield RemovalEvent(
                step.at, step.commit, step.then, old, pair.new.path, pair.relation, None
            )
