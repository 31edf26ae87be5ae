"""Reads ``package-lock.json`` and ``npm-shrinkwrap.json`` for packages under ``node_modules``.

Format: https://docs.npmjs.com/cli/configuring-npm/package-lock-json (versions 2 and 3)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attribcheck.manifests.base import Manifests, Package, json_object
from attribcheck.manifests.npm import npm_package

_NAMES = ("package-lock.json", "npm-shrinkwrap.json", ".package-lock.json")
_FOLDER = "node_modules/"


class PackageLock:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is called as such a file is."""
        return path.rpartition("/")[2] in _NAMES

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the packages by their folders."""
        found = (one for path, text in manifests for one in packages(path, json_object(text)))
        return Manifests(by_folder=dict(found))


def packages(path: str, document: Mapping[str, object]) -> Iterator[tuple[str, Package]]:
    """Yield the packages of a lock file that are not links, each with its folder.

    Args:
        path: The path of the file.
        document: Its content.
    """
    around = path.rpartition("/")[0].removesuffix("node_modules").strip("/")
    packages = document.get("packages")
    for folder, about in packages.items() if isinstance(packages, dict) else ():
        if _FOLDER not in folder or not isinstance(about, dict) or about.get("link"):
            continue
        # An alias has a name of its own; else the folder has the name.
        name = about.get("name") or folder.rpartition(_FOLDER)[2]
        if found := npm_package(name, about.get("version"), about.get("license")):
            yield f"{around}/{folder}" if around else folder, found
