"""Matches the policy with the paths of a snapshot: components and legal files, without a scan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from attribcheck.core.model import (
    BASELINE_NAME,
    LOCK_NAME,
    MEMBER,
    POLICY_NAME,
    Blob,
    BlobKind,
    Notice,
    Scan,
)
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames, unexplained
from attribcheck.policy.model import Component, Policy
from attribcheck.policy.path_index import PatternIndex, SortedPaths
from attribcheck.scan.key import ScanKey
from attribcheck.spdx import expressions

_RECORDS = frozenset({POLICY_NAME, LOCK_NAME, BASELINE_NAME})
_OWN_TEXT = "LICENSES/LicenseRef-"
# The last one names the files of a crate, licence files among them.
_LOCK_FILES = frozenset(
    "package-lock.json npm-shrinkwrap.json .package-lock.json composer.lock"
    " .cargo-checksum.json".split()
)


def is_scanned(blob: Blob, policy: Policy) -> bool:
    """Whether an entry is scanned: a file that is neither a policy nor one of its records."""
    path = blob.path
    return blob.kind is BlobKind.FILE and path not in _RECORDS and path != policy.display_path


def missing(
    notice: Notice, named: Sequence[str], known: Sequence[HolderNames]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that ``known`` lacks, and those that it has as the engine reads them."""
    rest = tuple(name for holder in named for name in unexplained(holder, known))
    if not rest or notice.written is None:
        return rest, ()
    from attribcheck.classify.transliteration import older_names  # lazy: unknown names only

    older = older_names(rest, notice, known)
    return tuple(name for name in rest if name not in older), older


class Coverage:
    """The paths that the components of a policy cover in one snapshot.

    Args:
        policy: The policy.
        listing: Every entry of the snapshot by path.
        near: The coverage of the snapshot that this one became, or None.

    Attributes:
        legal: The legal files of the snapshot.
        paths: Its paths, to be searched by patterns.
    """

    def __init__(
        self, policy: Policy, listing: Mapping[str, Blob], near: Coverage | None = None
    ) -> None:
        self.policy = policy
        self.listing = listing
        self._near = near
        self.legal: legal_files.LegalFiles = legal_files.LegalFiles(
            listing, near.legal if near else None
        )
        self.paths = SortedPaths(listing)
        self._legal_of: dict[str, tuple[str, ...]] = {}
        self._covering: dict[str, tuple[Component, ...]] = {}
        self._together: dict[tuple[int, ...], tuple[Component, ...]] = {}

    def with_components(self, components: tuple[Component, ...]) -> Coverage:
        """Return the coverage by the same components, with other values than their paths."""
        other = Coverage(self.policy._replace(components=components), self.listing)
        other.legal, other.paths, other._legal_of = self.legal, self.paths, self._legal_of
        return other

    def with_found_licenses(self, scans: Mapping[ScanKey, Scan]) -> Coverage:
        """Return the coverage with the licences of listed packages that only their files state.

        Args:
            scans: Those of the files to classify and of the legal files that apply to them.
        """
        if not self.policy.packages:
            return self
        from attribcheck.classify import listed_packages  # lazy: few policies have any

        return listed_packages.with_licenses(self, scans)

    def is_package_list(self, path: str) -> bool:
        """Whether the licences in the file are those of packages: a lock file, or a list."""
        return path.rpartition("/")[2] in _LOCK_FILES or path in self._lists

    def has_font_names(self, path: str) -> bool:
        """Whether the file is a font whose name table is a file of the snapshot, too."""
        names = f"{path}{MEMBER}name"
        if names not in self.listing:
            return False
        from attribcheck.containers import registry  # lazy: few snapshots have a container

        return registry.is_metadata(names)

    @cached_property
    def _lists(self) -> frozenset[str]:
        """The paths of the lists of packages that the policy names."""
        if not self.policy.packages:
            return frozenset()
        from attribcheck.classify import listed_packages  # lazy: few policies have any

        return listed_packages.lists(self.policy.packages)

    def is_managed(self, path: str) -> bool:
        """Whether ``path`` is in a folder that the policy leaves to a package manager."""
        return path.startswith(self._managed)

    @cached_property
    def _managed(self) -> tuple[str, ...]:
        return tuple(f"{table.folder}/" for table in self.policy.packages)

    @cached_property
    def _components(self) -> PatternIndex:
        if self._near is not None and self._near.policy.components is self.policy.components:
            return self._near._components  # noqa: SLF001 - of the same class
        return PatternIndex([component.paths for component in self.policy.components])

    @cached_property
    def _legal_paths(self) -> SortedPaths:
        return SortedPaths(self.legal.all)

    @cached_property
    def own_texts(self) -> tuple[tuple[str, Component], ...]:
        """The texts in ``LICENSES`` of own ``LicenseRef-`` ids, each with its component."""
        texts = [path for path in self.legal.all if path.startswith(_OWN_TEXT)]
        if not texts:
            return ()
        ids = {path: re.sub(r"\.(?:txt|md)\Z", "", path.rpartition("/")[2]) for path in texts}
        return tuple(
            (path, component)
            for path, key in ids.items()
            for component in self.policy.components
            if key in expressions.single_ids(component.license)
        )

    @cached_property
    def own_holders(self) -> HolderNames:
        """The project's own holders."""
        return HolderNames(self.policy.project.holders)

    @cached_property
    def contributors(self) -> HolderNames:
        """The contributors to the project's own files."""
        return HolderNames(self.policy.project.contributors)

    @cached_property
    def holders(self) -> Mapping[str, HolderNames]:
        """The declared holders of each component, by its name; built when first read."""
        return _HoldersByComponent(self.policy.components)

    def own_part_among(self, components: Iterable[Component]) -> Component | None:
        """Return the first component whose holders are all our own, or None.

        It is a part of the project itself, under a licence of its own.
        """
        own = {*self.policy.project.holders}
        for component in components:
            if component.holders and all(
                h in own or h in self.own_holders for h in component.holders
            ):
                return component
        return None

    def components_of(self, path: str) -> tuple[Component, ...]:
        """Return the components whose paths cover ``path``, in the order of the policy."""
        if path not in self._covering:
            numbers = self._components.matching(path)
            if numbers not in self._together:
                self._together[numbers] = tuple(self.policy.components[one] for one in numbers)
            self._covering[path] = self._together[numbers]
        return self._covering[path]

    def legal_of(self, component: Component) -> tuple[str, ...]:
        """Return the legal files that ``component`` covers, in order."""
        if component.name not in self._legal_of:
            self._legal_of[component.name] = self._legal_paths.matching(component.paths)
        return self._legal_of[component.name]

    def is_own_copy(self, blob: Blob) -> bool:
        """Whether a licence file has the same content as one at the top of the repository."""
        return blob.oid in self._top_texts

    @cached_property
    def _top_texts(self) -> frozenset[str]:
        tops = filter(legal_files.is_of_project, self.legal.all)
        return frozenset(self.listing[path].oid for path in tops)


class _HoldersByComponent(dict[str, HolderNames]):
    def __init__(self, components: Iterable[Component]) -> None:
        super().__init__()
        self._components = {component.name: component for component in components}

    def __missing__(self, name: str) -> HolderNames:
        component = self._components[name]
        if component.listed:
            from attribcheck.classify.listed_packages import AnyHolder  # lazy, as above

            self[name] = AnyHolder()
        else:
            self[name] = HolderNames(component.holders)
        return self[name]
