"""Combines the licences of a component's files into one expression, for the inventory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import NoticeKind
from attribcheck.notices import legal_files
from attribcheck.spdx import expressions

_MANIFEST = re.compile(
    r"(?:METADATA|PKG-INFO|package\.json|pyproject\.toml|setup\.cfg|Cargo\.toml|composer\.json"
    r"|.*\.(?:gemspec|podspec|nuspec|cabal)|pom\.xml|DESCRIPTION)\Z"
)


def declared(files: Sequence[ClassifiedFile]) -> str | None:
    """Return the authors' licence: of the licence files nearest to the top, else of manifests."""
    for is_wanted in (legal_files.is_license_file, _is_manifest):
        found = [file for file in files if is_wanted(file.path)]
        nearest = min((_depth(file.path) for file in found), default=0)
        if expression := detected(file for file in found if _depth(file.path) == nearest):
            return expression
    return None


def _depth(path: str) -> int:
    # PEP 639 keeps the licence files of a distribution in a folder of their own.
    return path.count("/") - path.count(".dist-info/licenses/")


def _is_manifest(path: str) -> bool:
    return bool(_MANIFEST.match(path.rpartition("/")[2]))


def detected(files: Iterable[ClassifiedFile]) -> str | None:
    """Return the SPDX expression of all licences that the engine detects, or None."""
    stated = (
        item.notice.text
        for file in files
        for item in file.effective
        if item.notice.kind is NoticeKind.LICENSE
    )
    return expressions.named(dict.fromkeys(stated))
