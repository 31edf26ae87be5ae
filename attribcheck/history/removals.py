"""Finds the notices that each commit removed, whether or not a later one restored them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.contents import Read
from attribcheck.core.model import BlobKind, Change, Commit, ScanFailure
from attribcheck.history.snapshots import Step, Tree
from attribcheck.removals import compare, snapshot_pair, unreadable
from attribcheck.removals.claims import RemovedClaim, removed_claims
from attribcheck.removals.detect import find_removals
from attribcheck.removals.notice_diff import NoticeDiff
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation
from attribcheck.removals.text_similarity import Texts


class RemovalEvent(NamedTuple):
    """An older file whose notices one commit removed, or that could not be compared.

    Attributes:
        at: The number of the commit in the walk.
        commit: The commit.
        before: The snapshot before it.
        old: The older file.
        path: The path of the newer file; None for a deleted legal file.
        relation: How the newer file comes from ``old``; None for a legal file.
        diff: The removed notices; None when either side could not be scanned.
    """

    at: int
    commit: Commit
    before: Tree
    old: ClassifiedFile
    path: str | None
    relation: Relation | None
    diff: tuple[NoticeDiff, ...] | None


class ClaimEvent(NamedTuple):
    """A claim about a model that one commit removed; see ``removals.claims``."""

    at: int
    commit: Commit
    removed: RemovedClaim


class Sides(NamedTuple):
    """The files of one commit before and after it, classified.

    Attributes:
        older: The snapshot before it.
        new: The newer files, by path.
    """

    older: ClassifiedSnapshot
    new: dict[str, ClassifiedFile]


def sides_of(step: Step, copies: Sequence[Change], read: Read) -> Sides | None:
    """Return both sides of one commit; None when there is nothing to compare.

    Args:
        step: The commit.
        copies: Its copies, also of unchanged files.
        read: Reads contents.
    """
    added = {c.new.path for c in step.changes if c.new and not c.old}
    copied = [c for c in copies if c.new and c.new.path in added]
    earlier = snapshot_pair.of_changes(
        step.changes, copied, step.before.entries, step.after.entries
    )
    if earlier is None:
        return None
    old = {path: step.before.classify(blob) for path, blob in earlier.changed.items()}
    new = {
        change.new.path: step.after.classify(change.new)
        for change in step.changes
        if change.new and change.new.kind is BlobKind.FILE
    }
    older = ClassifiedSnapshot(earlier.listing, old, earlier.pairs, earlier.written, Texts(read))
    older = unreadable.with_failures(older, new, step.after.classifier.coverage.own_holders)
    return Sides(older, new)


def events_of(step: Step, sides: Sides) -> Iterator[RemovalEvent]:
    """Yield the removals of one commit.

    Raises:
        GitError: git failed while it read.
    """
    older, new = sides
    yield from _failures(step, older, new)
    found: dict[tuple[str, str | None, Relation | None], list[NoticeDiff]] = {}
    for removal in find_removals(older, step.after.classifier, step.after.entries, new):
        place = (removal.old.path, removal.new.path if removal.new else None, removal.relation)
        found.setdefault(place, []).append(removal.diff)
    for (path, new_path, relation), diff in found.items():
        yield RemovalEvent(
            step.at, step.commit, step.before, older.files[path], new_path, relation, tuple(diff)
        )


def claim_events_of(step: Step, sides: Sides) -> Iterator[ClaimEvent]:
    """Yield the claims about models that one commit removed."""
    for removed in removed_claims(sides.older, step.after.entries, sides.new):
        yield ClaimEvent(step.at, step.commit, removed)


def _failures(
    step: Step, older: ClassifiedSnapshot, new: dict[str, ClassifiedFile]
) -> Iterator[RemovalEvent]:
    """Yield the pairs of which either side could not be scanned."""
    for pair in older.pairs:
        old, scan = older.files.get(pair.old.path), new[pair.new.path].scan
        if old is None or pair.old.oid == pair.new.oid:
            continue
        is_failure = isinstance(scan, ScanFailure) and bool(compare.protected_notices(old))
        if is_failure or isinstance(old.scan, ScanFailure):
            yield RemovalEvent(
                step.at, step.commit, step.before, old, pair.new.path, pair.relation, None
            )
