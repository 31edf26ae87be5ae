"""The snapshot before a change: what stood where, and which newer file continues it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile
from attribcheck.core.model import LOCK_NAME, POLICY_NAME, Blob, BlobKind, Change
from attribcheck.notices import legal_files
from attribcheck.policy.model import Policy
from attribcheck.removals.texts import Texts
from attribcheck.sources.base import Source


class Relation(enum.Enum):
    """How a newer file comes from an older one."""

    SUCCESSOR = "successor"
    COPY = "copy"
    MOVED_CODE = "moved code"
    MOVED_PART = "moved part"


class Pair(NamedTuple):
    """One older file and a newer one that continues it.

    Attributes:
        old: As it was.
        new: The newer file.
        relation: SUCCESSOR: the same file, under this or another name. COPY: the older one still
            stands besides. MOVED_CODE: the newer one
            has a good part of its code. MOVED_PART: it has a few lines, which count for a notice
            right above them alone.
        lines: Where the moved code stands in the newer file.
    """

    old: Blob
    new: Blob
    relation: Relation
    lines: tuple[int, ...] = ()


class OlderSnapshot(NamedTuple):
    """The snapshot before a change, not scanned yet.

    Attributes:
        listing: Every entry that it held, by path.
        changed: The files that were changed, deleted, or copied from with changes, by path; of
            legal files also those that were only moved, for they speak for their place.
        pairs: What git's diff says continues it, with the same content or another.
        written: Where the newer files stand whose content is new.
    """

    listing: Mapping[str, Blob]
    changed: Mapping[str, Blob]
    pairs: tuple[Pair, ...]
    written: tuple[str, ...]


class ClassifiedSnapshot(NamedTuple):
    """The snapshot before a change, for the rules.

    Attributes:
        listing: Every entry that it held, by path.
        files: Those of ``OlderSnapshot.changed``, by path, classified by the policy that holds now.
        pairs: What git's diff says continues it, with the same content or another.
        written: Where the newer files stand whose content is new.
        texts: Contents, older and newer.
    """

    listing: Mapping[str, Blob]
    files: Mapping[str, ClassifiedFile]
    pairs: tuple[Pair, ...]
    written: tuple[str, ...]
    texts: Texts


def of(source: Source, policy: Policy) -> OlderSnapshot | None:
    """Return what ``source`` was before its change; None where there is nothing to compare.

    Copies of files that did not change are looked for when the policy declares components, or when
    there is no policy: else nothing that is not our own is known to stand here.

    Raises:
        GitError: git could not tell.
    """
    if source.complete:
        return None
    changes = list(source.changes())
    copies = source.copies() if policy.components or policy.path is None else ()
    return between(changes, copies, _listing(source), source.listing())


def between(
    changes: Sequence[Change],
    copies: Iterable[Change],
    then: Mapping[str, Blob],
    now: Mapping[str, Blob],
) -> OlderSnapshot | None:
    """Return what stood before ``changes``; None where there is nothing to compare.

    Args:
        changes: Each path that was changed; renames, and copies of what was changed, as one.
        copies: Added files that are copies of files which were not changed.
        then: Every entry before, by path.
        now: Every entry after, by path.
    """
    pairs = tuple(_pairs([*changes, *copies], now))
    changed = {pair.old.path: pair.old for pair in pairs if _has_to_be_seen(pair)}
    # What goes with its code needs no look, unless there is a file that may have taken the code
    # over, or a legal file is among it, which leaves files behind.
    gone = [c.old for c in changes if c.old and _is_file(c.old) and not _continued(c)]
    if any(change.new for change in changes) or any(
        legal_files.is_legal_file(b.path) for b in gone
    ):
        changed |= {blob.path: blob for blob in gone}
    if not changed:
        return None
    written = (c.new.path for c in changes if c.new and _continued(c) and _is_new(c.new, c.old))
    return OlderSnapshot(then, changed, pairs, tuple(written))


def _is_new(new: Blob, old: Blob | None) -> bool:
    return old is None or new.oid != old.oid


def _is_file(blob: Blob) -> bool:
    return blob.kind is BlobKind.FILE and blob.path not in (POLICY_NAME, LOCK_NAME)


def _continued(change: Change) -> bool:
    return change.new is not None and _is_file(change.new)


def _pairs(changes: Iterable[Change], listing: Mapping[str, Blob]) -> Iterator[Pair]:
    for change in changes:
        old, new = change.old, change.new
        if old is None or new is None or not _is_file(old) or not _is_file(new):
            continue
        copied = old.path != new.path and old.path in listing
        yield Pair(old, new, Relation.COPY if copied else Relation.SUCCESSOR)


def _has_to_be_seen(pair: Pair) -> bool:
    # The same content states the same, wherever it stands; a legal file speaks for its place.
    return pair.old.oid != pair.new.oid or legal_files.is_legal_file(pair.old.path)


def _listing(source: Source) -> dict[str, Blob]:
    """Return every entry as it was before the changes, by path."""
    found = dict(source.listing())
    for change in source.changes():
        if change.new:
            found.pop(change.new.path, None)
    for change in source.changes():
        if change.old:
            found[change.old.path] = change.old
    return found
