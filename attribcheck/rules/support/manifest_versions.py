"""Finds components whose declared version a manifest in the repository contradicts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from attribcheck.core.model import BlobKind
from attribcheck.manifests import registry
from attribcheck.manifests.base import Package, normal_name
from attribcheck.policy.model import Component
from attribcheck.rules.context import Context

_REVISION = re.compile(r"[0-9a-f]{7,64}")
_REQUIREMENTS = re.compile(r"vendor(?:ed)?\.txt\Z")
_UNSET = re.compile(r"0(?:\.0)*(?:-.*)?")  # what build tools replace on publication
_WITHOUT_VERSION = ("/RECORD", "/.cargo-checksum.json", "lock.json", "shrinkwrap.json")
_LARGEST = 32 * 2**20  # bytes of a manifest that is read


class Contradiction(NamedTuple):
    """A version that a manifest contradicts.

    Attributes:
        component: The component.
        declared: The version in the policy.
        stated: The version in the manifest.
        manifest: The path of the manifest.
    """

    component: Component
    declared: str
    stated: str
    manifest: str


class _Entry(NamedTuple):
    """A package of a manifest.

    Attributes:
        package: The package, with its version.
        place: The path of the manifest.
        folders: The folders of its files.
        own: Whether the manifest is the package's own; else it is a list of packages.
    """

    package: Package
    place: str
    folders: tuple[str, ...]
    own: bool


def contradictions(context: Context) -> Iterator[Contradiction]:
    """Yield the first contradiction of each component.

    A component's own manifest is believed more than a list. A folder inside of another one of the
    same package, such as test data, is not looked at.
    """
    components = [c for c in context.policy.components if c.paths and versions(c)]
    if not components:
        return
    entries = _entries(context, components)
    for component in components:
        files = context.files_of(component)
        found = [one for one in entries if _is_of(component, files, one)]
        found = [one for one in found if one.own] or found
        tops = {f"{folder}/" for one in found if one.own for folder in one.folders}
        for one in found:
            if any(folder.startswith(top) for folder in one.folders for top in tops):
                continue
            stated = one.package.version or ""
            other = next((v for v in versions(component) if not agree(v, stated)), None)
            if other:
                yield Contradiction(component, other, stated, one.place)
                break


def versions(component: Component) -> tuple[str, ...]:
    """Return the versions that a component declares, by its ``version`` and its ``purl``."""
    _, version = _split(component.purl or "")
    return tuple(dict.fromkeys(filter(None, (component.version, version))))


def agree(declared: str, stated: str) -> bool:
    """Whether two versions can be of the same release, or can't be compared."""
    one, other = _plain(declared), _plain(stated)
    if one == other or not other or _UNSET.fullmatch(other):
        return True
    if _REVISION.fullmatch(one) or _REVISION.fullmatch(other):
        both = _REVISION.fullmatch(one) and _REVISION.fullmatch(other)
        return not both or one.startswith(other) or other.startswith(one)
    # A policy may add what was done to a release, and a manifest how it was built.
    extended = re.match(rf"{re.escape(other)}(?:\.0)*[-+_~ (,]", one)
    return bool(extended or re.match(rf"{re.escape(one)}(?:\.0)*\+", other))


def with_version(purl: str, version: str) -> str:
    """Return a package URL with another version; unchanged when it has none."""
    base, old = _split(purl)
    return f"{base}@{version}{purl[len(base) + 1 + len(old) :]}" if old else purl


def _plain(version: str) -> str:
    text = re.sub(r"\Av(?=\d)", "", version.strip().lower())
    return re.sub(r"(?<=\d)(?:\.0)+\Z", "", text)


def _split(purl: str) -> tuple[str, str]:
    """Return a package URL without its version, and the version."""
    body = re.split("[?#]", purl, maxsplit=1)[0]
    before, at, version = body.rpartition("@")
    return (before, version) if at and "/" not in version else (body, "")


def _is_of(component: Component, files: Collection[str], entry: _Entry) -> bool:
    """Whether a package is the component: by its files, and by its package URL, name or folder."""
    starts = tuple(f"{folder}/" if folder else "" for folder in entry.folders)
    if not any(path.startswith(starts) for path in files):
        return False
    # An own manifest around vendored files is that of a package that contains them.
    if entry.own and len(entry.folders) == 1 and entry.place not in files:
        return False
    base, _ = _split(component.purl or "")
    other, _ = _split(entry.package.purl or "")
    if base and other and base.partition("/")[0] == other.partition("/")[0]:
        return base.casefold().replace("%40", "@") == other.casefold().replace("%40", "@")
    names = {normal_name(component.name), normal_name(base.rpartition("/")[2])}
    folders = {pattern.strip("/").removesuffix("/**") for pattern in component.paths}
    by_folder = entry.own and bool(folders & set(entry.folders))
    return by_folder or normal_name(entry.package.name) in names


def _entries(context: Context, components: Iterable[Component]) -> list[_Entry]:
    """Return the packages of the manifests among the files of components, and in folders above."""
    paths = {path for component in components for path in context.files_of(component)}
    around = {folder for path in paths for folder in _above(path)}
    wanted = [
        blob
        for path, blob in context.listing.items()
        if (path in paths or path.rpartition("/")[0] in around)
        and blob.kind is BlobKind.FILE
        and registry.is_manifest(path)
    ]
    by_folder: dict[str, dict[str, bytes]] = {}
    for blob, content in context.source.read(wanted):
        if content is not None and len(content) <= _LARGEST:
            by_folder.setdefault(blob.path.rpartition("/")[0], {})[blob.path] = content
    found = [one for item in by_folder.items() for one in (*_own(*item), *_listed(*item))]
    return [one for one in found if one.package.version]


def _own(folder: str, contents: Mapping[str, bytes]) -> Iterator[_Entry]:
    """Yield the package whose own manifests stand in a folder."""
    manifests = registry.read(contents.items())
    if package := manifests.by_folder.get(folder):
        places = [path for path in contents if not path.endswith(_WITHOUT_VERSION)]
        folders = (folder, *manifests.beside.get(folder, ()))
        yield _Entry(package, places[0], folders, own=True)


def _listed(folder: str, contents: Mapping[str, bytes]) -> Iterator[_Entry]:
    """Yield what lists say; a bill of materials or NOTICE at the top can come from the policy."""
    for path, content in contents.items():
        manifests = registry.read([(path, content)])
        for place, package in manifests.by_folder.items():
            if place != folder:
                yield _Entry(package, path, (place,), own=False)
        is_document = not folder and not _REQUIREMENTS.search(path)
        for package in () if is_document else manifests.by_name.values():
            yield _Entry(package, path, (folder,), own=False)
        for one in manifests.statements:
            if one.name and one.version:
                about = one.paths[0].strip("/").removesuffix("/**")
                package = Package(one.name, one.version, one.purl)
                yield _Entry(package, path, (about,), own=False)


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
    yield ""
