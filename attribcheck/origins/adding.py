"""Makes an origin index of components and stores it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.copies import index_builder, store
from attribcheck.copies.acquire import registry
from attribcheck.copies.acquire.base import Acquired
from attribcheck.copies.container import OriginIndexError
from attribcheck.copies.index_file import IndexInfo, OriginIndex
from attribcheck.copies.model import SourceFile
from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.text import printable
from attribcheck.origins.describe import FOUND, Details, described
from attribcheck.scan.base import Scanner
from attribcheck.system.files import write_atomic
from attribcheck.system.private_dirs import TemporaryDirectory
from attribcheck.weights.document import SUFFIX, Origin

if TYPE_CHECKING:
    from attribcheck.weights.fingerprint import Fingerprint


class Added(NamedTuple):
    """A stored index and how much it holds."""

    path: Path
    info: IndexInfo


class Indexer:
    """Makes indexes.

    Args:
        scanner: Finds the notices of files.
        date: The day of the snapshots, ISO 8601.
        say: Called with each component, before it is acquired.
    """

    def __init__(
        self, scanner: Scanner, date: str, say: Callable[[str], None] = lambda spec: None
    ) -> None:
        self._scanner = scanner
        self._date = date
        self._say = say

    def add(self, spec: str, details: Details = FOUND) -> Added:
        """Store an index of one component; see ``registry.acquire`` for ``spec``.

        Raises:
            UsageError: ``spec`` names nothing that can be added.
            AttribcheckError: it can't be acquired, or holds nothing to compare.
        """
        self._say(spec)
        with closing(TemporaryDirectory("attribcheck-origin-")) as scratch:
            return self.add_acquired(registry.acquire(spec, scratch.path), details)

    def add_acquired(self, acquired: Acquired, details: Details = FOUND) -> Added:
        """Store an index of a component that was acquired.

        Raises:
            AttribcheckError: as for ``add``.
        """
        name = details.name or acquired.name
        version = details.version or acquired.version
        return _stored(
            f"{name}@{version}" if version else name,
            described(acquired, self._scanner, self._date, details),
            acquired.place,
        )

    def add_all(self, name: str, specs: Sequence[tuple[str, Details]]) -> Added:
        """Store one index of several components.

        Args:
            name: The name of the index.
            specs: The components; see ``add``.

        Raises:
            AttribcheckError: as for ``add``.
        """
        return _stored(name, self._each(specs))

    def _each(self, specs: Sequence[tuple[str, Details]]) -> Iterator[SourceFile]:
        """Yield the files of one component after the other: not all need to fit into memory."""
        for spec, details in specs:
            self._say(spec)
            with closing(TemporaryDirectory("attribcheck-origin-")) as scratch:
                acquired = registry.acquire(spec, scratch.path)
                yield from described(acquired, self._scanner, self._date, details)


def add_weights(fingerprint: Fingerprint, details: Details) -> Path:
    """Store the fingerprint of weights, with the component that they are of; return its file.

    Args:
        fingerprint: The fingerprint; it tells of its origin what the user does not.
        details: What the user says.

    Raises:
        AttribcheckError: it can't be stored.
    """
    from attribcheck.weights import fingerprint_file

    stated = fingerprint.origin
    origin = Origin(
        details.name or stated.name or fingerprint.name,
        details.version or stated.version,
        details.license or stated.license,
        details.holders or stated.holders,
    )
    content = fingerprint_file.serialise(fingerprint._replace(origin=origin))
    name = f"{origin.name}@{origin.version}" if origin.version else origin.name
    return store.add(name, lambda out: out.write_bytes(content), suffix=SUFFIX)


def import_index(path: Path) -> Added:
    """Store an index that another made, after all of it was checked.

    Raises:
        UsageError: there is no such file.
        AttribcheckError: it is damaged, no index, or of another version.
    """
    if not path.is_file():
        raise UsageError(f"{printable(str(path))} does not exist")

    def copy(out: Path) -> None:
        # The copy is checked, so that nobody changes the file in between.
        shutil.copyfile(path, out)
        try:
            with OriginIndex.open(out, verify=True) as index:
                infos.append(index.info)
        except OriginIndexError as error:
            message = error.message.replace(printable(str(out)), printable(str(path)))
            raise AttribcheckError(message, hint="get the file again from who made it") from error

    infos: list[IndexInfo] = []
    stored = store.add(path.name.removesuffix(store.SUFFIX), copy)
    return Added(stored, infos[0])


def export_indexes(paths: Sequence[Path], target: Path) -> IndexInfo:
    """Write stored indexes to one file and return how much it holds.

    Args:
        paths: At least one; a component that several hold is taken from the first.
        target: The file.

    Raises:
        AttribcheckError: an index is damaged, or the file can't be written.
    """
    if len(paths) > 1:
        return index_builder.merge(paths, target)
    with OriginIndex.open(paths[0], verify=True) as index:  # copied: merging takes minutes
        write_atomic(target, paths[0].read_bytes())
        return index.info


def _stored(name: str, files: Iterator[SourceFile], place: Path | None = None) -> Added:
    infos: list[IndexInfo] = []

    def build(out: Path) -> None:
        info = index_builder.build(files, out)
        if not info.files:
            raise AttribcheckError(
                f"{printable(name)} has no file that can be compared",
                hint="source code of a known language is; docs/copies.md lists them",
            )
        infos.append(info)

    return Added(store.add(name, build, place), infos[0])
