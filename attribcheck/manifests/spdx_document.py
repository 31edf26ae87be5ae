"""Reads SPDX documents: ``*.spdx`` (tag and value) and ``*.spdx.json``, 2.2 to 3.0.

Only what a policy can use is read: packages with their version, package URL, licence and copyright
text, and which files they contain. spdx-tools reads more, but stops at the first value that breaks
the specification, and most documents have one. Its other forms (RDF, XML, YAML) are not read.

Formats: https://spdx.github.io/spdx-spec/v2.3/ and https://spdx.github.io/spdx-spec/v3.0.1/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attribcheck.manifests import spdx_elements
from attribcheck.manifests.base import (
    Manifests,
    Package,
    Statement,
    expression,
    holder,
    json_object,
    normal_name,
    package,
)
from attribcheck.manifests.spdx_elements import Document, Element
from attribcheck.policy.path_patterns import literal

_LARGEST = 64 * 2**20  # characters of a document
_MOST_LINES = 200  # of a copyright text
_LONGEST = 300  # characters of a holder
_NAME = re.compile(r"(?:^|/)[^/]+\.spdx(?:3?\.json|\.jsonld|3\.jsonld)?\Z")
# "[p]", or this would be read as a statement.
_STATEMENT = re.compile(r"\W*(?:co[p]yright|spdx-fileco[p]yrighttext|\(c\)|\d{4})|©", re.IGNORECASE)
_NOTHING = frozenset({"", "NOASSERTION", "NONE"})


class SpdxDocument:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is called as an SPDX document in one of these forms is."""
        return bool(_NAME.search(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return packages without files by name, and what is stated of files."""
        by_name: dict[str, Package] = {}
        statements: list[Statement] = []
        for path, text in manifests:
            document = _document(text) if len(text) <= _LARGEST else None
            if document:
                found = _of_files(path, document)
                statements += found
                listed = {one.name for one in found if one.name}
                for one in _packages(path, document):
                    if one.name not in listed:
                        by_name[normal_name(one.name)] = one
        return Manifests(by_name=by_name, statements=tuple(statements))


def _document(text: str) -> Document | None:
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return spdx_elements.of_tags(text)
    content: Mapping[str, Any] = json_object(text.lstrip("\ufeff"))
    if "@graph" in content:
        return spdx_elements.of_graph(content)
    if str(content.get("spdxVersion")).startswith("SPDX-2"):
        return spdx_elements.of_json(content)
    return None


def _packages(path: str, document: Document) -> Iterator[Package]:
    for one in document.packages.values():
        # At the top, what a document describes is the project itself.
        if one.id in document.described and "/" not in path:
            continue
        if found := package(one.name, one.version, one.purl):
            license_, holders = _license(one), _holders(one)
            place = path if license_ or holders else ""
            yield found._replace(license=license_, holders=holders, place=place)


def _of_files(path: str, document: Document) -> list[Statement]:
    """Return a statement for each package with files, and for the files of no package.

    Of these, files with the same licence and holders are stated together.
    """
    folder = posixpath.dirname(path)
    found: list[Statement] = []
    contained: set[str] = set()
    for one in document.packages.values():
        if one.id in document.described:
            continue  # what the document is about: its files say whose each of them is
        files = [document.files[id_] for id_ in one.contains if id_ in document.files]
        patterns = [pattern for file in files for pattern in _patterns(folder, file.name)]
        license_, holders = _license(one), _holders(one)
        about = package(one.name, one.version, one.purl)
        if patterns and about and (license_ or holders or about.version or about.purl):
            contained.update(file.id for file in files)
            found.append(
                Statement(
                    path,
                    tuple(dict.fromkeys(patterns)),
                    about.name,
                    license_,
                    holders,
                    about.version,
                    about.purl,
                )
            )
    groups: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for file in document.files.values():
        key = _license(file), _holders(file)
        if file.id not in contained and any(key):
            groups.setdefault(key, []).extend(_patterns(folder, file.name))
    # What is stated of a package wins: it has a name.
    alone = [
        Statement(path, tuple(dict.fromkeys(patterns)), license=license_, holders=holders)
        for (license_, holders), patterns in groups.items()
        if patterns
    ]
    return alone + found


def _patterns(folder: str, name: str) -> tuple[str, ...]:
    """Return the patterns of a file: its path counts from the top, or from the document."""
    path = posixpath.normpath(name.replace("\\", "/"))
    if path.startswith(("/", "../")) or path in ("", ".", "..") or "\0" in path or "\n" in path:
        return ()
    return (literal(path), literal(f"{folder}/{path}")) if folder else (literal(path),)


def _license(one: Element) -> str | None:
    stated = (text for text in (one.concluded, one.declared) if text not in _NOTHING)
    return next(filter(None, map(expression, stated)), None)


def _holders(one: Element) -> tuple[str, ...]:
    text = one.copyright.strip()
    if text in _NOTHING:
        return ()
    lines = text.splitlines()[:_MOST_LINES]
    stated = [line for line in lines if _STATEMENT.match(line)] or lines[:1]
    names = (holder(line.strip()) for line in stated)
    return tuple(dict.fromkeys(name for name in names if name and len(name) <= _LONGEST))
