"""Lists the readers of manifests, and reads what any of them reads."""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.manifests.about import About
from attribcheck.manifests.base import Manifests, Package, Reader, Statement
from attribcheck.manifests.cargo_vendor import CargoVendor
from attribcheck.manifests.credits import Credits
from attribcheck.manifests.cyclonedx import CycloneDx
from attribcheck.manifests.debian_copyright import DebianCopyright
from attribcheck.manifests.dist_info import DistInfo
from attribcheck.manifests.dot_license import DotLicense
from attribcheck.manifests.gitmodules import GitModules
from attribcheck.manifests.go_vendor import GoVendor
from attribcheck.manifests.licenses_folder import LicensesFolder
from attribcheck.manifests.npm import Npm
from attribcheck.manifests.package_lock import PackageLock
from attribcheck.manifests.reuse import Reuse
from attribcheck.manifests.spdx_document import SpdxDocument
from attribcheck.manifests.third_party import ThirdParty
from attribcheck.manifests.vendor_txt import VendorTxt

# Where two of them name a package, the first wins: a bill of materials knows more than a list. Of
# statements about a file that of the first wins, too: the nearest to it.
READERS: tuple[Reader, ...] = (
    LicensesFolder(),  # of what is stated of the project the first one found counts, so its is last
    CycloneDx(),
    SpdxDocument(),
    DistInfo(),
    Npm(),
    GoVendor(),
    CargoVendor(),
    PackageLock(),
    ThirdParty(),
    VendorTxt(),
    Credits(),
    DotLicense(),
    About(),
    Reuse(),
    DebianCopyright(),
    GitModules(),
)


def is_manifest(path: str) -> bool:
    """Whether a reader reads the file at ``path``."""
    return any(reader.reads(path) for reader in READERS)


def read(contents: Iterable[tuple[str, bytes]]) -> Manifests:
    """Return the packages of manifests, given as pairs of path and content."""
    texts = [(path, content.decode("utf-8", "replace")) for path, content in contents]
    by_name: dict[str, Package] = {}
    by_folder: dict[str, Package] = {}
    beside: dict[str, tuple[str, ...]] = {}
    third_party: set[str] = set()
    statements: list[Statement] = []
    people: dict[str, str] = {}
    for reader in reversed(READERS):
        found = reader.read([(path, text) for path, text in texts if reader.reads(path)])
        by_name.update(found.by_name)
        by_folder.update(found.by_folder)
        beside.update(found.beside)
        third_party.update(found.third_party)
        statements += found.statements
        people.update(found.people)
    return Manifests(by_name, by_folder, beside, frozenset(third_party), tuple(statements), people)
