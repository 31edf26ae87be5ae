"""Reads the ``METADATA`` and ``README.chromium`` of folders with code of others.

Formats: https://android.googlesource.com/platform/external/README/ (a text protocol buffer) and
https://chromium.googlesource.com/chromium/src/+/main/third_party/README.chromium.template
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attribcheck.manifests.base import Manifests, Package, package

_METADATA = re.compile(r"(?:^|/)(?:third_party|external)/(?:.+/)?METADATA\Z")
_THIRD_PARTY = re.compile(r"^\s*third_party\s*\{", re.MULTILINE)
_QUOTED = r'^\s*{}\s*:\s*"([^"\n\\]+)"'
_FIELD = r"^{}[ \t]*:[ \t]*(\S[^\n]*)"
_UNKNOWN = frozenset({"unknown", "n/a", "0", "none"})


class ThirdParty:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is one of the two."""
        return path.endswith("/README.chromium") or bool(_METADATA.search(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the packages by their folders, all of which hold code of others."""
        found: dict[str, Package] = {}
        for path, text in manifests:
            folder, _, name = path.rpartition("/")
            reader = _metadata if name == "METADATA" else _chromium
            if one := reader(text):
                found[folder] = one
        return Manifests(by_folder=found, third_party=frozenset(found))


def _metadata(text: str) -> Package | None:
    if not _THIRD_PARTY.search(text):
        return None  # the METADATA of a Python package, or of something else
    return package(_first(_QUOTED, "name", text), _first(_QUOTED, "version", text), None)


def _chromium(text: str) -> Package | None:
    version = _first(_FIELD, "Version", text)
    known = version if version and version.lower() not in _UNKNOWN else None
    return package(_first(_FIELD, "Name", text), known or _first(_FIELD, "Revision", text), None)


def _first(form: str, key: str, text: str) -> str | None:
    match = re.search(form.format(key), text, re.MULTILINE)
    return match[1].strip() if match else None
