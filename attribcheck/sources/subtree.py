"""One folder of a source, with paths from that folder: a project of a larger repository.

What moves into the folder is new in it, and what moves out is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attribcheck.core.model import Blob, Change
from attribcheck.sources.base import MergedSource, Source


class SubtreeSource:
    """The folder ``folder`` of ``source``; see ``base.Source``.

    Args:
        source: The source of the repository.
        folder: The folder, as a path from the top without a slash at its end.
    """

    def __init__(self, source: Source, folder: str) -> None:
        self._source = source
        self._prefix = f"{folder}/"
        self.label = f"{source.label} in {folder}"
        self.complete = source.complete

    def changes(self) -> Sequence[Change]:
        """See ``base.Source``."""
        return self._changes

    @cached_property
    def _changes(self) -> Sequence[Change]:
        found = (self._inside(change) for change in self._source.changes())
        return [change for change in found if change.old or change.new]

    def copies(self) -> Sequence[Change]:
        """See ``base.Source``."""
        found = (self._inside(change) for change in self._source.copies())
        return [change for change in found if change.old and change.new]

    def listing(self) -> Mapping[str, Blob]:
        """See ``base.Source``."""
        return self._listing

    @cached_property
    def _listing(self) -> Mapping[str, Blob]:
        found = map(self._stripped, self._source.listing().values())
        return {blob.path: blob for blob in found if blob}

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """See ``base.Source``."""
        below = (blob._replace(path=self._prefix + blob.path) for blob in blobs)
        for blob, content in self._source.read(below):
            yield blob._replace(path=blob.path[len(self._prefix) :]), content

    def read_file(self, path: str) -> bytes | None:
        """See ``base.Source``."""
        return self._source.read_file(self._prefix + path)

    def base_file(self, path: str) -> bytes | None:
        """See ``base.Source``."""
        return self._source.base_file(self._prefix + path)

    def merged(self) -> Sequence[MergedSource]:
        """See ``base.Source``."""
        return [_MergedSubtree(one, self._prefix[:-1]) for one in self._source.merged()]

    def before(self, paths: Iterable[str]) -> Source | None:
        """See ``base.Source``."""
        older = self._source.before([self._prefix + path for path in paths])
        return older and SubtreeSource(older, self._prefix[:-1])

    def _inside(self, change: Change) -> Change:
        return Change(self._stripped(change.old), self._stripped(change.new))

    def _stripped(self, blob: Blob | None) -> Blob | None:
        """Return a file with its path from the folder; None when it is not in it."""
        if blob is None or not blob.path.startswith(self._prefix):
            return None
        return blob._replace(path=blob.path[len(self._prefix) :])


class _MergedSubtree(SubtreeSource):
    """The folder of a further parent of a merge; see ``base.MergedSource``."""

    def __init__(self, source: MergedSource, folder: str) -> None:
        super().__init__(source, folder)
        self._side = source

    def fork_blobs(self) -> Mapping[str, Sequence[Blob]]:
        """See ``base.MergedSource``."""
        found = self._side.fork_blobs().items()
        inside = {p: blobs for p, blobs in found if p.startswith(self._prefix)}
        return {
            path[len(self._prefix) :]: [one for one in map(self._stripped, blobs) if one]
            for path, blobs in inside.items()
        }
