"""Reads npm's ``package.json`` in the directory of a package; the one at the top is our own.

Format: https://docs.npmjs.com/cli/configuring-npm/package-json
"""

from __future__ import annotations

from collections.abc import Sequence

from attribcheck.manifests.base import Manifests, Package, json_object, package


class Npm:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is a package.json below the top."""
        return path.endswith("/package.json")

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the packages by their directories."""
        found = ((path.rpartition("/")[0], _package(text)) for path, text in manifests)
        return Manifests(by_folder={folder: one for folder, one in found if one})


def _package(text: str) -> Package | None:
    document = json_object(text)
    return npm_package(document.get("name"), document.get("version"), document.get("license"))


def npm_package(name: object, version: object, license_: object = None) -> Package | None:
    """Return a package of npm; see ``base.package``."""
    if not isinstance(name, str):
        return None
    tail = f"@{version}" if isinstance(version, str) and version else ""
    encoded = name.replace("@", "%40", 1) if name.startswith("@") else name
    return package(name, version, f"pkg:npm/{encoded}{tail}", license_)
