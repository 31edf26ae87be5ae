"""Components of the policy as origins: what they name, or their own files in the repository."""

from __future__ import annotations

from attribcheck.copies.acquire.base import FILE_LIMIT, Acquired, bounded
from attribcheck.core.contents import Contents
from attribcheck.core.errors import UsageError
from attribcheck.core.model import BlobKind
from attribcheck.core.text import printable
from attribcheck.origins.describe import Details
from attribcheck.policy.model import Component, Policy
from attribcheck.policy.path_patterns import PathPatterns

_REPOSITORIES = ("https://", "http://", "ssh://", "git+")


def named(policy: Policy, name: str) -> Component:
    """Return the component of a name.

    Raises:
        UsageError: the policy has none.
    """
    for component in policy.components:
        if component.name == name:
            return component
    raise UsageError(
        f"the policy has no component {printable(name)!r}",
        hint="components: " + ", ".join(printable(one.name) for one in policy.components),
    )


def details(component: Component, stated: Details) -> Details:
    """Return what the user says of a component, and else what the policy says."""
    return stated._replace(
        name=stated.name or component.name,
        version=stated.version or component.version or "",
        license=stated.license or component.known_license,
        holders=stated.holders or tuple(h for h in component.holders if not h.startswith("re:")),
    )


def spec(component: Component) -> str:
    """Return what to fetch for a component: its package, or else its repository.

    Raises:
        UsageError: it names neither.
    """
    purl, version = component.purl or "", component.version or ""
    if purl and "@" not in purl.rpartition("/")[2] and version:
        purl = f"{purl}@{version}"
    if purl:
        return purl
    if component.source and component.source.startswith(_REPOSITORIES):
        return f"{component.source}@{version}" if version else component.source
    raise UsageError(
        f"component {printable(component.name)!r} names neither a purl nor a source",
        hint="--own-files takes its files in this repository",
    )


def own_files(contents: Contents, component: Component) -> Acquired:
    """Return the files of a repository that a component covers.

    Args:
        contents: The files of the repository.
        component: The component.
    """
    patterns = PathPatterns(component.paths)
    blobs = [
        blob
        for path, blob in sorted(contents.listing().items())
        if blob.kind is BlobKind.FILE and patterns.matches(path)
    ]
    files = (
        (blob.path, content)
        for blob, content in contents.read(blobs)
        if content is not None and len(content) <= FILE_LIMIT
    )
    return Acquired(
        name=component.name,
        version=component.version or "",
        files=bounded(files, component.name),
        purl=component.purl or "",
        source="files of the component in a repository that declares it",
    )
