"""Reads names, versions and package URLs of vendored packages from manifests.

These are CycloneDX documents (``*.cdx.json``, ``bom.json``), pip-style ``vendor.txt`` lists, the
``METADATA`` of Python's ``*.dist-info`` directories and npm's ``package.json``. They are hints:
an unreadable one is skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from attribcheck.core.text import printable
from attribcheck.policy.fields import PURL_PATTERN

_LISTS = re.compile(r"(?:^|/)(?:[^/]+\.cdx\.json|bom\.json|vendor(?:ed)?\.txt)\Z")
_IN_FOLDER = re.compile(r"(?:^|/)(?:[^/]+\.dist-info/(?:METADATA|RECORD)|package\.json)\Z")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;#]+)")


class Package(NamedTuple):
    """A package in a manifest."""

    name: str
    version: str | None = None
    purl: str | None = None


class Manifests(NamedTuple):
    """The packages of all manifests.

    Attributes:
        by_name: Packages in lists, by their normalised name.
        by_folder: Packages with a manifest in their own directory, by that directory.
        beside: The directories and files that belong to a ``*.dist-info`` directory, by directory.
    """

    by_name: Mapping[str, Package]
    by_folder: Mapping[str, Package]
    beside: Mapping[str, tuple[str, ...]]

    def package(self, folder: str) -> Package | None:
        """Return the package in ``folder``, by its own manifest or by the name of the directory."""
        return self.by_folder.get(folder) or self.by_name.get(_normal(folder.rpartition("/")[2]))


def is_manifest(path: str) -> bool:
    """Whether ``read`` understands the file at ``path``."""
    return bool(_LISTS.search(path) or _IN_FOLDER.search(path))


def read(contents: Iterable[tuple[str, bytes]]) -> Manifests:
    """Return the packages of manifests, given as pairs of path and content."""
    by_name: dict[str, Package] = {}
    by_folder: dict[str, Package] = {}
    records: dict[str, set[str]] = {}
    for path, content in contents:
        text = content.decode("utf-8", "replace")
        folder, _, name = path.rpartition("/")
        if name == "METADATA":
            if found := _metadata(text):
                by_folder[folder] = found
        elif name == "RECORD":
            records[folder] = _recorded(folder, text)
        elif name.endswith(".txt"):
            for found in _requirements(text):
                by_name.setdefault(_normal(found.name), found)
        elif name == "package.json":
            if folder and (found := _npm(text)):
                by_folder[folder] = found
        else:
            for found in _cyclonedx(text):
                by_name[_normal(found.name)] = found
    beside = {folder: _only_of(folder, records) for folder in records}
    return Manifests(by_name, by_folder, beside)


def _normal(name: str) -> str:
    """Return the normalised name: PyPI's rule, which also suits other ecosystems."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _metadata(text: str) -> Package | None:
    head = text.partition("\n\n")[0]
    name = re.search(r"^Name: *(\S+)", head, re.MULTILINE)
    version = re.search(r"^Version: *(\S+)", head, re.MULTILINE)
    if not name:
        return None
    return _pypi(name.group(1), version.group(1) if version else None)


def _package(name: object, version: object, purl: object) -> Package | None:
    """Return a package with values that are valid in a policy, or None when it has no name.

    Invalid values are dropped: one vendored manifest must not make the draft fail.
    """
    if not isinstance(name, str) or not name.strip():
        return None
    url = _printable_text(purl)
    if url and not re.fullmatch(PURL_PATTERN, url):
        url = None
    return Package(printable(name), _printable_text(version), url)


def _printable_text(value: object) -> str | None:
    is_valid = isinstance(value, str) and value.strip() and value == printable(value)
    return str(value) if is_valid else None


def _pypi(name: str, version: str | None) -> Package | None:
    return _package(name, version, f"pkg:pypi/{_normal(name)}" + (f"@{version}" if version else ""))


def _recorded(folder: str, text: str) -> set[str]:
    """Return the paths that a RECORD lists outside of its own directory."""
    parent, _, own = folder.rpartition("/")
    prefix = f"{parent}/" if parent else ""
    listed = {line.split(",")[0] for line in text.splitlines()}
    return {
        prefix + path
        for path in listed
        if path and path.split("/")[0] not in {"", own, "..", "__pycache__"}
    }


def _only_of(folder: str, records: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the topmost directories and files that only the RECORD of ``folder`` lists.

    That is the package, or its part of a namespace package ("jaraco/text").
    """
    others = {
        around
        for other, paths in records.items()
        if other != folder
        for path in paths
        for around in _and_above(path)
    }
    depth = folder.count("/") + 1
    found = set()
    for path in records[folder]:
        tops = (p for p in reversed(_and_above(path)) if p.count("/") + 1 >= depth)
        if own := next((p for p in tops if p not in others), None):
            found.add(own)
    return tuple(sorted(found))


def _and_above(path: str) -> list[str]:
    """Return ``path`` and its parent directories, nearest first."""
    found = [path]
    while "/" in found[-1]:
        found.append(found[-1].rpartition("/")[0])
    return found


def _requirements(text: str) -> Iterable[Package]:
    for line in text.splitlines():
        match = _REQUIREMENT.match(line)
        if match and (found := _pypi(match.group(1), match.group(2))):
            yield found


def _json(text: str) -> Mapping[str, object]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _npm(text: str) -> Package | None:
    document = _json(text)
    name, version = document.get("name"), document.get("version")
    if not isinstance(name, str):
        return None
    tail = f"@{version}" if isinstance(version, str) and version else ""
    encoded = name.replace("@", "%40", 1) if name.startswith("@") else name
    return _package(name, version, f"pkg:npm/{encoded}{tail}")


def _cyclonedx(text: str) -> Iterable[Package]:
    document = _json(text)
    components = document.get("components")
    if document.get("bomFormat") != "CycloneDX" or not isinstance(components, list):
        return
    for entry in components:
        if isinstance(entry, dict):
            found = _package(entry.get("name"), entry.get("version"), entry.get("purl"))
            if found:
                yield found
