"""Builds inventory components from installed packages.

Each package becomes a component of its own snapshot that covers all of its statements, so that
``assemble`` and ``notice`` treat it like a component of a policy. Its licence and notice files and
its metadata are read; its other files only when those state no copyright.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.contents import Read
from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.model import Blob, BlobKind, FileScan, NoticeKind, Scan
from attribcheck.core.text import printable
from attribcheck.documents import assemble, component_licenses, notice, repository_files
from attribcheck.documents.installed.base import Distribution, Environment, Files
from attribcheck.documents.installed.npm import NpmEnvironment
from attribcheck.documents.installed.python import PythonEnvironment
from attribcheck.documents.inventory import InventoryComponent
from attribcheck.documents.notice import Entry
from attribcheck.notices import false_positives
from attribcheck.policy.model import Component, Policy
from attribcheck.policy.path_patterns import below
from attribcheck.scan.base import Scanner
from attribcheck.scan.key import ScanKey
from attribcheck.sources import disk

UNSTATED = "LicenseRef-scancode-unknown-license-reference"
"""The licence of a package that states none and in which none is detected."""


class Installed(NamedTuple):
    """One package, ready for documents.

    Attributes:
        item: Its component in the inventory.
        entries: Its entries in the NOTICE.
        files: The classified files that were read.
    """

    item: InventoryComponent
    entries: tuple[Entry, ...]
    files: tuple[ClassifiedFile, ...]


def find(path: Path) -> list[Environment]:
    """Return the environments at ``path``.

    Raises:
        UsageError: there is none.
    """
    if not path.is_dir():
        raise UsageError(f"{printable(str(path))} is no folder")
    environments: list[Environment] = [*PythonEnvironment.find(path), *NpmEnvironment.find(path)]
    if not environments:
        raise UsageError(
            f"{printable(str(path))} holds no installed packages",
            hint="name a virtual environment, a site-packages or a node_modules folder",
        )
    return environments


def read(
    environments: Iterable[Environment],
    scanner: Scanner,
    used_names: Iterable[str],
    own: str | None,
) -> list[Installed]:
    """Return every package of ``environments``, in their order; identical copies once.

    Args:
        environments: Where to look.
        scanner: Scans their files.
        used_names: The names of the policy's components.
        own: The name of the project, whose own package is skipped, or None.

    Raises:
        AttribcheckError: a file can't be read.
        EngineError: the engine could not answer.
    """
    names = set(used_names)
    packages: list[_Package] = []
    seen: set[object] = set()
    for distribution in (
        one for environment in environments for one in environment.distributions()
    ):
        if own is not None and _same_name(distribution.name, own):
            continue
        package = _Package(distribution)
        identity = package.identity()
        if identity in seen:
            continue
        seen.add(identity)
        package.name = _unused_name(distribution, names)
        names.add(package.name)
        packages.append(package)

    def read_blobs(wanted: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        # Packages may share a name; blobs that are equal in both are read from either.
        places = {blob: file for package in packages for blob, file in package.places.items()}
        for blob in wanted:
            yield blob, disk.read(places[blob], BlobKind.FILE)

    def scans() -> Mapping[ScanKey, Scan]:
        return scanner.scan([b for package in packages for b in package.places], read_blobs)

    found = scans()
    for package in packages:
        if not package.states_a_copyright(found):
            package.add_rest()
    found = scans()
    return [package.installed(found, read_blobs) for package in packages]


class _Package:
    """A distribution as a snapshot.

    Attributes:
        name: Its name in documents.
        places: The file on disk of each blob.
    """

    def __init__(self, distribution: Distribution) -> None:
        self.name = distribution.name
        self._distribution = distribution
        self.places: dict[Blob, Path] = {}
        self._add(distribution.files)

    def _add(self, files: Files) -> None:
        title = self._distribution.title
        self.places.update((Blob(f"{title}/{path}", _oid(file)), file) for path, file in files)

    def add_rest(self) -> None:
        """Add its other files."""
        self._add(self._distribution.rest)

    def states_a_copyright(self, scans: Mapping[ScanKey, Scan]) -> bool:
        """Whether one of the scanned files states a copyright."""
        found = (scans[ScanKey.of(blob)] for blob in self.places)
        return any(
            stated.kind is NoticeKind.COPYRIGHT and not false_positives.reason(stated, one)
            for one in found
            if isinstance(one, FileScan)
            for stated in one.notices
        )

    def identity(self) -> object:
        """Return what copies have in common: the release, the legal files and the metadata."""
        one = self._distribution
        paths = tuple(path for path, _ in (*one.files, *one.rest))
        return one.name, one.version, one.purl, paths, tuple(blob.oid for blob in self.places)

    def installed(self, scans: Mapping[ScanKey, Scan], read: Read) -> Installed:
        """Return the package ready for documents."""
        distribution = self._distribution
        source = _Snapshot(self.places, read)
        listing = source.listing()

        def classified(license_: str) -> tuple[Coverage, tuple[ClassifiedFile, ...]]:
            component = Component(
                name=self.name,
                license=license_,
                holders=("re:(?s:.*)",),
                paths=(below(distribution.title),),
                version=distribution.version,
                purl=distribution.purl,
                source=distribution.homepage,
            )
            coverage = Coverage(Policy(components=(component,)), listing)
            classifier = Classifier(coverage, scans)
            return coverage, tuple(map(classifier.classify, listing.values()))

        _, files = classified(UNSTATED)  # detection does not depend on the licence
        declared = distribution.license or component_licenses.declared(files)
        license_ = declared or component_licenses.detected(files) or UNSTATED
        coverage, files = classified(license_)
        texts = repository_files.read_texts(
            source, coverage.policy, assemble.paths_to_read(coverage)
        )
        digests = repository_files.read_digests(source, listing.values())
        item = assemble.build(coverage, files, texts, digests=digests).items[0]
        return Installed(
            item._replace(
                declared_license=declared,
                patterns=(),
                unscanned=(*item.unscanned, *distribution.refused),
            ),
            notice.entries(coverage, texts),
            files,
        )


class _Snapshot:
    """The ``Contents`` of one package."""

    def __init__(self, blobs: Iterable[Blob], read: Read) -> None:
        self._listing = {blob.path: blob for blob in blobs}
        self.read = read

    def listing(self) -> Mapping[str, Blob]:
        return self._listing


def _oid(file: Path) -> str:
    """Return git's object id of a file: it is part of the key of scan results."""
    content = disk.read(file, BlobKind.FILE)
    if content is None:
        raise AttribcheckError(f"{printable(str(file))} could not be read")
    head = b"blob %d\0" % len(content)
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


def _unused_name(distribution: Distribution, used: set[str]) -> str:
    name, version = distribution.name, distribution.version
    tries = [name, f"{name} {version}" if version else name]
    tries += [f"{tries[1]} ({number})" for number in range(2, len(used) + 3)]
    return next(one for one in tries if one not in used)


def _same_name(one: str, other: str) -> bool:
    plain = str.maketrans("_.", "--")
    return one.casefold().translate(plain) == other.casefold().translate(plain)
