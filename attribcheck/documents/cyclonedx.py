"""Renders the bill of materials as CycloneDX JSON, with cyclonedx-python-lib.

The main component is the project; it depends on its components, which contain their files. Facts
without a field of the format are properties named ``attribcheck:...``.

Format: https://cyclonedx.org/docs/1.7/json/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    Property,
    XsUri,
)
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType, Pedigree
from cyclonedx.model.component_evidence import ComponentEvidence, Occurrence
from cyclonedx.model.contact import OrganizationalEntity, PostalAddress
from cyclonedx.model.license import License, LicenseAcknowledgement, LicenseExpression
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion

from attribcheck import __version__
from attribcheck.documents import model_claims, sbom
from attribcheck.documents.inventory import File, Inventory, InventoryComponent, Release

_MODEL = ComponentType.MACHINE_LEARNING_MODEL
# The order of the specification, but for the properties: metadata has sbom.QUOTES, and the last
# property their end.
_ORDER = (
    *("$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata"),
    *("components", "dependencies", "properties"),
)


def render(inventory: Inventory, version: SchemaVersion = SchemaVersion.V1_7) -> str:
    """Return the document in a version of the format."""
    bom = _bom(inventory, version)
    document = json.loads(make_outputter(bom, OutputFormat.JSON, version).output_as_string())
    _add_model_cards(document, inventory)
    end = {"name": "attribcheck:quotes", "value": sbom.QUOTES_END}
    document["properties"] = [*document.get("properties", ()), end]
    return json.dumps({key: document[key] for key in _ORDER if key in document}, indent=2) + "\n"


def _bom(inventory: Inventory, version: SchemaVersion) -> Bom:
    texts = {license_.id: license_.text or sbom.NO_TEXT for license_ in sbom.references(inventory)}
    project = Component(
        name=sbom.line(inventory.project.name) or "project",
        type=_MODEL if model_claims.is_own_model(inventory.project) else ComponentType.APPLICATION,
        bom_ref=_ref(inventory.project),
        pedigree=_pedigree(inventory.project),
        licenses=_licenses(inventory.project.license, LicenseAcknowledgement.DECLARED),
    )
    tool = Component(name="attribcheck", version=__version__, type=ComponentType.APPLICATION)
    components = [_component(item) for item in inventory.items]
    bom = Bom(
        components=components,
        serial_number=sbom.identity(inventory, f"CycloneDX-{version.to_version()}"),
        metadata=BomMetaData(
            timestamp=datetime.strptime(inventory.created, "%Y-%m-%dT%H:%M:%S%z"),
            tools=ToolRepository(components=[tool]),
            component=project,
            properties=[_property("quotes", sbom.QUOTES)],
        ),
        properties=[
            _property(f"license-text:{sbom.expression(id_)}", sbom.passage(text))
            for id_, text in texts.items()
        ],
    )
    bom.register_dependency(project, components)
    return bom


def _component(item: InventoryComponent) -> Component:
    purl = sbom.purl(item.purl)
    url = sbom.url(item.source)
    further = {
        **sbom.remarks(item),
        "declared-license": item.declared_license and sbom.expression(item.declared_license),
        "purl": None if purl else item.purl,
        "source": None if url else sbom.line(item.source),
    }
    return Component(
        name=sbom.line(item.name) or "component",
        type=_MODEL if model_claims.is_model(item) else ComponentType.LIBRARY,
        bom_ref=_ref(item),
        pedigree=_pedigree(item),
        version=sbom.line(item.version),
        supplier=_supplier(item),
        purl=purl,
        licenses=_licenses(item.concluded_license, LicenseAcknowledgement.CONCLUDED),
        copyright=sbom.copyright_text(one.text for one in item.statements) or None,
        evidence=_evidence(item.detected_license),
        external_references=[*_source(url)],
        properties=[
            *(_property(name, text) for name, text in further.items() if text),
            *(
                _property(f"notice:{legal.path}", sbom.passage(legal.text))
                for legal in item.legal
                if legal.kind == "notice" and legal.text.strip()
            ),
        ],
        components=[_file(item, file) for file in item.files],
    )


def _ref(described: InventoryComponent | Release) -> str:
    """Return the ``bom-ref`` of the project or of a component."""
    return "project" if isinstance(described, Release) else f"component:{described.name}"


def _pedigree(described: InventoryComponent | Release) -> Pedigree | None:
    """Return the base models that are stated; nothing is said of those that are configured."""
    ancestors = [
        Component(
            name=claim.name,
            type=_MODEL,
            bom_ref=f"ancestor:{_ref(described)}:{claim.name}",
            purl=model_claims.purl(claim.name),
            description=f"{claim.relation or 'base model'}, as stated in {claim.place}",
            evidence=ComponentEvidence(
                occurrences=[
                    Occurrence(location=claim.path, line=claim.line or None, symbol=claim.key)
                ]
            ),
        )
        for claim in model_claims.ancestors(described)
    ]
    return Pedigree(ancestors=ancestors) if ancestors else None


def _add_model_cards(document: Any, inventory: Inventory) -> None:
    """Add the ``modelCard`` of each model, which the library does not know yet."""
    all_: list[InventoryComponent | Release] = [inventory.project, *inventory.items]
    described = {_ref(one): one for one in all_}
    for made in (document["metadata"]["component"], *document.get("components", ())):
        if made["type"] == _MODEL.value and (card := _model_card(described[made["bom-ref"]])):
            made["modelCard"] = card


def _model_card(described: InventoryComponent | Release) -> dict[str, Any]:
    """Return what the files of a model say of it, and nothing else; empty when they are silent."""
    named: dict[str, list[str]] = {}
    for claim in described.claims:
        named.setdefault(claim.kind, []).append(claim.name)
    parameters = {
        "task": next(iter(named.get("task", ())), None),
        "architectureFamily": next(iter(named.get("model code", ())), None),
        "datasets": [{"type": "dataset", "name": name} for name in named.get("data set", ())],
    }
    parameters = {key: value for key, value in parameters.items() if value}
    told = [
        {"name": "attribcheck:claim", "value": text} for text in model_claims.remarks(described)
    ]
    return {
        **({"modelParameters": parameters} if parameters else {}),
        **({"properties": told} if told else {}),
    }


def _file(item: InventoryComponent, file: File) -> Component:
    return Component(
        name=file.path,
        type=ComponentType.FILE,
        bom_ref=f"file:{item.name}:{file.path}",
        hashes=[
            HashType(alg=HashAlgorithm.SHA_1, content=file.digests.sha1),
            HashType(alg=HashAlgorithm.SHA_256, content=file.digests.sha256),
        ]
        if file.digests
        else [],
        copyright=sbom.copyright_text(file.statements) or None,
        licenses=_licenses(sbom.concluded([(item, file)]), LicenseAcknowledgement.CONCLUDED),
        evidence=_evidence(file.license),
        properties=[
            *(_property("set-aside", text) for text in sbom.other_statements(item, file)),
            *(_property("conclusion", text) for text in file.conclusions),
        ],
    )


def _licenses(expression: str | None, acknowledgement: LicenseAcknowledgement) -> list[License]:
    if not expression:
        return []
    return [LicenseExpression(sbom.expression(expression), acknowledgement=acknowledgement)]


def _evidence(detected: str | None) -> ComponentEvidence | None:
    return (
        ComponentEvidence(licenses=[LicenseExpression(sbom.expression(detected))])
        if detected
        else None
    )


def _supplier(item: InventoryComponent) -> OrganizationalEntity | None:
    name = sbom.line(item.supplier)
    if not (name or item.origin):
        return None
    address = PostalAddress(country=item.origin) if item.origin else None
    return OrganizationalEntity(name=name, address=address)


def _source(url: str | None) -> Iterator[ExternalReference]:
    if url:
        yield ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(url))


def _property(name: str, value: str) -> Property:
    return Property(name=f"attribcheck:{name}", value=value)
