"""What is known of listed packages only after their files were scanned, or beside them.

A list that states no licence (``vendor/modules.txt``) leaves it to the LICENSE of the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attribcheck.classify.coverage import Coverage, is_scanned
from attribcheck.core.model import FileScan, NoticeKind, Scan
from attribcheck.notices import false_positives, legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.policy.model import LICENSE_IN_FILES, NO_LICENSE, Component, Packages
from attribcheck.scan.key import ScanKey
from attribcheck.spdx import expressions

_BESIDE = (".package-lock.json", "modules.txt")
"""The lists that package managers write into the folder itself."""


class AnyHolder(HolderNames):
    """The holders of a listed package: whoever its files name."""

    def __init__(self) -> None:
        super().__init__(())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(name.strip())


def lists(tables: Iterable[Packages]) -> frozenset[str]:
    """Return the paths of the files that list packages, and name the licences of others."""
    return frozenset(
        path
        for table in tables
        for path in (table.list, *(f"{table.folder}/{name}" for name in _BESIDE))
        if path
    )


def with_licenses(coverage: Coverage, scans: Mapping[ScanKey, Scan]) -> Coverage:
    """Return ``coverage`` with the licences of packages by their LICENSE, where that was scanned.

    Args:
        coverage: The policy and the paths of the snapshot.
        scans: The scans of the files to classify and of the legal files that apply to them.
    """
    if not coverage.policy.has_unread_licenses:
        return coverage
    components = tuple(
        one if one.known_license else one._replace(license=_license(one, coverage, scans))
        for one in coverage.policy.components
    )
    if components == coverage.policy.components:
        return coverage  # the usual commit touches none of these packages
    return coverage.with_components(components)


def _license(component: Component, coverage: Coverage, scans: Mapping[ScanKey, Scan]) -> str:
    """Return the licence in the licence files nearest to the top of a package.

    Returns:
        ``NO_LICENSE`` where these state none, ``LICENSE_IN_FILES`` where one was not scanned.
    """
    texts = [path for path in coverage.legal_of(component) if legal_files.is_license_file(path)]
    top = min((path.count("/") for path in texts), default=0)
    found: list[str] = []
    for blob in (coverage.listing[path] for path in texts if path.count("/") == top):
        if not is_scanned(blob, coverage.policy):
            continue
        scan = scans.get(ScanKey.of(blob))
        if scan is None:
            return LICENSE_IN_FILES
        if isinstance(scan, FileScan):
            found += (
                notice.text
                for notice in scan.notices
                if notice.kind is NoticeKind.LICENSE and not false_positives.reason(notice, scan)
            )
    return expressions.named(dict.fromkeys(found)) or NO_LICENSE
