"""Finds every notice that a change removed or altered: in files, moved code and legal files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import MEMBER, Blob, FileScan
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.removals import compare
from attribcheck.removals.legal_files import LegalChange
from attribcheck.removals.moved_code import moves
from attribcheck.removals.notice_diff import NoticeDiff
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation


class Removal(NamedTuple):
    """One notice that is gone or altered while its code remains.

    Attributes:
        diff: The notice, and its replacement.
        old: The older file, which had it.
        new: The newer file, which lacks it; None when ``old`` is deleted.
        relation: How ``new`` comes from ``old``; None for a legal file.
        line: The first line of moved code in ``new``; 0 when the file continues ``old``.
        remaining_files: For a legal file, the number of remaining files it applied to; else 0.
    """

    diff: NoticeDiff
    old: ClassifiedFile
    new: ClassifiedFile | None
    relation: Relation | None = None
    line: int = 0
    remaining_files: int = 0


def find_removals(
    older: ClassifiedSnapshot,
    classifier: Classifier,
    listing: Mapping[str, Blob],
    files: Mapping[str, ClassifiedFile],
) -> Iterator[Removal]:
    """Yield every removal between two snapshots.

    Args:
        older: The snapshot before the change.
        classifier: The policy, in the newer snapshot.
        listing: Every entry of the newer snapshot.
        files: The newer files that changed, by path.

    Raises:
        GitError: git failed while it read.
    """
    legal = LegalChange(older, classifier, listing, files)
    origins = []
    intact = {p.old.path for p in older.pairs if p.old.oid == p.new.oid}
    for path, old in older.files.items():
        if legal_files.is_legal_file(path):
            for item in legal.diff(old):
                yield Removal(item.diff, old, item.new, remaining_files=item.remaining_files)
        elif path not in intact and compare.protected_notices(old):
            origins.append(old)
    pairs = [p for p in older.pairs if p.old.oid != p.new.oid]
    for pair in (*pairs, *moves(older, origins, files)):
        if legal_files.is_legal_file(pair.old.path):
            continue
        old, new = older.files[pair.old.path], files[pair.new.path]
        own = classifier.coverage.own_holders
        for diff in compare.diff(old, new, pair, own, older.texts):
            if MEMBER in old.path and _is_beside(diff, new, files, own):
                continue
            yield Removal(diff, old, new, pair.relation, min(pair.lines, default=0))


def _is_beside(
    diff: NoticeDiff, new: ClassifiedFile, files: Mapping[str, ClassifiedFile], own: HolderNames
) -> bool:
    """Whether a notice is in other metadata of the same image or font: from EXIF to XMP."""
    if not compare.is_metadata(new.path):
        return False
    owner = new.path.rpartition(MEMBER)[0] + MEMBER
    beside = [
        notice
        for path, file in files.items()
        if path.startswith(owner) and isinstance(file.scan, FileScan)
        for notice in file.scan.notices
    ]
    return not compare.missing_notices([diff.item], beside, own)
