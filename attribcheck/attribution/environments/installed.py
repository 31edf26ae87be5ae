"""Makes the items of an inventory from installed packages, as from the components of a policy.

Each package becomes a component of a snapshot of its own, whose statements are all its own; then
the same code speaks for it that speaks for what a policy declares. Its licence and notice files and
its metadata are read; the rest of it too where those state no copyright.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attribcheck.attribution import assemble, contents, notice
from attribcheck.attribution.environments.base import Distribution, Environment, Files
from attribcheck.attribution.environments.npm import NpmEnvironment
from attribcheck.attribution.environments.python import PythonEnvironment
from attribcheck.attribution.inventory import Item
from attribcheck.attribution.notice import Entry
from attribcheck.display import printable
from attribcheck.errors import AttribcheckError, UsageError
from attribcheck.model import Blob, BlobKind, FileScan, NoticeKind, ScanFailure
from attribcheck.policy.paths import below
from attribcheck.policy.types import Component, Policy
from attribcheck.resolve import ResolvedFile, Resolver
from attribcheck.scan import noise
from attribcheck.sources import worktree

UNSTATED = "LicenseRef-scancode-unknown-license-reference"
"""What stands for the licence of a package that states none and in which none is found."""

Read = Callable[[Iterable[Blob]], Iterator[tuple[Blob, "bytes | None"]]]
Scan = Callable[[Sequence[Blob], Read], Mapping[str, "FileScan | ScanFailure"]]


class Installed(NamedTuple):
    """One package as documents have it.

    Attributes:
        item: For the inventory.
        entries: For the NOTICE.
        files: What was read of it, resolved.
    """

    item: Item
    entries: tuple[Entry, ...]
    files: tuple[ResolvedFile, ...]


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
    environments: Iterable[Environment], scan: Scan, taken: Iterable[str], own: str | None
) -> list[Installed]:
    """Return every package of ``environments``, in their order; identical copies once.

    Args:
        environments: Where to look.
        scan: Scans blobs; see ``scan.scanner.Scanner.scan``.
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
        package = _Package(distribution, f"installed-{len(packages)}")
        identity = package.identity()
        if identity in seen:
            continue
        seen.add(identity)
        package.name = _free(distribution, names)
        names.add(package.name)
        packages.append(package)
    scans: dict[str, FileScan | ScanFailure] = {}
    by_key = {package.key: package for package in packages}

    def read_blobs(wanted: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in wanted:
            package = by_key[blob.path.partition("/")[0]]
            yield blob, worktree.read(package.places[blob.path], BlobKind.FILE)

    def scan_new() -> None:
        blobs = [b for package in packages for b in package.blobs if b.path not in scans]
        scans.update(scan(blobs, read_blobs) if blobs else {})

    scan_new()
    for package in packages:
        if not package.states_a_copyright(scans):
            package.widen()
    scan_new()
    return [package.installed(scans, read_blobs) for package in packages]


class _Package:
    """A distribution as a snapshot; ``key`` is the folder of its files while they are scanned."""

    def __init__(self, distribution: Distribution, key: str) -> None:
        self.name = distribution.name
        self._distribution = distribution
        self.key = key
        self.places: dict[str, Path] = {}
        self.blobs: list[Blob] = []
        self._take(distribution.files)

    def _take(self, files: Files) -> None:
        places = {f"{self.key}/{path}": file for path, file in files}
        self.places.update(places)
        self.blobs += [Blob(path, _oid(file)) for path, file in places.items()]

    def widen(self) -> None:
        """Take the rest of its files too."""
        self._take(self._distribution.rest)

    def states_a_copyright(self, scans: Mapping[str, FileScan | ScanFailure]) -> bool:
        """Whether a copyright is stated in the files that were scanned."""
        found = (scans[blob.path] for blob in self.blobs)
        return any(
            stated.kind is NoticeKind.COPYRIGHT and not noise.reason(stated, one)
            for one in found
            if isinstance(one, FileScan)
            for stated in one.notices
        )

    def identity(self) -> object:
        """Return what is equal for a copy: the same release, legal files and metadata."""
        one = self._distribution
        paths = tuple(path for path, _ in (*one.files, *one.rest))
        return one.name, one.version, one.purl, paths, tuple(blob.oid for blob in self.blobs)

    def installed(self, scans: Mapping[str, FileScan | ScanFailure], read: Read) -> Installed:
        """Return it as documents have it, under its readable paths."""
        distribution = self._distribution
        shown = {
            blob.path: f"{distribution.title}/{blob.path.partition('/')[2]}" for blob in self.blobs
        }
        listing = {shown[b.path]: Blob(shown[b.path], b.oid) for b in self.blobs}
        back = {new: old for old, new in shown.items()}
        of = {shown[path]: scans[path] for path in shown}
        source = _Snapshot(listing, back, read)

        def resolved(license_: str) -> tuple[Policy, Resolver, tuple[ResolvedFile, ...]]:
            component = Component(
                name=self.name,
                license=license_,
                holders=("re:(?s:.*)",),
                paths=(below(distribution.title),),
                version=distribution.version,
                purl=distribution.purl,
                source=distribution.homepage,
            )
            policy = Policy(components=(component,))
            resolver = Resolver(policy, listing)
            resolver.scans = of
            return (
                policy,
                resolver,
                tuple(resolver.resolve(b, of[b.path]) for b in listing.values()),
            )

        *_, files = resolved(UNSTATED)  # what the files say does not depend on it
        declared = distribution.license or assemble.declared_license(files)
        license_ = declared or assemble.detected_license(files) or UNSTATED
        policy, resolver, files = resolved(license_)
        texts = contents.read_texts(source, policy, assemble.paths_to_read(policy, resolver))
        digests = contents.read_digests(source, listing.values())
        item = assemble.build(policy, resolver, files, texts, digests=digests).items[0]
        return Installed(
            item._replace(
                declared_license=declared,
                patterns=(),
                unscanned=(*item.unscanned, *distribution.refused),
            ),
            notice.entries(policy, resolver, texts),
            files,
        )


class _Snapshot:
    """The files of one package, as far as texts and digests are read from them."""

    def __init__(self, listing: Mapping[str, Blob], back: Mapping[str, str], read: Read) -> None:
        self._listing = listing
        self._back = back
        self._read = read

    def listing(self) -> Mapping[str, Blob]:
        return self._listing

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        for blob in blobs:
            ((_, content),) = self._read([Blob(self._back[blob.path], blob.oid)])
            yield blob, content


def _oid(file: Path) -> str:
    """Return git's object id of a file: answers of the engine are kept by it."""
    content = worktree.read(file, BlobKind.FILE)
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
