"""Finds the packages in the folder of a ``[[packages]]`` table: which there are, and where.

The result depends on nothing but the contents of the list, of the packages' manifests and the paths
in the folder, so that ``loading`` keeps it between runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attribcheck.core.contents import Contents
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.model import Blob, BlobKind
from attribcheck.manifests import registry
from attribcheck.manifests.base import Manifests, Package, expression, normal_name
from attribcheck.packages import lists
from attribcheck.packages.row import Row
from attribcheck.policy.model import LICENSE_IN_FILES, Packages
from attribcheck.policy.path_patterns import below, literal

MOST = 20_000
"""The packages of one folder; more are refused."""

_MANIFEST = re.compile(
    r"(?:/node_modules/(?:@[^/]+/)?[^/]+/package\.json"
    r"|/(?:Cargo\.toml|\.cargo-checksum\.json|README\.chromium)"
    r"|\.dist-info/(?:METADATA|RECORD)|/METADATA)\Z"
)
_MAX_MANIFEST = 1 << 20  # bytes

_Found = tuple[Package, tuple[str, ...]]
"""A package, and the files and folders beside its own folder that belong to it."""


def is_manifest(path: str) -> bool:
    """Whether the file at ``path`` can state a package, its version or its licence."""
    return bool(_MANIFEST.search(f"/{path}"))


def of_table(table: Packages, contents: Contents, files: Mapping[str, Blob]) -> list[Row]:
    """Return the packages in the folder of ``table``, those nearest to its top first.

    Args:
        table: The table.
        contents: The snapshot.
        files: Its entries below the folder.

    Raises:
        AttribcheckError: the list can't be used; the message is a clause.
        GitError: git failed.
    """
    folders = _folders(table.folder, files)
    if table.list is None:
        stated = _own_manifests(contents, filter(is_manifest, files), files)
        found = {
            folder: (package, stated.beside.get(folder, ()))
            for folder, package in stated.by_folder.items()
        }
    else:
        listed = lists.read(table.list, _content(contents, table.list))
        found = {
            folder: (package, ())
            for folder, package in listed.by_folder.items()
            if folder in folders
        }
        found |= _by_name(table.folder, listed.named, files, folders)
    if len(found) > MOST:
        raise AttribcheckError(f"it has {len(found):,} packages; {MOST:,} are the most")
    licenses = _licenses(contents, found, files)
    ordered = sorted(found, key=lambda folder: (folder.count("/node_modules/"), folder))
    nested = _nested(ordered)
    return [
        Row(
            folder,
            _paths(folder, found[folder][1], nested.get(folder, ()), files, folders),
            package.name,
            package.version,
            package.purl,
            expression(package.license or licenses.get(folder)) or LICENSE_IN_FILES,
            table.list or _manifest_of(folder, files),
        )
        for folder in ordered
        for package in (found[folder][0],)
    ]


def _content(contents: Contents, path: str) -> bytes:
    blob = contents.listing().get(path)
    if blob is None:
        raise AttribcheckError("there is no such file in what is checked")
    if blob.kind is not BlobKind.FILE:
        raise AttribcheckError(f"it is a {blob.kind.value}, not a regular file")
    for _, content in contents.read([blob]):
        if content is not None:
            return content
    raise AttribcheckError("it could not be read")


def _folders(top: str, files: Iterable[str]) -> set[str]:
    """Return every folder below ``top`` with a file in or below it."""
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while len(folder) > len(top) and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _by_name(
    top: str, named: Iterable[Package], files: Mapping[str, Blob], folders: Iterable[str]
) -> dict[str, _Found]:
    """Return the packages that a list only names, by the entry of the folder that has the name.

    ``cargo vendor`` writes further versions of a crate to NAME-VERSION; a Python package may be a
    module, and have a ``*.dist-info`` beside it.
    """
    depth = top.count("/") + 1
    direct = [folder for folder in folders if folder.count("/") == depth]
    modules = [path for path in files if path.count("/") == depth and path.endswith(".py")]
    entries: dict[str, list[str]] = {}
    for path in sorted((*direct, *modules)):
        name = re.sub(r"\.(?:py|dist-info)\Z", "", path.rpartition("/")[2])
        entries.setdefault(normal_name(name), []).append(path)
    versioned: dict[str, _Found] = {}
    plain: dict[str, _Found] = {}
    for package in named:
        exact = entries.get(normal_name(f"{package.name}-{package.version}"), [])
        if exact and not exact[0].endswith(".dist-info"):
            versioned[exact[0]] = (package, ())
        elif places := [*entries.get(normal_name(package.name), ()), *exact]:
            plain.setdefault(places[0], (package, tuple(places[1:])))
    return {**plain, **versioned}


def _own_manifests(
    contents: Contents, paths: Iterable[str], files: Mapping[str, Blob]
) -> Manifests:
    wanted = [files[path] for path in paths if files[path].kind is BlobKind.FILE]
    read = contents.read(wanted)
    texts = ((b.path, c) for b, c in read if c is not None and len(c) <= _MAX_MANIFEST)
    return registry.read(texts)


def _licenses(
    contents: Contents,
    found: Mapping[str, _Found],
    files: Mapping[str, Blob],
) -> dict[str, str]:
    """Return what manifests state for packages whose list states no licence, by folder."""
    silent = {
        place: folder
        for folder, (package, beside) in found.items()
        if not package.license
        for place in (folder, *beside)
    }
    paths = [p for p in files if is_manifest(p) and p.rpartition("/")[0] in silent]
    stated = _own_manifests(contents, paths, files) if paths else Manifests()
    return {
        silent[place]: package.license
        for place, package in stated.by_folder.items()
        if package.license is not None
    }


def _nested(ordered: Sequence[str]) -> dict[str, list[str]]:
    """Return the packages directly inside of each package, by the outer folder."""
    known = set(ordered)
    found: dict[str, list[str]] = {}
    for folder in ordered:
        around = folder.rpartition("/")[0]
        while around and around not in known:
            around = around.rpartition("/")[0]
        if around:
            found.setdefault(around, []).append(folder)
    return found


def _paths(
    folder: str,
    beside: Iterable[str],
    nested: Iterable[str],
    files: Mapping[str, Blob],
    folders: Iterable[str],
) -> tuple[str, ...]:
    """Return the patterns of a package, without the packages inside of it, listed or not."""
    tops = [folder, *(top for top in beside if top in files or top in folders)]
    patterns = [literal(top) if top in files else below(top) for top in tops]
    inner = f"{folder}/node_modules"
    out = [inner] if inner in folders else []
    out += [one for one in nested if not one.startswith(f"{inner}/")]
    return (*patterns, *(f"!{below(one)}" for one in out))


def _manifest_of(folder: str, files: Mapping[str, Blob]) -> str:
    names = ("package.json", "Cargo.toml", "METADATA", "README.chromium")
    return next((p for p in (f"{folder}/{name}" for name in names) if p in files), folder)
