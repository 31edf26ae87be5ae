"""The packages and files of an SPDX document, in each of the forms that ``spdx_document`` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_MOST = 200_000  # elements of a document
_TAG = re.compile(r"([A-Za-z][A-Za-z0-9]*):[ \t]*(.*)")
_TEXT, _TEXT_END = "<text>", "</text>"


class Element:
    """A package or a file.

    Attributes:
        id: Its id in the document.
        name: Its name, the path of a file.
        version: The version of a package.
        purl: The package URL of a package.
        concluded: The concluded licence, as written.
        declared: The declared licence, as written.
        copyright: The copyright text, as written.
        contains: The ids of what it contains.
    """

    def __init__(self, id_: str, name: object) -> None:
        self.id = id_
        self.name = _text(name)
        self.version = ""
        self.purl = ""
        self.concluded = ""
        self.declared = ""
        self.copyright = ""
        self.contains: list[str] = []


class Document:
    """The elements of one document.

    Attributes:
        packages: The packages by their ids.
        files: The files by their ids.
        described: The ids of what the document is about.
    """

    def __init__(self) -> None:
        self.packages: dict[str, Element] = {}
        self.files: dict[str, Element] = {}
        self.described: set[str] = set()

    def relate(self, one: object, kind: object, other: object) -> None:
        """Take a relationship of SPDX 2 between two ids; of most kinds there is nothing to take."""
        if not (isinstance(one, str) and isinstance(other, str)):
            return
        if kind in ("DESCRIBED_BY", "CONTAINED_BY"):
            one, other = other, one
        if kind in ("DESCRIBES", "DESCRIBED_BY"):
            self.described.add(other)
        elif kind in ("CONTAINS", "CONTAINED_BY") and one in self.packages:
            self.packages[one].contains.append(other)


def of_json(content: Mapping[str, Any]) -> Document:
    """Return the elements of a document of SPDX 2 in JSON."""
    found = Document()
    for number, entry in enumerate(_objects(content.get("packages"))):
        one = Element(_text(entry.get("SPDXID")) or f"#package-{number}", entry.get("name"))
        one.version = _text(entry.get("versionInfo"))
        for reference in _objects(entry.get("externalRefs")):
            if reference.get("referenceType") == "purl":
                one.purl = one.purl or _text(reference.get("referenceLocator"))
        one.contains += map(_text, _list(entry.get("hasFiles")))
        found.packages[one.id] = _licensed(one, entry)
    for number, entry in enumerate(_objects(content.get("files"))):
        one = Element(_text(entry.get("SPDXID")) or f"#file-{number}", entry.get("fileName"))
        found.files[one.id] = _licensed(one, entry)
    found.described.update(map(_text, _list(content.get("documentDescribes"))))
    for entry in _objects(content.get("relationships")):
        found.relate(
            entry.get("spdxElementId"),
            entry.get("relationshipType"),
            entry.get("relatedSpdxElement"),
        )
    return found


def _licensed(one: Element, entry: Mapping[str, Any]) -> Element:
    one.concluded = _text(entry.get("licenseConcluded"))
    one.declared = _text(entry.get("licenseDeclared"))
    one.copyright = _text(entry.get("copyrightText"))
    return one


_TAGS = {
    "PackageVersion": "version",
    "PackageLicenseConcluded": "concluded",
    "LicenseConcluded": "concluded",
    "PackageLicenseDeclared": "declared",
    "PackageCopyrightText": "copyright",
    "FileCopyrightText": "copyright",
}


def of_tags(text: str) -> Document | None:
    """Return the elements of a document of tags and values; None for another text.

    Files behind a package are those of the package.
    """
    if not re.search(r"^SPDXVersion:[ \t]*SPDX-2", text, re.MULTILINE):
        return None
    reader = _TagReader()
    for tag, value in _tags(text):
        reader.take(tag, value)
        if len(reader.elements) > _MOST:
            break
    return reader.document()


class _TagReader:
    """Takes the tags of a document one by one."""

    def __init__(self) -> None:
        self.elements: list[tuple[Element, bool]] = []
        self._relations: list[list[str]] = []
        self._package: Element | None = None  # the one that files behind it are of
        self._one: Element | None = None

    def take(self, tag: str, value: str) -> None:
        if tag in ("PackageName", "FileName"):
            self._begin(value, is_file=tag == "FileName")
        elif tag in ("LicenseID", "SnippetSPDXID"):
            self._one = self._package = None
        elif tag == "Relationship":
            self._relations.append(value.split())
        elif self._one:
            self._add(self._one, tag, value)

    def document(self) -> Document:
        found = Document()
        for element, is_file in self.elements:
            (found.files if is_file else found.packages)[element.id] = element
        for words in self._relations:
            if len(words) == 3:  # one, the relation, the other
                found.relate(*words)
        return found

    def _begin(self, name: str, *, is_file: bool) -> None:
        self._one = Element(f"#{len(self.elements)}", name)
        self.elements.append((self._one, is_file))
        if not is_file:
            self._package = self._one
        elif self._package:
            self._package.contains.append(self._one.id)

    def _add(self, one: Element, tag: str, value: str) -> None:
        if tag == "SPDXID":
            package = self._package
            if package and package.contains[-1:] == [one.id]:
                package.contains[-1] = value
            one.id = value
        elif tag == "ExternalRef":
            _, kind, locator = [*value.split(), "", "", ""][:3]
            one.purl = one.purl or (locator if kind == "purl" else "")
        elif tag in _TAGS:
            setattr(one, _TAGS[tag], value)


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Yield tags with their values, of which those in ``<text>`` have several lines."""
    lines = iter(text.splitlines())
    for line in lines:
        match = _TAG.match(line)
        if not match:
            continue
        tag, value = match.groups()
        if value.startswith(_TEXT):
            parts = [value.removeprefix(_TEXT)]
            while _TEXT_END not in parts[-1]:
                following = next(lines, _TEXT_END)
                parts.append(following)
            parts[-1] = parts[-1].partition(_TEXT_END)[0]
            value = "\n".join(parts)
        yield tag, value.strip()


