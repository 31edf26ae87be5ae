"""Reads ``vendor/modules.txt``, in which Go lists the modules that it copied beside it.

Format: https://go.dev/ref/mod#go-mod-vendor: ``# PATH VERSION`` for each module, then its packages;
``# PATH VERSION => PATH VERSION`` for one that another takes the place of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import Manifests, Package, package

_MODULE = re.compile(r"# (\S+) (v\S+)(?: => (\S+)(?: (v\S+))?)?\s*\Z")


class GoVendor:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is such a list."""
        return f"/{path}".endswith("/vendor/modules.txt")

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the modules by the folders of their copies."""
        found = (one for path, text in manifests for one in modules(path, text))
        return Manifests(by_folder={folder: module for folder, module in found if module})


def modules(path: str, text: str) -> Iterator[tuple[str, Package | None]]:
    """Yield the modules of a list, each with the folder of its copy."""
    folder = path.rpartition("/")[0]
    for match in filter(None, map(_MODULE.match, text.splitlines())):
        name, version, other, other_version = match.groups()
        if other and not other_version:
            continue  # a folder of this repository takes its place, without a version
        actual, number = other or name, other_version or version
        # The copy is in the folder of the module that is imported, not of the one in its place.
        yield f"{folder}/{name}", package(actual, number, f"pkg:golang/{actual}@{number}")
