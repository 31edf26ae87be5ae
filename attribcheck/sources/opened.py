"""A snapshot in which containers are opened: each file in an archive is an entry of its own.

The entry ``vendor/foo.jar!/META-INF/LICENSE`` has the content of that file and the object id that
git would give it, so that every layer above treats it as any file: it is scanned and cached by its
content, classified by the components that cover the archive, and compared with its older version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from attribcheck.containers.base import Unread
from attribcheck.containers.opening import Opened
from attribcheck.containers.registry import is_metadata
from attribcheck.core.model import MEMBER, Blob, Change
from attribcheck.git import lfs
from attribcheck.sources.base import MergedSource, Source
from attribcheck.sources.kept_members import KeptMembers


class _Container(NamedTuple):
    """An opened container: its blob, and the blobs of its files by their paths in it."""

    blob: Blob
    members: Mapping[str, Blob]


class OpenedSource:
    """See above; the interface is ``base.Source``.

    Args:
        source: The snapshot.
        containers: The files to open, of the snapshot and of the one before it.
        open_: Opens a content by its path.
        kept: Knows the files of containers that were opened before; None to open each.

    Attributes:
        label: See ``base.Source``.
        complete: See ``base.Source``.
        unread: What of the containers was not read, by the path of the container.
        missing: The containers whose content is not stored here, so that none was opened. Whether
            it is a Git LFS pointer whose object was not fetched, by container.
    """

    def __init__(
        self,
        source: Source,
        containers: Iterable[Blob],
        open_: Callable[[bytes, str], Opened],
        kept: KeptMembers | None = None,
    ) -> None:
        self.label = source.label
        self.complete = source.complete
        self.unread: dict[str, tuple[Unread, ...]] = {}
        self.missing: dict[Blob, bool] = {}
        self._source = source
        self._open = open_
        self._kept = kept
        self._containers: dict[Blob, _Container] = {}
        self._holder: dict[Blob, Blob] = {}
        listing = source.listing()
        for blob, content in source.read(dict.fromkeys(containers)):
            if content is None or lfs.is_pointer(content):
                self.missing[blob] = content is not None
            else:
                self._add(blob, content, is_current=listing.get(blob.path) == blob)
        for change in () if source.complete else source.changes():
            self._add_emptied(change)

    def _add(self, blob: Blob, content: bytes, *, is_current: bool) -> None:
        ids, unread = self._identified(content, blob.path)
        if is_current and unread:
            self.unread[blob.path] = unread
        members = {}
        for path, oid in ids.items():
            member = Blob(f"{blob.path}{MEMBER}{path}", oid)
            members[path] = member
            self._holder[member] = blob
        self._containers[blob] = _Container(blob, members)

    def _identified(
        self, content: bytes, path: str
    ) -> tuple[Mapping[str, str], tuple[Unread, ...]]:
        """Return the object id of each file in a container, and what was not read of it."""
        if self._kept is not None and (known := self._kept.get(content, path)) is not None:
            return known, ()
        opened = self._open(content, path)
        ids = {inner: _object_id(data) for inner, data in opened.members}
        if self._kept is not None and not opened.unread:
            self._kept.put(content, path, ids)
        return ids, opened.unread

    def _add_emptied(self, change: Change) -> None:
        """Add an empty file for all metadata that a change took from an image or a font.

        What such a file's notices apply to remains, which is not so for a deleted file.
        """
        old, new = self._members_of(change.old), self._members_of(change.new)
        holder = self._containers.get(change.new) if change.new else None
        if holder is None or change.old is None:
            return
        emptied = {}
        for path in old.keys() - new.keys():
            owner, _, _ = path.rpartition(MEMBER)
            if is_metadata(f"{change.old.path}{MEMBER}{path}") and (not owner or owner in new):
                emptied[path] = Blob(f"{holder.blob.path}{MEMBER}{path}", _EMPTY)
        self._holder |= dict.fromkeys(emptied.values(), holder.blob)
        self._containers[holder.blob] = holder._replace(members={**holder.members, **emptied})

    def members(self, blobs: Iterable[Blob]) -> dict[str, Blob]:
        """Return the files in those of ``blobs`` that are opened, by their paths."""
        return {
            member.path: member
            for blob in blobs
            if blob in self._containers
            for member in self._containers[blob].members.values()
        }

    def changes(self) -> Sequence[Change]:
        """See ``base.Source``: files of changed containers are paired by their paths in them."""
        return self._changes

    @cached_property
    def _changes(self) -> Sequence[Change]:
        found = list(self._source.changes())
        for change in list(found):
            if change.old not in self._containers and change.new not in self._containers:
                continue
            old, new = (self._members_of(blob) for blob in (change.old, change.new))
            found += [
                Change(old.get(path), new.get(path))
                for path in sorted({*old, *new})
                if old.get(path) != new.get(path)
            ]
        return sorted(found, key=lambda change: (change.new or change.old or _NOTHING).path)

    def _members_of(self, blob: Blob | None) -> Mapping[str, Blob]:
        container = self._containers.get(blob) if blob else None
        return container.members if container else {}

    def copies(self) -> Sequence[Change]:
        """See ``base.Source``."""
        return self._source.copies()

    def listing(self) -> Mapping[str, Blob]:
        """See ``base.Source``; with the files of the opened containers."""
        return self._listing

    @cached_property
    def _listing(self) -> Mapping[str, Blob]:
        listing = self._source.listing()
        return {**listing, **self.members(b for b in self._containers if listing.get(b.path) == b)}

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """See ``base.Source``."""
        for holder, wanted in groupby(blobs, key=self._holder.get):
            if holder is None:
                yield from self._source.read(wanted)
            else:
                yield from self._read_members(holder, list(wanted))

    def _read_members(
        self, holder: Blob, wanted: list[Blob]
    ) -> Iterator[tuple[Blob, bytes | None]]:
        _, content = next(iter(self._source.read([holder])))
        found = dict(self._open(content, holder.path).members) if content is not None else {}
        for blob in wanted:
            empty = b"" if blob.oid == _EMPTY else None
            yield blob, found.get(blob.path[len(holder.path) + len(MEMBER) :], empty)

    def read_file(self, path: str) -> bytes | None:
        """See ``base.Source``."""
        return self._source.read_file(path)

    def merged(self) -> Sequence[MergedSource]:
        """See ``base.Source``; the containers are those of this source."""
        return [_OpenedSide(self, one) for one in self._source.merged()]

    def base_file(self, path: str) -> bytes | None:
        """See ``base.Source``."""
        return self._source.base_file(path)

    def before(self, paths: Iterable[str]) -> Source | None:
        """See ``base.Source``: not opened; a check opens it."""
        return self._source.before(paths)


class _OpenedSide(OpenedSource):
    """A further parent of a merge, with the containers of ``opened``; see ``base.MergedSource``."""

    def __init__(self, opened: OpenedSource, source: MergedSource) -> None:
        self.__dict__.update(opened.__dict__)
        for made in ("_changes", "_listing"):  # of the other side
            self.__dict__.pop(made, None)
        self._source = self._side = source

    def fork_blobs(self) -> Mapping[str, Sequence[Blob]]:
        """See ``base.MergedSource``; without the files in containers."""
        return self._side.fork_blobs()


_NOTHING = Blob("", "")


def _object_id(content: bytes) -> str:
    """Return the id that git gives a content in a repository with SHA-1."""
    head = b"blob %d\0" % len(content)
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


_EMPTY = _object_id(b"")