def of_graph(content: Mapping[str, Any]) -> Document:
    """Return the elements of a document of SPDX 3 in JSON-LD."""
    found = Document()
    expressions: dict[str, str] = {}
    relations: list[Mapping[str, Any]] = []
    for entry in _objects(content.get("@graph")):
        kind = _text(entry.get("type") or entry.get("@type")).rpartition("/")[2]
        id_ = _text(entry.get("spdxId") or entry.get("@id"))
        if kind == "software_Package":
            found.packages[id_] = _of_node(id_, entry)
        elif kind == "software_File":
            found.files[id_] = _of_node(id_, entry)
        elif kind in ("SpdxDocument", "software_Sbom"):
            found.described.update(map(_text, _list(entry.get("rootElement"))))
        elif kind == "simplelicensing_LicenseExpression":
            expressions[id_] = _text(entry.get("simplelicensing_licenseExpression"))
        elif kind.endswith("Relationship"):
            relations.append(entry)
    for entry in relations:
        _relate(found, entry, expressions)
    return found


def _of_node(id_: str, entry: Mapping[str, Any]) -> Element:
    one = Element(id_, entry.get("name"))
    one.version = _text(entry.get("software_packageVersion"))
    one.purl = _text(entry.get("software_packageUrl"))
    for outside in _objects(entry.get("externalIdentifier")):
        if outside.get("externalIdentifierType") == "packageUrl":
            one.purl = one.purl or _text(outside.get("identifier"))
    one.copyright = _text(entry.get("software_copyrightText"))
    return one


def _relate(found: Document, entry: Mapping[str, Any], expressions: Mapping[str, str]) -> None:
    id_, others = _text(entry.get("from")), list(map(_text, _list(entry.get("to"))))
    element = found.packages.get(id_) or found.files.get(id_)
    relation = entry.get("relationshipType")
    stated = next((expressions[other] for other in others if other in expressions), "")
    if relation == "describes":
        found.described.update(others)
    elif element and relation == "contains":
        element.contains += others
    elif element and relation == "hasConcludedLicense":
        element.concluded = stated
    elif element and relation == "hasDeclaredLicense":
        element.declared = stated


def _list(value: object) -> list[object]:
    return value[:_MOST] if isinstance(value, list) else []


def _objects(value: object) -> Iterable[Mapping[str, Any]]:
    return (one for one in _list(value) if isinstance(one, dict))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
