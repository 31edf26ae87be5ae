"""Compares files with the origin indexes of the user, and with declared components.

The engine of the search is imported by the first file that has to be compared, so that a commit of
documents pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.copies.search import Copies, DeclaredFile, DeclaredFiles
from attribcheck.core.contents import Read
from attribcheck.core.errors import AttribcheckError, GitError
from attribcheck.core.model import Blob
from attribcheck.system.private_dirs import UntrustedError

if TYPE_CHECKING:
    from attribcheck.copies.declared_store import Segment
    from attribcheck.copies.index_file import OriginIndex
    from attribcheck.copies.model import Component, FileCopies, Match

_AT_ONCE = 32
_FEW = 8
"""Files; with fewer it costs more to remember what they correspond to than to find out."""


class KnownOrigins:
    """Compares files with known origins; a ``search.Search``.

    Args:
        indexes: The files of origin indexes.
        declared: The names and package URLs of the components that the policy declares.
        folder: Where the fingerprints of declared components are kept, and what contents
            correspond to; None to keep nothing.
        progress: Called with the number of compared files and of all.
        reading: Called with the number of declared files that were read and of all to read.
    """

    def __init__(
        self,
        indexes: Sequence[Path],
        declared: AbstractSet[str],
        folder: Path | None,
        progress: Callable[[int, int], None] = lambda done, total: None,
        reading: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        self._progress = progress
        self._reading = reading
        self._indexes = indexes
        self._declared = declared
        self._folder = folder

    def find(
        self, blobs: Iterable[Blob], declared: Sequence[DeclaredFile] | None, read: Read
    ) -> Copies:
        """Return what corresponds to ``blobs``; see ``search.Search``."""
        blobs = list(blobs)
        if not blobs or (not self._indexes and declared is None):
            return Copies({})
        from attribcheck.copies.index_file import OriginIndex  # lazy, as the engine below it
        from attribcheck.copies.lexers.registry import language_of

        code = [blob for blob in blobs if language_of(blob.path)]
        if not code:
            return Copies({})
        if isinstance(declared, DeclaredFiles) and (known := self._as_before(code, declared, read)):
            return known
        if not (self._indexes or declared):
            return Copies({})
        with ExitStack() as opened:
            indexes = [opened.enter_context(OriginIndex.open(path)) for path in self._indexes]
            found = self._matched(code, indexes, declared or (), read)
            origins = [component for index in indexes for component in index.components]
        return Copies(
            found, tuple(dict.fromkeys([*origins, *(d.component for d in declared or ())]))
        )

    def _as_before(self, blobs: list[Blob], declared: DeclaredFiles, read: Read) -> Copies | None:
        """Compare a few files with what the last commit was compared with, if that is the same.

        Returns:
            None when it is not known, or can't be read.
        """
        from attribcheck.copies import selection
        from attribcheck.copies.declared_store import DeclaredStore
        from attribcheck.copies.index_file import OriginIndex

        if self._folder is None or len(blobs) > _FEW:
            return None
        kept = selection.load(self._folder, declared.name)
        if kept is None:
            return None
        with ExitStack() as opened:
            try:
                indexes = [opened.enter_context(OriginIndex.open(path)) for path in self._indexes]
                segments = DeclaredStore(self._folder).named(kept.segments)
                for segment in segments:
                    opened.enter_context(segment)
                found = self._searched(blobs, [*indexes, *segments], kept.dead, read)
            except GitError:
                raise
            except (AttribcheckError, UntrustedError, OSError):
                return None
            origins = [component for index in indexes for component in index.components]
        origins += [declared.components[name] for name in kept.components]
        if found:
            found = _with_owners(found, _by_content(declared))
        return Copies(found, tuple(dict.fromkeys(origins)))

    def _matched(
        self,
        blobs: list[Blob],
        indexes: list[OriginIndex],
        declared: Sequence[DeclaredFile],
        read: Read,
    ) -> dict[str, FileCopies]:
        owners = _by_content(declared)
        if self._folder is None or len(blobs) <= _FEW:
            named = declared if isinstance(declared, DeclaredFiles) else None
            return _with_owners(self._compared(blobs, indexes, owners, read, named), owners)
        from attribcheck.copies.declared_store import key_of  # lazy, as the engine
        from attribcheck.copies.remembered import Remembered, identity

        kept = Remembered(self._folder, identity(owners, self._declared, self._indexes))
        keys = {blob.path: key for blob in blobs if (key := key_of(blob))}
        found: dict[str, FileCopies] = {}
        left = []
        for blob in blobs:
            key = keys[blob.path]
            if key in kept.unmatched:
                continue
            if known := kept.matched(key, blob.path):
                found[blob.path] = known
            else:
                left.append(blob)
        compared = self._compared(left, indexes, owners, read)
        matched = {keys[path]: copies for path, copies in compared.items()}
        kept.add((k for one in left if (k := keys[one.path]) not in matched), matched)
        # In the order of the files, as without a cache.
        found |= compared
        return _with_owners({b.path: found[b.path] for b in blobs if b.path in found}, owners)

    def _compared(
        self,
        blobs: list[Blob],
        indexes: list[OriginIndex],
        owners: Mapping[str, list[DeclaredFile]],
        read: Read,
        named: DeclaredFiles | None = None,
    ) -> dict[str, FileCopies]:
        """Compare ``blobs``; with what is kept for files that have a name."""
        from attribcheck.copies.declared_store import DeclaredStore

        if not blobs:
            return {}
        contents = {key: files[0].blob for key, files in owners.items()}
        if not contents:
            return self._search(blobs, indexes, owners, [], read)
        if (folder := self._folder) is not None:
            try:
                segments = self._segments(folder, contents, read)
                if named is not None:
                    _keep(folder, named, segments, owners)
                return self._search(blobs, indexes, owners, segments, read)
            except GitError:
                raise
            except (AttribcheckError, OSError):
                DeclaredStore(folder).clear()
        import tempfile  # lazy: the cache is the rule

        # Without the cache, or with a damaged one, the same result takes longer.
        with tempfile.TemporaryDirectory(prefix="attribcheck-") as scratch:
            segments = self._segments(Path(scratch) / "declared", contents, read)
            return self._search(blobs, indexes, owners, segments, read)

    def _segments(self, folder: Path, contents: Mapping[str, Blob], read: Read) -> list[Segment]:
        from attribcheck.copies.declared_store import DeclaredStore

        return DeclaredStore(folder, self._reading).segments(contents, read)

    def _search(
        self,
        blobs: list[Blob],
        indexes: list[OriginIndex],
        owners: Mapping[str, list[DeclaredFile]],
        segments: list[Segment],
        read: Read,
    ) -> dict[str, FileCopies]:
        with ExitStack() as opened:
            for segment in segments:
                opened.enter_context(segment.opened)
            searched = [*indexes, *(segment.opened for segment in segments)]
            return self._searched(blobs, searched, _dead(segments, owners), read)

    def _searched(
        self,
        blobs: list[Blob],
        indexes: list[OriginIndex],
        dead: AbstractSet[tuple[str, str]],
        read: Read,
    ) -> dict[str, FileCopies]:
        from attribcheck.copies.declared_store import NAME
        from attribcheck.copies.matcher import IndexMatcher

        matcher = IndexMatcher(indexes, declared={*self._declared, NAME}, ignored=dead)
        found: dict[str, FileCopies] = {}
        for at in range(0, len(blobs), _AT_ONCE):
            found |= matcher.match(blobs[at : at + _AT_ONCE], read)
            self._progress(min(at + _AT_ONCE, len(blobs)), len(blobs))
        return {path: one for path, one in found.items() if one.matches}


def _dead(segments: Iterable[Segment], owners: Container[str]) -> set[tuple[str, str]]:
    """Return the contents of ``segments`` that no declared file has."""
    return {
        origin
        for segment in segments
        for origin in segment.opened.origins
        if origin[1] not in owners
    }


def _keep(
    folder: Path, declared: DeclaredFiles, segments: Sequence[Segment], owners: Container[str]
) -> None:
    from attribcheck.copies.selection import Selection, keep

    names = tuple(segment.opened.path.name for segment in segments)
    components = tuple(dict.fromkeys(file.component.name for file in declared))
    keep(folder, declared.name, Selection(names, frozenset(_dead(segments, owners)), components))


def _by_content(declared: Iterable[DeclaredFile]) -> dict[str, list[DeclaredFile]]:
    from attribcheck.copies.declared_store import key_of

    found: dict[str, list[DeclaredFile]] = {}
    for file in declared:
        if key := key_of(file.blob):
            found.setdefault(key, []).append(file)
    return found


def _with_owners(
    found: Mapping[str, FileCopies], owners: Mapping[str, list[DeclaredFile]]
) -> dict[str, FileCopies]:
    """Return ``found`` with the files that have the contents of the store; see ``_named``."""
    return {
        path: one._replace(
            matches=tuple(_named(one.matches, owners)),
            candidates=tuple(_named(one.candidates, owners)),
        )
        for path, one in found.items()
    }


def _named(matches: Iterable[Match], owners: Mapping[str, list[DeclaredFile]]) -> Iterator[Match]:
    """Yield ``matches``, those of contents once for each file of a component that has the content.

    A component of an index is never ``declared``: that means a file of this repository.
    """
    from attribcheck.copies.declared_store import NAME

    seen: set[tuple[Component, str]] = set()
    for match in matches:
        origin = match.file
        if origin.component.name != NAME:
            component = origin.component._replace(declared=False)
            yield match._replace(file=origin._replace(component=component))
            continue
        regions = tuple(region._replace(components=1) for region in match.regions)
        for file in owners.get(origin.family, ()):
            if (file.component, file.blob.path) not in seen:
                seen.add((file.component, file.blob.path))
                named = origin._replace(component=file.component, path=file.blob.path, family="")
                yield match._replace(file=named, regions=regions)
