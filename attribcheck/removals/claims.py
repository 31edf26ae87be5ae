"""Finds the claims about models that a change took away while the weights or the code remain.

A claim is kept when any changed file makes it now, under any key: a card can take over what a
configuration said. An unchanged card or configuration of the model may make it as well. Imports and
calls are code: they go with it, and are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.core.model import Blob, BlobKind, FileScan
from attribcheck.lineage.model_files import is_model_file, names_models
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation
from attribcheck.removals.text_similarity import Texts

_KINDS = frozenset({ClaimKind.BASE_MODEL, ClaimKind.MODEL_CODE})
_STRENGTHS = frozenset({Strength.STATED, Strength.CONFIGURED})
_CODE = re.compile(
    r".*\.(?:py|sh|bash|ps1|bat|mk|ya?ml|txt|in)\Z|(?:.*/)?(?:docker|make)file.*\Z", re.IGNORECASE
)


class RemovedClaim(NamedTuple):
    """A claim that is gone.

    Attributes:
        claim: The claim, in the older file.
        old: The older file.
        new: The newer file; None when ``old`` is deleted.
        instead: The claim of the same kind and key that the newer file has in its place, or None.
        remaining: A file of the model that remains.
    """

    claim: LineageClaim
    old: ClassifiedFile
    new: ClassifiedFile | None
    instead: LineageClaim | None
    remaining: str


def removed_claims(
    older: ClassifiedSnapshot, listing: Mapping[str, Blob], files: Mapping[str, ClassifiedFile]
) -> Iterator[RemovedClaim]:
    """Yield every claim that a change took away.

    Args:
        older: The snapshot before the change.
        listing: Every entry of the newer snapshot.
        files: The newer files that changed, by path.

    Raises:
        GitError: git failed while it read.
    """
    made = {mark_of(claim) for file in files.values() for claim in claims_of(file)}
    successors = {
        pair.old.path: pair.new.path for pair in older.pairs if pair.relation is Relation.SUCCESSOR
    }
    for path, old in older.files.items():
        if _CODE.match(path):
            continue
        new = files.get(successors.get(path, path))
        gone = [one for one in claims_of(old) if _is_lasting(one) and mark_of(one) not in made]
        remaining = remaining_file(path, new, listing) if gone else None
        if remaining:
            made_there = _made_around(path, files, listing, older.texts)
            gone = [claim for claim in gone if mark_of(claim) not in made_there]
        seen = set()
        for claim in gone:
            if remaining and mark_of(claim) not in seen:
                seen.add(mark_of(claim))
                yield RemovedClaim(claim, old, new, _instead(claim, new), remaining)


def claims_of(file: ClassifiedFile) -> tuple[LineageClaim, ...]:
    """Return the claims of a file; none for one that could not be scanned."""
    return file.scan.claims if isinstance(file.scan, FileScan) else ()


def mark_of(claim: LineageClaim) -> tuple[ClaimKind, str]:
    """Return what is equal for claims that name the same thing."""
    return claim.kind, claim.name.casefold()


def _made_around(
    path: str, files: Mapping[str, ClassifiedFile], listing: Mapping[str, Blob], texts: Texts
) -> set[tuple[ClaimKind, str]]:
    """Return the claims of unchanged cards and configurations in the folders below and around.

    Weights are not read: each states the claims of its own numbers.
    """
    from attribcheck.lineage.registry import claims  # lazy: a claim that is gone is rare

    folder = path.rpartition("/")[0]
    blobs = [
        blob
        for other, blob in listing.items()
        if names_models(other)
        and other not in files
        and blob.kind is BlobKind.FILE
        and (_is_in(other, folder) or _is_in(folder, other.rpartition("/")[0]))
    ]
    texts.prime(blobs)
    found = ((text, blob.path) for blob in blobs if (text := texts.get(blob)))
    return {
        mark_of(claim)
        for text, other in found
        for claim in claims("\n".join(text.lines).encode("utf-8", "replace"), other)
    }


def _is_in(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _is_lasting(claim: LineageClaim) -> bool:
    return claim.kind in _KINDS and claim.strength in _STRENGTHS


def _instead(claim: LineageClaim, new: ClassifiedFile | None) -> LineageClaim | None:
    same = [one for one in claims_of(new) if one.kind is claim.kind] if new else []
    return next((one for one in same if one.key == claim.key), same[0] if same else None)


def remaining_file(
    path: str, new: ClassifiedFile | None, listing: Mapping[str, Blob]
) -> str | None:
    """Return the file of the model that remains: the newer file itself, or one around the older.

    A card at the top of a repository speaks of every model in it.
    """
    if new is not None and is_model_file(new.path):
        blank = isinstance(new.scan, FileScan) and new.scan.blank
        return None if blank else new.path
    folder = path.rpartition("/")[0]
    inside = f"{folder}/" if folder else ""
    return next((p for p in sorted(listing) if p.startswith(inside) and is_model_file(p)), None)
