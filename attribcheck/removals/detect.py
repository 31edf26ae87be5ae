"""Every notice that a change took away or altered: in continued files, moved code, legal files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, Classifier
from attribcheck.core.model import Blob
from attribcheck.notices import legal_files
from attribcheck.removals import compare
from attribcheck.removals.compare import Lost
from attribcheck.removals.legal_files import LegalChange
from attribcheck.removals.moved_code import moves
from attribcheck.removals.snapshot_pair import Past, Relation


class Loss(NamedTuple):
    """One notice that is gone or altered while its code remains.

    Attributes:
        lost: The notice, and what stands in its place.
        old: The file in which it stood.
        new: The file in which it is missed; None when that is ``old`` itself, which is deleted.
        relation: How ``new`` comes from ``old``; None for a legal file.
        line: Where in ``new`` the code stands that was moved there; 0 when all of it was.
        left: For a legal file, how many files that it spoke for are still here; else 0.
    """

    lost: Lost
    old: ClassifiedFile
    new: ClassifiedFile | None
    relation: Relation | None = None
    line: int = 0
    left: int = 0


def losses(
    past: Past,
    classifier: Classifier,
    listing: Mapping[str, Blob],
    files: Mapping[str, ClassifiedFile],
) -> Iterator[Loss]:
    """Yield every loss between two snapshots.

    Args:
        past: The snapshot before the change.
        classifier: The policy, in the newer snapshot.
        listing: Every entry of the newer snapshot.
        files: The newer files that changed, by path.

    Raises:
        GitError: git stopped in the middle.
    """
    legal = LegalChange(past, classifier, listing, files)
    origins = []
    for path, old in past.files.items():
        if legal_files.is_legal_file(path):
            for item in legal.lost(old):
                yield Loss(item.lost, old, item.new, left=item.left)
        elif compare.protected(old):
            origins.append(old)
    pairs = [p for p in past.pairs if p.old.oid != p.new.oid]
    for pair in (*pairs, *moves(past, origins, files)):
        if legal_files.is_legal_file(pair.old.path):
            continue
        old, new = past.files[pair.old.path], files[pair.new.path]
        for lost in compare.lost(old, new, pair, classifier.coverage.own_holders, past.texts):
            yield Loss(lost, old, new, pair.relation, min(pair.lines, default=0))
