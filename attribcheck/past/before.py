"""The snapshot before a change: what stood where, and which newer file continues it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from attribcheck.model import POLICY_NAME, Blob, BlobKind, Change
from attribcheck.past.texts import Texts
from attribcheck.resolve import ResolvedFile
from attribcheck.sources.base import Source

# No tree of git's holds such a path, so an older content never takes the place of a newer one when
# both are scanned in one go. The base name, on which the engine's answer depends, stays.
_ASIDE = ".git/before/"


@dataclass(frozen=True, slots=True)
class Pair:
    """One older file and a newer one that continues it.

    Attributes:
        old: As it was.
        new: The same file now, under this or another name, or a copy of it.
    """

    old: Blob
    new: Blob


@dataclass(frozen=True)
class Before:
    """The snapshot before a change, not scanned yet.

    Attributes:
        listing: Every entry that it held, by path.
        pairs: What was continued with another content.
    """

    listing: Mapping[str, Blob]
    pairs: tuple[Pair, ...]

    @property
    def wanted(self) -> dict[str, Blob]:
        """What has to be scanned of it, by path."""
        return {pair.old.path: pair.old for pair in self.pairs}


@dataclass(frozen=True)
class Past:
    """The snapshot before a change, for the rules.

    Attributes:
        pairs: See ``Before``.
        files: The older files, by path, resolved by the policy that holds now.
        texts: Contents, older and newer.
    """

    pairs: tuple[Pair, ...]
    files: Mapping[str, ResolvedFile]
    texts: Texts


def of(source: Source) -> Before | None:
    """Return what ``source`` was before its change; None where there is nothing to compare.

    Raises:
        GitError: git could not tell.
    """
    if source.whole:
        return None
    pairs = tuple(_pairs(source.changes()))
    return Before(_listing(source), pairs) if pairs else None


def _pairs(changes: Iterable[Change]) -> Iterator[Pair]:
    for change in changes:
        old, new = change.old, change.new
        if old is None or new is None or POLICY_NAME in (old.path, new.path):
            continue
        # The same content states the same, wherever it stands.
        if old.kind is new.kind is BlobKind.FILE and old.oid != new.oid:
            yield Pair(old, new)


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


def aside(blobs: Iterable[Blob]) -> list[Blob]:
    """Return older ``blobs`` under paths at which they can be scanned beside newer ones."""
    return [dataclasses.replace(blob, path=_ASIDE + blob.path) for blob in blobs]


def aside_path(path: str) -> str:
    """Return where ``aside`` puts the older file at ``path``."""
    return _ASIDE + path
