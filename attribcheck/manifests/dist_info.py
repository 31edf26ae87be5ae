"""Reads the ``METADATA`` and the ``RECORD`` of Python's ``*.dist-info`` directories.

Formats: https://packaging.python.org/specifications/core-metadata/ and
https://packaging.python.org/specifications/recording-installed-packages/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attribcheck.manifests.base import Manifests, Package, pypi_package

_NAME = re.compile(r"(?:^|/)[^/]+\.dist-info/(?:METADATA|RECORD)\Z")


class DistInfo:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is one of the two in a ``*.dist-info`` directory."""
        return bool(_NAME.search(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the packages by their ``*.dist-info`` directories, and what belongs to those."""
        by_folder: dict[str, Package] = {}
        records: dict[str, set[str]] = {}
        for path, text in manifests:
            folder, _, name = path.rpartition("/")
            if name == "RECORD":
                records[folder] = _listed(folder, text)
            elif found := _metadata(text):
                by_folder[folder] = found
        beside = {folder: _only_of(folder, records) for folder in records}
        return Manifests(by_folder=by_folder, beside=beside)


def _metadata(text: str) -> Package | None:
    head = text.partition("\n\n")[0]
    name = re.search(r"^Name: *(\S+)", head, re.MULTILINE)
    version = re.search(r"^Version: *(\S+)", head, re.MULTILINE)
    stated = re.search(r"^License-Expression: *(\S.*?)\s*$", head, re.MULTILINE)
    if not name:
        return None
    return pypi_package(name[1], version[1] if version else None, stated[1] if stated else None)


def _listed(folder: str, text: str) -> set[str]:
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
