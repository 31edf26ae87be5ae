"""The files of a repository and what they declare, for ``attribcheck init``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable
from attribcheck.notices.legal_files import is_license_file

if TYPE_CHECKING:
    from typing_extensions import Self

    from attribcheck.check.pipeline import Classification
    from attribcheck.classify.model import ClassifiedFile
    from attribcheck.copies.search import Copies, DeclaredFile, Search
    from attribcheck.core.contents import Read
    from attribcheck.core.model import Blob
    from attribcheck.init.drafted import Drafted
    from attribcheck.manifests.base import Manifests
    from attribcheck.policy.model import Policy
    from attribcheck.scan.base import Scanner
    from attribcheck.sources.base import Source


class Tree(NamedTuple):
    """The files of a repository, with those in archives, opened once.

    Attributes:
        source: Reads the files of the repository.
        opened: Reads those in archives, too.
        files: All files, by path.
        scanner: Scans them.
    """

    source: Source
    opened: Source
    files: Mapping[str, Blob]
    scanner: Scanner

    @classmethod
    def of(cls, source: Source, scanner: Scanner, policy: Policy) -> Self:
        """Return the files of a source, opened within the limits of a policy."""
        from attribcheck.check import pipeline

        opened, files = pipeline.opened(source, source.listing(), policy)
        return cls(source, opened, files, scanner)

    def classify(self, policy: Policy) -> Classification:
        """Return all files, classified by a policy."""
        from attribcheck.check import pipeline

        return pipeline.classify(self.opened, self.scanner, policy, self.files)


class SearchedOnce:
    """A search for copied code that keeps its results.

    ``init`` checks twice by policies that differ in exceptions only: the files that are compared,
    and what they are compared with, are the same.

    Args:
        search: Compares them.
    """

    def __init__(self, search: Search) -> None:
        self._search = search
        self._found: dict[tuple[object, ...], Copies] = {}

    def find(
        self, blobs: Iterable[Blob], declared: Sequence[DeclaredFile] | None, read: Read
    ) -> Copies:
        """Return what corresponds to ``blobs``; see ``copies.search``."""
        blobs = tuple(blobs)
        key = (blobs, None if declared is None else tuple(declared))
        if key not in self._found:
            self._found[key] = self._search.find(blobs, declared, read)
        return self._found[key]


def drafted(
    tree: Tree, base: Policy, known: Manifests, *, told: bool, only: Sequence[str] = ()
) -> tuple[Policy, Sequence[ClassifiedFile], list[Drafted]]:
    """Return ``base``, all files as it classifies them, and components for the foreign ones.

    A new policy gets the contributors to files of our own, which then need no component. Its
    licence is "or later" where the headers say so, unless the user ``told`` it. Folders of packages
    get tables.

    Args:
        tree: The files.
        base: A policy, or the beginning of one.
        known: What manifests name.
        told: Whether the user named the project's licence.
        only: The paths of --from: only tables whose list is among them; empty for all.
    """
    from attribcheck.core.model import FileScan
    from attribcheck.init import components, contributors, credited, own_license, package_folders
    from attribcheck.init.drafted import with_later_versions
    from attribcheck.packages.loading import with_packages

    tables = package_folders.found(tree.source, base.components)
    if tables := tuple(one for one in tables if not only or one.list in only):
        base = with_packages(base._replace(packages=(*base.packages, *tables)), tree.source)
    classified = tree.classify(base)
    whole = next((one for one in known.statements if one.whole), None)
    if whole and not base.path:
        # Its licence is a name of its own: the files of its holders tell what it consists of.
        licence = own_license.extended(base.project.license, classified.files)
        base = base._replace(project=base.project._replace(license=licence))
        classified = tree.classify(base)
    elif base.project.license and not base.path and not told:
        licence = with_later_versions(base.project.license, classified.files)
        if licence != base.project.license:
            base = base._replace(project=base.project._replace(license=licence))
            classified = tree.classify(base)
    found = () if base.path else contributors.found(classified.files, classified.classifier)
    if found:
        base = base._replace(project=base.project._replace(contributors=found))
        classified = tree.classify(base)
    names = [component.name for component in base.components]
    found_components = components.draft(
        classified.files, classified.classifier.coverage, known, names
    )
    if known.people:
        found_components = credited.joined(found_components, known.people, base.project.license)
    # The licences of listed packages that only their files state are known now.
    base = base._replace(components=classified.classifier.coverage.policy.components)
    if not any(isinstance(file.scan, FileScan) and file.scan.claims for file in classified.files):
        return base, classified.files, found_components
    from attribcheck.init import models
    from attribcheck.rules.context import Context
    from attribcheck.system import clock

    context = Context(
        policy=base,
        classifier=classified.classifier,
        files=classified.files,
        legal=classified.legal,
        today=clock.today(),
        complete=True,
        source=tree.source,
    )
    names += [one.component.name for one in found_components]
    return base, classified.files, found_components + models.draft(context, names)


def manifests(source: Source, only: Sequence[str]) -> Manifests:
    """Return what the manifests of the snapshot name.

    Args:
        source: The files.
        only: The paths of --from; empty for all manifests.

    Raises:
        UsageError: a path of --from is none of a manifest.
    """
    from attribcheck.manifests import registry

    listing = source.listing()
    wanted = only or sorted(listing)
    for path in only:
        if path not in listing:
            raise UsageError(f"--from {printable(path)}: no tracked file has this path")
        if not registry.is_manifest(path):
            raise UsageError(
                f"--from {printable(path)}: init reads no file of this name",
                hint="docs/adoption.md lists the files that it reads",
            )
    found = registry.read(contents(source, filter(registry.is_manifest, wanted)))
    if only or any(one.whole for one in found.statements):
        return found
    from attribcheck.init import license_parts

    tops = [path for path in listing if "/" not in path and is_license_file(path)]
    stated = license_parts.statements(contents(source, tops))
    return found._replace(statements=(*stated, *found.statements))


def contents(source: Source, paths: Iterable[str]) -> list[tuple[str, bytes]]:
    """Return the content of files, by path."""
    listing = source.listing()
    blobs = [listing[path] for path in paths]
    return [(blob.path, content) for blob, content in source.read(blobs) if content is not None]
