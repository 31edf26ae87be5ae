"""Renders the bill of materials as SPDX JSON, with spdx-tools.

The document describes one package, the project, which contains the components with their files.

Format: https://spdx.github.io/spdx-spec/v2.3/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from spdx_tools.spdx.jsonschema.document_converter import DocumentConverter
from spdx_tools.spdx.model import (
    Actor,
    ActorType,
    Checksum,
    ChecksumAlgorithm,
    CreationInfo,
    Document,
    ExternalPackageRef,
    ExternalPackageRefCategory,
    ExtractedLicensingInfo,
    Package,
    PackageVerificationCode,
    Relationship,
    RelationshipType,
    SpdxNoAssertion,
    SpdxNone,
)
from spdx_tools.spdx.model import File as SpdxFile
from spdx_tools.spdx.validation.uri_validators import validate_download_location

from attribcheck import __version__
from attribcheck.documents import model_claims, sbom
from attribcheck.documents.inventory import (
    File,
    Inventory,
    InventoryComponent,
    ModelClaim,
    Release,
)
from attribcheck.spdx import expressions

_DOCUMENT = "SPDXRef-DOCUMENT"
_PROJECT = "SPDXRef-Project"
_NO_ID_CHARACTERS = re.compile(r"[^A-Za-z0-9.]+")


def render(inventory: Inventory) -> str:
    """Return the document."""
    document = DocumentConverter().convert(_document(inventory))
    for package in document["packages"]:
        for reference in package.get("externalRefs", ()):
            # spdx-tools writes PACKAGE_MANAGER; the schema of SPDX 2.3 only allows a hyphen.
            reference["referenceCategory"] = reference["referenceCategory"].replace("_", "-")
    # The end of the quoted notices, in a value of the last list: JSON has no comments.
    relationships = document.pop("relationships")
    relationships[-1]["comment"] = sbom.QUOTES_END
    return json.dumps({**document, "relationships": relationships}, indent=2) + "\n"


def _document(inventory: Inventory) -> Document:
    name = sbom.line(inventory.project.name) or "project"
    identity = sbom.identity(inventory, "SPDX-2.3")
    shared: dict[str, list[tuple[InventoryComponent, File]]] = {}
    for item in inventory.items:
        for file in _listed(item):
            shared.setdefault(_file_id(file), []).append((item, file))
    return Document(
        CreationInfo(
            spdx_version="SPDX-2.3",
            spdx_id=_DOCUMENT,
            name=name,
            document_namespace=f"https://spdx.org/spdxdocs/{_slug(name)}-{identity}",
            creators=[Actor(ActorType.TOOL, f"attribcheck-{__version__}")],
            created=datetime.strptime(inventory.created, "%Y-%m-%dT%H:%M:%S%z"),
            document_comment=sbom.QUOTES,
        ),
        packages=[
            _project(inventory, name),
            *map(_package, inventory.items),
            *_base_models(inventory),
        ],
        files=[
            _file(id_, of) for id_, of in sorted(shared.items(), key=lambda one: one[1][0][1].path)
        ],
        relationships=[
            Relationship(_DOCUMENT, RelationshipType.DESCRIBES, _PROJECT),
            *(
                Relationship(_PROJECT, RelationshipType.CONTAINS, _id(item))
                for item in inventory.items
            ),
            *(
                Relationship(_id(item), RelationshipType.CONTAINS, _file_id(file))
                for item in inventory.items
                for file in _listed(item)
            ),
            *(
                Relationship(id_, _relation(claim), _base_id(claim.name))
                for id_, described in _described(inventory)
                for claim in model_claims.ancestors(described)
            ),
        ],
        extracted_licensing_info=[*_extracted(inventory)],
    )


def _base_models(inventory: Inventory) -> Iterator[Package]:
    """Yield a package for each base model that the project or a component states."""
    claims = [c for _, one in _described(inventory) for c in model_claims.ancestors(one)]
    names = {_base_id(claim.name): claim for claim in claims}
    for claim in sorted(names.values(), key=lambda one: one.name):
        name = claim.name
        purl = model_claims.purl(name)
        yield Package(
            _base_id(name),
            sbom.line(name) or "model",
            SpdxNoAssertion(),
            files_analyzed=False,
            license_concluded=SpdxNoAssertion(),
            license_declared=SpdxNoAssertion(),
            copyright_text=SpdxNoAssertion(),
            comment=f"named as a base model in {claim.place}",
            external_references=[*_purl(str(purl) if purl else None)],
        )


def _described(inventory: Inventory) -> Iterator[tuple[str, InventoryComponent | Release]]:
    """Yield the packages that claims are about, with their ids."""
    yield _PROJECT, inventory.project
    for item in inventory.items:
        yield _id(item), item


def _relation(claim: ModelClaim) -> RelationshipType:
    """Return the relation of a model to its base; a quantised one is a variant of it."""
    if claim.relation == "quantized":
        return RelationshipType.VARIANT_OF
    return RelationshipType.DESCENDANT_OF


def _base_id(name: str) -> str:
    form = name.casefold()
    return f"SPDXRef-Model-{_slug(form)}-{_short_hash(form)}"


def _listed(item: InventoryComponent) -> list[File]:
    """Return the files that SPDX can list: each needs a SHA-1."""
    return [file for file in item.files if file.digests]


def _project(inventory: Inventory, name: str) -> Package:
    return Package(
        _PROJECT,
        name,
        SpdxNoAssertion(),
        supplier=SpdxNoAssertion(),
        files_analyzed=False,  # its own files are not in this document
        license_concluded=SpdxNoAssertion(),
        license_declared=_expression(inventory.project.license),
        copyright_text=SpdxNoAssertion(),
        attribution_texts=[sbom.passage(one.text) for one in inventory.contributed],
    )


def _package(item: InventoryComponent) -> Package:
    files = _listed(item)
    location = _download_location(item.source)
    remarks = {"origin": item.origin, **sbom.remarks(item)}
    statements = [statement.text for statement in item.statements]
    is_complete = bool(files) and not (item.asides or item.unscanned)
    return Package(
        _id(item),
        sbom.line(item.name) or "component",
        location or SpdxNoAssertion(),
        version=sbom.line(item.version),
        supplier=_supplier(item.supplier),
        files_analyzed=bool(files),
        verification_code=_verification_code(item) if files else None,
        source_info=None if location else sbom.line(item.source),
        license_concluded=_expression(item.concluded_license),
        license_declared=_expression(item.declared_license),
        license_info_from_files=_found(file.license for file in files) if files else [],
        license_comment=_detected(item.detected_license),
        copyright_text=_copyright(statements, is_complete=is_complete),
        comment="\n".join(f"{name}: {text}" for name, text in remarks.items() if text) or None,
        external_references=[*_purl(item.purl)],
        attribution_texts=[
            sbom.passage(legal.text)
            for legal in item.legal
            if legal.kind == "notice" and legal.text.strip()
        ],
    )


def _file(id_: str, of: Sequence[tuple[InventoryComponent, File]]) -> SpdxFile:
    """Return a file with the statements of all components that share it."""
    _, file = of[0]
    assert file.digests, "only files with digests are listed"
    is_scanned = not any(file.path in item.unscanned for item, _ in of)
    others = [text for item, _ in of for text in sbom.other_statements(item, file)]
    statements = dict.fromkeys(text for _, one in of for text in one.statements)
    return SpdxFile(
        f"./{file.path}",
        id_,
        [
            Checksum(ChecksumAlgorithm.SHA1, file.digests.sha1),
            Checksum(ChecksumAlgorithm.SHA256, file.digests.sha256),
        ],
        # A person concludes for components, and for a file where a detected licence is none of it.
        license_concluded=_expression(sbom.concluded(of)),
        license_info_in_file=_found([file.license]) if is_scanned else [SpdxNoAssertion()],
        license_comment=_license_comment(file.license, [one for _, one in of]),
        copyright_text=_copyright([*statements], is_complete=is_scanned and not others),
        comment=_comment(others),  # type: ignore[arg-type] # the library takes None, as its default
    )


def _comment(texts: Sequence[str]) -> str | None:
    return f"not counted as copyright statements: {'; '.join(texts)}" if texts else None


def _copyright(statements: Sequence[str], *, is_complete: bool) -> str | SpdxNoAssertion | SpdxNone:
    """Return the copyright text: NONE only when there is none and nothing was left unread."""
    return sbom.copyright_text(statements) or (SpdxNone() if is_complete else SpdxNoAssertion())


def _expression(text: str | None) -> Any:
    return expressions.tree(sbom.expression(text)) if text else SpdxNoAssertion()


def _found(expressions_: Iterable[str | None]) -> list[Any]:
    """Return the ids in ``expressions_``: the specification allows no operators here."""
    ids = dict.fromkeys(key for text in expressions_ if text for key in sbom.simple_ids(text))
    return [expressions.tree(key) for key in ids] or [SpdxNone()]


def _detected(expression: str | None) -> str | None:
    """Return the expression as a remark; None when it is a single id."""
    text = expression and sbom.expression(expression)
    return None if not text or sbom.simple_ids(text) == (text,) else f"detected: {text}"


def _license_comment(expression: str | None, files: Iterable[File]) -> str | None:
    concluded = dict.fromkeys(text for file in files for text in file.conclusions)
    texts = [_detected(expression), *(f"concluded {text}" for text in concluded)]
    return "\n".join(filter(None, texts)) or None


def _verification_code(item: InventoryComponent) -> PackageVerificationCode:
    """Return the code of section 7.9: the SHA-1 of the files' sorted SHA-1 digests."""
    digests = sorted(file.digests.sha1 for file in item.files if file.digests)
    code = hashlib.sha1("".join(digests).encode("ascii"), usedforsecurity=False).hexdigest()
    excluded = [f"./{file.path}" for file in item.files if not file.digests]
    return PackageVerificationCode(code, excluded)


