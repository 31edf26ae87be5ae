"""Reads lists of requirements with exact versions: ``vendor.txt`` and ``vendored.txt``.

Format: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import Manifests, Package, normal_name, pypi_package

_NAME = re.compile(r"(?:^|/)vendor(?:ed)?\.txt\Z")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;#]+)")


class VendorTxt:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is called as such a list is."""
        return bool(_NAME.search(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the packages of lists by name; the first line of a name wins."""
        found: dict[str, Package] = {}
        for one in (one for _, text in manifests for one in requirements(text)):
            found.setdefault(normal_name(one.name), one)
        return Manifests(by_name=found)


def requirements(text: str) -> Iterator[Package]:
    """Yield the packages of a list with an exact version."""
    for match in filter(None, map(_REQUIREMENT.match, text.splitlines())):
        if one := pypi_package(match[1], match[2]):
            yield one
