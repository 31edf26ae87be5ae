"""Every notice that a change took away or altered: in continued files, moved code, legal files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, Classifier
from attribcheck.core.model import Blob
from attribcheck.notices import legal_files
from attribcheck.removals import compare
from attribcheck.removals.compare import NoticeDiff
from attribcheck.removals.legal_files import LegalChange
from attribcheck.removals.moved_code import moves
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation


class Removal(NamedTuple):
    """One notice that is gone or altered while its code remains.

    Attributes:
        diff: The notice, and what stands in its place.
        old: The file in which it stood.
        new: The file in which it is missed; None when that is ``old`` itself, which is deleted.
        relation: How ``new`` comes from ``old``; None for a legal file.
        line: Where in ``new`` the code stands that was moved there; 0 when all of it was.
        remaining_files: For a legal file, how many files that it spoke for are still here; else 0.
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
    """Yield every loss between two snapshots.

    Args:
        older: The snapshot before the change.
        classifier: The policy, in the newer snapshot.
        listing: Every entry of the newer snapshot.
        files: The newer files that changed, by path.

    Raises:
        GitError: git stopped in the middle.
    """
    legal = LegalChange(older, classifier, listing, files)
    origins = []
    for path, old in older.files.items():
        if legal_files.is_legal_file(path):
            for item in legal.diff(old):
                yield Removal(item.diff, old, item.new, remaining_files=item.remaining_files)
        elif compare.protected(old):
            origins.append(old)
    pairs = [p for p in older.pairs if p.old.oid != p.new.oid]
    for pair in (*pairs, *moves(older, origins, files)):
        if legal_files.is_legal_file(pair.old.path):
            continue
        old, new = older.files[pair.old.path], files[pair.new.path]
        for diff in compare.diff(old, new, pair, classifier.coverage.own_holders, older.texts):
            yield Removal(diff, old, new, pair.relation, min(pair.lines, default=0))