def _supplier(name: str | None) -> Actor | SpdxNoAssertion:
    text = sbom.line(name)
    if not text:
        return SpdxNoAssertion()
    # Section 7.5: brackets at the end hold an e-mail address, which may be empty.
    return Actor(ActorType.ORGANIZATION, f"{text} ()" if "(" in text else text)


def _download_location(source: str | None) -> str | None:
    location = sbom.url(source)
    return location if location and not validate_download_location(location) else None


def _purl(text: str | None) -> Iterator[ExternalPackageRef]:
    if text:
        locator = str(sbom.purl(text) or text)
        yield ExternalPackageRef(ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", locator)


def _extracted(inventory: Inventory) -> Iterator[ExtractedLicensingInfo]:
    for license_ in sbom.references(inventory):
        yield ExtractedLicensingInfo(
            sbom.expression(license_.id),
            sbom.passage(license_.text or sbom.NO_TEXT),
            sbom.line(license_.name),
        )


def _id(item: InventoryComponent) -> str:
    return f"SPDXRef-Package-{_slug(item.name)}-{_short_hash(item.name)}"


def _file_id(file: File) -> str:
    """Return an id that does not depend on other files. Escaped paths alone can be equal."""
    assert file.digests, "only files with digests are listed"
    return f"SPDXRef-File-{_short_hash(f'{file.path} {file.digests.sha256}')}"


def _slug(text: str) -> str:
    return _NO_ID_CHARACTERS.sub("-", text).strip("-") or "x"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
