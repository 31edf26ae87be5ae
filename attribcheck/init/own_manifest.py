"""Reads the project's name and authors from its manifest at the top, for ``[project]``."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAMES = ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg")


class OwnManifest(NamedTuple):
    """What a manifest states of the project.

    Attributes:
        path: Its path; empty without one.
        name: The name.
        authors: The authors.
    """

    path: str = ""
    name: str | None = None
    authors: tuple[str, ...] = ()


def read(manifests: Mapping[str, bytes]) -> OwnManifest:
    """Return the name and the authors in the first manifest with either of them."""
    for path in NAMES:
        if path in manifests:
            text = manifests[path].decode("utf-8", "replace")
            try:
                found = _READERS[path](text)
            except (ValueError, RecursionError, AttributeError, TypeError):
                continue  # manifests are only hints
            if found.name or found.authors:
                return found._replace(path=path)
    return OwnManifest()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _pyproject(text: str) -> OwnManifest:
    document: dict[str, Any] = tomllib.loads(text)
    project = document.get("project", {})
    authors = tuple(
        author["name"] for author in project.get("authors", []) if _text(author.get("name"))
    )
    return OwnManifest("", _text(project.get("name")), authors)


def _npm(text: str) -> OwnManifest:
    document = json.loads(text)
    author = document.get("author")
    written = author.get("name") if isinstance(author, dict) else author
    person = re.sub(r"\s*[<(].*", "", written) if isinstance(written, str) else ""
    return OwnManifest("", _text(document.get("name")), (person,) if person else ())


def _cargo(text: str) -> OwnManifest:
    package = tomllib.loads(text).get("package", {})
    authors = (re.sub(r"\s*<.*", "", author) for author in package.get("authors", []))
    return OwnManifest("", _text(package.get("name")), tuple(filter(None, authors)))


def _setup_cfg(text: str) -> OwnManifest:
    name = re.search(r"^name *= *(\S+)", text, re.MULTILINE)
    author = re.search(r"^author *= *(.+?) *$", text, re.MULTILINE)
    return OwnManifest("", name.group(1) if name else None, (author.group(1),) if author else ())


_READERS = {
    "pyproject.toml": _pyproject,
    "package.json": _npm,
    "Cargo.toml": _cargo,
    "setup.cfg": _setup_cfg,
}
