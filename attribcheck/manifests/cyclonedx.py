"""Reads CycloneDX documents: ``*.cdx.json`` and ``bom.json``.

Format: https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import (
    Manifests,
    Package,
    json_object,
    normal_name,
    package,
)

_NAME = re.compile(r"(?:^|/)(?:[^/]+\.cdx\.json|bom\.json)\Z")


class CycloneDx:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is called as a CycloneDX document is."""
        return bool(_NAME.search(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the components of documents by name; those of the last document win."""
        found = (one for _, text in manifests for one in _components(text))
        return Manifests(by_name={normal_name(one.name): one for one in found})


def _components(text: str) -> Iterator[Package]:
    document = json_object(text)
    components = document.get("components")
    if document.get("bomFormat") != "CycloneDX" or not isinstance(components, list):
        return
    for entry in components:
        if isinstance(entry, dict):
            found = package(entry.get("name"), entry.get("version"), entry.get("purl"))
            if found:
                yield found
