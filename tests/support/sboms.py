"""Bills of materials, read back and judged by the libraries and the schemas of their formats."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cyclonedx.model import HashAlgorithm
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.model import ChecksumAlgorithm, RelationshipType
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from attribcheck.documents.inventory import (
    Digests,
    File,
    InventoryComponent,
    LegalFile,
    LicenseText,
    Statement,
)

CODE = File("third_party/foo/a.py", "ISC", ("Copyright Foo",), Digests("b" * 40, "c" * 64))
FOO = InventoryComponent(
    name="Foo",
    version="2.1",
    purl="pkg:pypi/foo@2.1",
    supplier="Foo Corp.",
    origin="DE",
    source="https://foo.example",
    models=("foo/Foo-7B",),
    patterns=("third_party/foo/**",),
    files=(CODE,),
    modified=True,
    concluded_license="MIT OR LicenseRef-foo",
    declared_license="MIT",
    detected_license="MIT AND ISC",
    statements=(Statement("Copyright Foo", ("Foo",), (CODE.path,)),),
    legal=(LegalFile("third_party/foo/NOTICE", "notice", "Foo, by us\n"),),
)
TEXTS = (LicenseText("LicenseRef-foo", "The Foo License", "Use it\nwell.", ("Foo 2.1",)),)

Files = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Read:
    """A component as a reader of the document sees it; what is not stated is None.

    Attributes:
        files: Path, SHA-1 and SHA-256 of each.
    """

    name: str
    version: str | None
    purl: str | None
    supplier: str | None
    concluded: str | None
    declared: str | None
    copyright: str | None
    files: Files


def spdx_schema() -> Any:
    """Return the schema of SPDX 2.3 (spdx-spec, tag v2.3), as a public Go module carries it.

    Tests that call this carry the mark ``network``. No package of Python has the schema.
    """
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed: it fetches the module that carries the schema")
    command = [go, "mod", "download", "-json", "github.com/CycloneDX/sbom-utility@v0.16.0"]
    done = subprocess.run(command, check=True, capture_output=True)
    path = Path(json.loads(done.stdout)["Dir"], "resources/schema/spdx/2.3/spdx-schema.json")
    return json.loads(path.read_text(encoding="utf-8"))


def spdx_schema_problems(text: str, schema: Any) -> list[str]:
    """Return what the official schema says against an SPDX document."""
    validator = jsonschema.Draft7Validator(schema)
    return [error.message for error in validator.iter_errors(json.loads(text))]


def spdx_problems(text: str) -> list[str]:
    """Return what the validator of spdx-tools says against a document."""
    document = JsonLikeDictParser().parse(json.loads(text))
    return [one.validation_message for one in validate_full_spdx_document(document)]


def cyclonedx_problems(text: str) -> list[str]:
    """Return what the strict schema of its version of CycloneDX says against a document."""
    version = SchemaVersion[f"V{json.loads(text)['specVersion'].replace('.', '_')}"]
    found = JsonStrictValidator(version).validate_str(text, all_errors=True)
    return [error.data.message for error in found or ()]


def read_spdx(text: str) -> set[Read]:
    """Return the packages that the described package contains."""
    document = JsonLikeDictParser().parse(json.loads(text))
    files = {file.spdx_id: file for file in document.files}
    contained: dict[str, list[str]] = {}
    for relationship in document.relationships:
        if relationship.relationship_type is RelationshipType.CONTAINS:
            related = str(relationship.related_spdx_element_id)
            contained.setdefault(relationship.spdx_element_id, []).append(related)
    (project,) = (
        str(one.related_spdx_element_id)
        for one in document.relationships
        if one.relationship_type is RelationshipType.DESCRIBES
    )
    packages = {package.spdx_id: package for package in document.packages}
    return {
        Read(
            name=package.name,
            version=package.version,
            purl=next((one.locator for one in package.external_references), None),
            supplier=_said(getattr(package.supplier, "name", None)),
            concluded=_said(package.license_concluded),
            declared=_said(package.license_declared),
            copyright=_said(package.copyright_text),
            files=frozenset(
                (files[id_].name.removeprefix("./"), *_checksums(files[id_]))
                for id_ in contained.get(package.spdx_id, ())
            ),
        )
        for package in (packages[id_] for id_ in contained.get(project, ()))
    }


def _said(value: object) -> str | None:
    text = str(value)
    return None if value is None or text in ("NOASSERTION", "NONE") else text


def _checksums(file: Any) -> tuple[str, str]:
    by_name = {checksum.algorithm: checksum.value for checksum in file.checksums}
    return by_name[ChecksumAlgorithm.SHA1], by_name[ChecksumAlgorithm.SHA256]


def read_cyclonedx(text: str) -> set[Read]:
    """Return the components of the bill."""
    bom: Any = Bom.from_json(json.loads(text))  # type: ignore[attr-defined] # made by a decorator
    return {
        Read(
            name=component.name,
            version=component.version,
            purl=str(component.purl) if component.purl else None,
            supplier=component.supplier.name if component.supplier else None,
            concluded=next((one.value for one in component.licenses), None),
            declared=_property(component, "declared-license"),
            copyright=component.copyright,
            files=frozenset(_hashes(file) for file in component.components if file.hashes),
        )
        for component in bom.components
    }


def _property(component: Any, name: str) -> str | None:
    named = {one.name: one.value for one in component.properties}
    return named.get(f"attribcheck:{name}")


def _hashes(file: Any) -> tuple[str, str, str]:
    by_name = {one.alg: one.content for one in file.hashes}
    return file.name, by_name[HashAlgorithm.SHA_1], by_name[HashAlgorithm.SHA_256]
