"""Makes the items of an inventory from installed packages, as from the components of a policy.

Each package becomes a component of a snapshot of its own, whose statements are all its own; then
the same code speaks for it that speaks for what a policy declares. Its licence and notice files and
its metadata are read; the rest of it too where those state no copyright.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.core.contents import Read
from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.model import Blob, BlobKind, FileScan, NoticeKind, Scan
from attribcheck.core.text import printable
from attribcheck.documents import assemble, notice, repository_files
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
"""What stands for the licence of a package that states none and in which none is found."""


class Installed(NamedTuple):
    """One package as documents have it.

    Attributes:
        item: For the inventory.
        entries: For the NOTICE.
        files: What was read of it, classified.
    """

    item: InventoryComponent
    entries: tuple[Entry, ...]
    files: tuple[ClassifiedFile, ...]


def found(path: Path) -> list[Environment]:
    """Return the environments at ``path``.

    Raises:
        UsageError: there is none.
    """
    if not path.is_dir():
        raise UsageError(f"{printable(str(path))} is no folder")
    environments: list[Environment] = [*PythonEnvironment.found(path), *NpmEnvironment.found(path)]
    if not environments:
        raise UsageError(
            f"{printable(str(path))} holds no installed packages",
            hint="name a virtual environment, a site-packages, or the folder of a node_modules",
        )
    return environments


def read(
    environments: Iterable[Environment], scanner: Scanner, taken: Iterable[str], own: str | None
) -> list[Installed]:
    """Return every package of ``environments``, in their order; identical copies once.

    Args:
        environments: Where to look.
        scanner: Scans their files.
        taken: The names that the policy's components have.
        own: The name of the project, whose own package is left out, or None.

    Raises:
        AttribcheckError: a file can't be read.
        EngineError: the engine could not answer.
    """
    names = set(taken)
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
        package.name = _free(distribution, names)
        names.add(package.name)
        packages.append(package)

    def read_blobs(wanted: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        # Packages may share a name; then what is the same in both is read from either.
        places = {blob: file for package in packages for blob, file in package.places.items()}
        for blob in wanted:
            yield blob, disk.read(places[blob], BlobKind.FILE)

    def scans() -> Mapping[ScanKey, Scan]:
        return scanner.scan([b for package in packages for b in package.places], read_blobs)

    found = scans()
    for package in packages:
        if not package.states_a_copyright(found):
            package.widen()
    found = scans()
    return [package.installed(found, read_blobs) for package in packages]


class _Package:
    """A distribution as a snapshot.

    Attributes:
        name: The name that it has in documents.
        places: Where each of its files stands on disk.
    """

    def __init__(self, distribution: Distribution) -> None:
        self.name = distribution.name
        self._distribution = distribution
        self.places: dict[Blob, Path] = {}
        self._take(distribution.files)

    def _take(self, files: Files) -> None:
        title = self._distribution.title
        self.places.update((Blob(f"{title}/{path}", _oid(file)), file) for path, file in files)

    def widen(self) -> None:
        """Take the rest of its files too."""
        self._take(self._distribution.rest)

    def states_a_copyright(self, scans: Mapping[ScanKey, Scan]) -> bool:
        """Whether a copyright is stated in the files that were scanned."""
        found = (scans[ScanKey.of(blob)] for blob in self.places)
        return any(
            stated.kind is NoticeKind.COPYRIGHT and not false_positives.reason(stated, one)
            for one in found
            if isinstance(one, FileScan)
            for stated in one.notices
        )

    def identity(self) -> object:
        """Return what is equal for a copy: the same release, legal files and metadata."""
        one = self._distribution
        paths = tuple(path for path, _ in (*one.files, *one.rest))
        return one.name, one.version, one.purl, paths, tuple(blob.oid for blob in self.places)

    def installed(self, scans: Mapping[ScanKey, Scan], read: Read) -> Installed:
        """Return it as documents have it."""
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

        _, files = classified(UNSTATED)  # what the files say does not depend on it
        declared = distribution.license or assemble.declared_license(files)
        license_ = declared or assemble.detected_license(files) or UNSTATED
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
    """The files of one package, as far as texts and digests are read from them."""

    def __init__(self, blobs: Iterable[Blob], read: Read) -> None:
        self._listing = {blob.path: blob for blob in blobs}
        self.read = read

    def listing(self) -> Mapping[str, Blob]:
        return self._listing


def _oid(file: Path) -> str:
    """Return git's object id of a file: answers of the engine are kept by it."""
    content = disk.read(file, BlobKind.FILE)
    if content is None:
        raise AttribcheckError(f"{printable(str(file))} could not be read")
    head = b"blob %d\0" % len(content)
    return hashlib.sha1(head + content, usedforsecurity=False).hexdigest()


def _free(distribution: Distribution, taken: set[str]) -> str:
    name, version = distribution.name, distribution.version
    tries = [name, f"{name} {version}" if version else name]
    tries += [f"{tries[1]} ({number})" for number in range(2, len(taken) + 3)]
    return next(one for one in tries if one not in taken)


def _same_name(one: str, other: str) -> bool:
    plain = str.maketrans("_.", "--")
    return one.casefold().translate(plain) == other.casefold().translate(plain)
