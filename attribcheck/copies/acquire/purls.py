"""Reads package URLs; format: https://github.com/package-url/purl-spec."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable


class Purl(NamedTuple):
    """The parts of a package URL that name a package.

    Attributes:
        namespace: The scope, owner or path before the name; may be empty.
        name: The name.
        version: The version; never empty.
        text: The normalised package URL.
    """

    namespace: str
    name: str
    version: str
    text: str

    @property
    def full_name(self) -> str:
        """Namespace and name."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


def parse(spec: str) -> Purl:
    """Return the parts of a package URL with a version.

    Raises:
        UsageError: it is no package URL, has no version, or names a part of a package.
    """
    from packageurl import PackageURL  # lazy: only `origins add` reads one

    try:
        found = PackageURL.from_string(spec)
    except ValueError as error:
        raise UsageError(f"{printable(spec)} is no package URL: {error}") from error
    if not found.version:
        raise UsageError(
            f"{printable(spec)} names no version, so what it stands for would change",
            hint=f"{printable(spec)}@VERSION",
        )
    if found.qualifiers or found.subpath:
        raise UsageError(
            f"{printable(spec)}: qualifiers (?...) and subpaths (#...) can't be used here",
            hint="the registry is the one that the package client is configured for",
        )
    return Purl(found.namespace or "", found.name, found.version, found.to_string())
