"""Fingerprints of the files of declared components, kept in the cache by content.

A repository has a folder of *segments*: an origin index of some files, and a list of the contents
that were put into it. What is in no segment becomes a new one, small ones are merged, and contents
that no snapshot has any more are ignored in a search. So a check reads each content once, and
opens a handful of files. A folder that is missing, damaged or another user's costs time, and
nothing else: its contents are read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from attribcheck.copies.container import VERSION
from attribcheck.copies.index_file import SUFFIX, OriginIndex
from attribcheck.copies.lexers.registry import language_of
from attribcheck.copies.model import Component, OriginFile, SourceFile
from attribcheck.core.contents import Read
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import Blob
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private

NAME = "attribcheck:declared"
"""Stands for every component: the same content can belong to several, and policies change."""

_MOST_SEGMENTS = 6  # a search costs some milliseconds for each
_KEYS = ".keys"
_MOST_DEAD = 2  # times as many contents as the snapshot has; with more all are written anew
_FEW = 1000  # contents, of which it does not matter how many are dead


def key_of(blob: Blob) -> str | None:
    """Return the name of the content of ``blob`` in a segment, or None when it is no code.

    The language belongs to it: the same bytes have other tokens in another language.
    """
    language = language_of(blob.path)
    return None if language is None else f"{blob.oid}{language.suffixes[0]}"


class Segment(NamedTuple):
    """One index with the keys of the contents that were put into it.

    Attributes:
        opened: The index; contents with too few tokens are not in it.
        keys: The keys, also of such contents.
    """

    opened: OriginIndex
    keys: frozenset[str]


class DeclaredStore:
    """The segments of one repository.

    Args:
        folder: Its folder. Each version of the format of indexes has one of its own below it.
        progress: Called with the number of contents that were read and of all that are missing.
    """

    def __init__(
        self, folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
    ) -> None:
        self._folder = folder / str(VERSION)
        self._progress = progress

    def segments(self, wanted: Mapping[str, Blob], read: Read) -> list[Segment]:
        """Return segments that together have every content of ``wanted``.

        Args:
            wanted: A blob with each content, by ``key_of``.
            read: Reads contents.

        Raises:
            GitError: ``read`` failed.
            AttribcheckError: a segment can't be written.
        """
        found = list(self._open())
        known = frozenset[str]().union(*(segment.keys for segment in found))
        missing = {key: blob for key, blob in wanted.items() if key not in known}
        if len(known) > _MOST_DEAD * len(wanted) + _FEW:
            self._remove(found)
            found, missing = [], dict(wanted)
        if missing:
            found.append(self._add(missing, read))
        if len(found) > _MOST_SEGMENTS:
            found = self._merged(found)
        return found

    def named(self, names: Iterable[str]) -> list[OriginIndex]:
        """Return the indexes of some segments.

        Raises:
            AttribcheckError: one is damaged.
            OSError: one is gone.
            UntrustedError: another user could have written one.
        """
        paths = [self._folder / name for name in names]
        require_private(*([self._folder, *paths] if paths else ()))
        return [OriginIndex.open(path) for path in paths]

    def clear(self) -> None:
        """Remove all segments, as far as that is possible."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                path.unlink(missing_ok=True)

    def _open(self) -> Iterator[Segment]:
        try:
            require_private(self._folder)
            paths = sorted(self._folder.iterdir())
        except (OSError, UntrustedError):
            return
        for path in paths:
            if path.suffix == SUFFIX:
                with contextlib.suppress(OSError, UntrustedError, AttribcheckError, ValueError):
                    yield self._segment(path)

    def _segment(self, path: Path) -> Segment:
        require_private(path, path.with_suffix(_KEYS))
        keys = frozenset(path.with_suffix(_KEYS).read_text("ascii").split())
        return Segment(OriginIndex.open(path), keys)

    def _add(self, missing: Mapping[str, Blob], read: Read) -> Segment:
        keys = {blob: key for key, blob in missing.items()}
        readable: set[str] = set()

        def files() -> Iterator[SourceFile]:
            for done, (blob, content) in enumerate(read(list(missing.values())), 1):
                self._progress(done, len(missing))
                if content is not None:
                    key = keys[blob]
                    readable.add(key)
                    yield SourceFile(OriginFile(component, key, family=key), content)

        from attribcheck.copies import index_builder  # lazy: most commits add nothing

        path = self._new_path(missing)
        component = Component(NAME, version=path.stem)  # a merge takes each version once
        index_builder.build(files(), path)
        return self._written(path, frozenset(readable))

    def _merged(self, segments: list[Segment]) -> list[Segment]:
        """Replace all segments but the largest by one; what fails is tried by the next run."""
        from attribcheck.copies import index_builder  # lazy: most commits add nothing

        largest = max(segments, key=lambda segment: len(segment.keys))
        small = [segment for segment in segments if segment is not largest]
        keys = frozenset[str]().union(*(segment.keys for segment in small))
        path = self._new_path(keys)
        try:
            index_builder.merge([segment.opened.path for segment in small], path)
            merged = self._written(path, keys)
        except AttribcheckError:
            return segments
        self._remove([segment for segment in small if segment.opened.path != path])
        return [largest, merged]

    def _new_path(self, keys: Iterable[str]) -> Path:
        make_private_directory(self._folder)
        digest = hashlib.blake2b("\n".join(sorted(keys)).encode(), digest_size=12).hexdigest()
        return self._folder / f"{digest}{SUFFIX}"

    def _written(self, path: Path, keys: frozenset[str]) -> Segment:
        path.chmod(0o600)
        listed = path.with_suffix(_KEYS)
        descriptor = os.open(listed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write("\n".join(sorted(keys)))
        return Segment(OriginIndex.open(path), keys)

    def _remove(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            segment.opened.close()
            with contextlib.suppress(OSError):
                # The list first: without it the index is ignored.
                segment.opened.path.with_suffix(_KEYS).unlink(missing_ok=True)
                segment.opened.path.unlink(missing_ok=True)
