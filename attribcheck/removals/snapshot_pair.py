"""Pairs the files before a change with the newer files that continue them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.listing import Before
from attribcheck.core.model import BASELINE_NAME, LOCK_NAME, POLICY_NAME, Blob, BlobKind, Change
from attribcheck.lineage import model_files
from attribcheck.notices import legal_files
from attribcheck.policy.model import Policy
from attribcheck.removals.text_similarity import Texts
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
        old: The older file.
        new: The newer file.
        relation: SUCCESSOR: the same file, under this or another name. COPY: a copy of a file that
            still exists. MOVED_CODE: a file with a substantial part of the older one's code.
            MOVED_PART: one with a few lines, which only a notice right above them governs.
        lines: The numbers of the lines of moved code in the newer file.
    """

    old: Blob
    new: Blob
    relation: Relation
    lines: tuple[int, ...] = ()


class OlderSnapshot(NamedTuple):
    """The snapshot before a change, not scanned yet.

    Attributes:
        listing: Every entry, by path.
        changed: The files that were changed, deleted, or copied with changes, by path; also files
            that were only moved and whose path decides what they say: legal files apply to their
            folder, and a model card is one by its name.
        pairs: The files that git's diff pairs, with the same content or another.
        written: The paths of the newer files with new content.
    """

    listing: Mapping[str, Blob]
    changed: Mapping[str, Blob]
    pairs: tuple[Pair, ...]
    written: tuple[str, ...]


class ClassifiedSnapshot(NamedTuple):
    """The snapshot before a change, for the rules.

    Attributes:
        listing: Every entry, by path.
        files: Those of ``OlderSnapshot.changed``, by path, classified by the current policy.
        pairs: See ``OlderSnapshot``.
        written: See ``OlderSnapshot``.
        texts: Older and newer texts.
        legal: The legal files that applied to ``files`` and to those that moved, by path.
    """

    listing: Mapping[str, Blob]
    files: Mapping[str, ClassifiedFile]
    pairs: tuple[Pair, ...]
    written: tuple[str, ...]
    texts: Texts
    legal: Mapping[str, ClassifiedFile] = MappingProxyType({})


def of_source(source: Source, policy: Policy) -> OlderSnapshot | None:
    """Return the snapshot before the change of ``source``; None when there is nothing to compare.

    Copies of unchanged files are searched when the policy declares components, or when there is no
    policy: else the repository has no foreign code that could be copied.

    Raises:
        GitError: git failed.
    """
    if source.complete:
        return None
    changes = list(source.changes())
    copies = source.copies() if policy.components or policy.path is None else ()
    return of_changes(changes, copies, listing_before(source), source.listing())


def of_changes(
    changes: Sequence[Change],
    copies: Iterable[Change],
    before: Mapping[str, Blob],
    after: Mapping[str, Blob],
) -> OlderSnapshot | None:
    """Return the snapshot before ``changes``; None when there is nothing to compare.

    Args:
        changes: Every changed path; a rename, or a copy of a changed file, is one change.
        copies: Added files that are copies of unchanged files.
        before: Every entry before the changes, by path.
        after: Every entry after them, by path.
    """
    pairs = tuple(_pairs([*changes, *copies], after))
    changed = {pair.old.path: pair.old for pair in pairs if _is_compared(pair)}
    # A deleted file is compared when another file may have received its code, or when it is about
    # others that may remain: a legal file, a model card.
    deleted = [c.old for c in changes if c.old and _is_file(c.old) and not _continued(c)]
    if any(change.new for change in changes) or any(
        legal_files.is_legal_file(b.path) or model_files.names_models(b.path) for b in deleted
    ):
        changed |= {blob.path: blob for blob in deleted}
    if not changed and not moved(pairs, before):
        return None
    written = (c.new.path for c in changes if c.new and _continued(c) and _is_new(c.new, c.old))
    return OlderSnapshot(before, changed, pairs, tuple(written))


def moved(pairs: Iterable[Pair], before: Mapping[str, Blob]) -> tuple[Pair, ...]:
    """Return the files that went to where other legal files may apply, except legal files.

    Args:
        pairs: The files that git's diff pairs.
        before: Every entry before the changes, by path.
    """
    return tuple(
        pair
        for pair in pairs
        if pair.relation is Relation.SUCCESSOR
        and pair.old.path != pair.new.path
        and not legal_files.is_legal_file(pair.old.path)
        and (
            pair.old.path.rpartition("/")[0] != pair.new.path.rpartition("/")[0]
            or legal_files.sidecar_of(pair.old.path) in before
        )
    )


def suffix(path: str) -> str:
    """Return the part of a file's name behind its last dot, in lower case."""
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _is_new(new: Blob, old: Blob | None) -> bool:
    return old is None or new.oid != old.oid


def _is_file(blob: Blob) -> bool:
    ours = (POLICY_NAME, LOCK_NAME, BASELINE_NAME)
    return blob.kind is BlobKind.FILE and blob.path not in ours


def _continued(change: Change) -> bool:
    return change.new is not None and _is_file(change.new)


def _pairs(changes: Iterable[Change], listing: Mapping[str, Blob]) -> Iterator[Pair]:
    for change in changes:
        old, new = change.old, change.new
        if old is None or new is None or not _is_file(old) or not _is_file(new):
            continue
        copied = old.path != new.path and old.path in listing
        yield Pair(old, new, Relation.COPY if copied else Relation.SUCCESSOR)


def _is_compared(pair: Pair) -> bool:
    # The same content has the same notices in any place. But a legal file applies to its folder,
    # and the readers of claims about models know most files by their names.
    old, new = pair.old, pair.new
    if old.oid != new.oid or legal_files.is_legal_file(old.path):
        return True
    path = old.path
    return path != new.path and (model_files.names_models(path) or model_files.is_weights(path))


def listing_before(source: Source) -> Mapping[str, Blob]:
    """Return every entry before the changes of ``source``, by path."""
    return Before(source.listing(), source.changes())
