"""The SPDX 2.3 document: what stands where."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from support import sboms
from support.sboms import CODE, TEXTS

from attribcheck.documents import spdx
from attribcheck.documents.inventory import (
    Digests,
    File,
    Inventory,
    InventoryComponent,
    ModelClaim,
    OtherStatement,
    Release,
    Statement,
)

LINKED = "third_party/foo/link"
OTHER = File("third_party/foo/b.py", None, (), Digests("a" * 40, "d" * 64))
FOO = sboms.FOO._replace(files=(CODE, OTHER, File(LINKED, None, ())))
HANEUL = Release("Haneul & more", "Apache-2.0", ("Haneul Labs",))


def document(*items: InventoryComponent) -> Any:
    text = spdx.render(Inventory(HANEUL, items, TEXTS, (), (), "2026-01-02T03:04:05Z"))
    assert sboms.spdx_problems(text) == []
    return json.loads(text)


def package(item: InventoryComponent) -> Any:
    return document(item)["packages"][1]


def test_it_is_about_the_project_and_says_who_made_it_when() -> None:
    made = document(FOO)
    assert made["creationInfo"]["created"] == "2026-01-02T03:04:05Z"
    assert made["creationInfo"]["creators"][0].startswith("Tool: attribcheck-")
    assert made["documentNamespace"].startswith("https://spdx.org/spdxdocs/Haneul-more-")
    project, foo = made["packages"]
    assert (project["name"], project["licenseDeclared"]) == ("Haneul & more", "Apache-2.0")
    links = [(r["spdxElementId"], r["relatedSpdxElement"]) for r in made["relationships"]]
    assert links == [
        ("SPDXRef-DOCUMENT", project["SPDXID"]),
        (project["SPDXID"], foo["SPDXID"]),
        *((foo["SPDXID"], file["SPDXID"]) for file in made["files"]),
    ]


def test_a_component_is_a_package() -> None:
    sha1 = hashlib.sha1(f"{'a' * 40}{'b' * 40}".encode()).hexdigest()
    made = package(FOO)
    assert made.pop("SPDXID").startswith("SPDXRef-Package-Foo-")
    assert made == {
        "name": "Foo",
        "versionInfo": "2.1",
        "supplier": "Organization: Foo Corp.",
        "downloadLocation": "https://foo.example",
        "filesAnalyzed": True,
        "packageVerificationCode": {
            "packageVerificationCodeValue": sha1,
            "packageVerificationCodeExcludedFiles": [f"./{LINKED}"],
        },
        "licenseConcluded": "MIT OR LicenseRef-foo",
        "licenseDeclared": "MIT",
        "licenseInfoFromFiles": ["ISC"],
        "licenseComments": "detected: MIT AND ISC",
        "copyrightText": "Copyright Foo",
        "comment": "origin: DE\nmodified: yes\nmodels: foo/Foo-7B\npaths: third_party/foo/**",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:pypi/foo@2.1",
            }
        ],
        "attributionTexts": ["Foo, by us\n"],
    }


def test_what_nobody_said_is_not_asserted() -> None:
    made = package(InventoryComponent("Bar", "MIT"))
    assert made.pop("SPDXID").startswith("SPDXRef-Package-Bar-")
    assert made == {
        "name": "Bar",
        "supplier": "NOASSERTION",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "MIT",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
    }


def test_a_file_has_its_digests_its_licences_and_its_statements() -> None:
    first, second = document(FOO)["files"]
    assert first.pop("SPDXID").startswith("SPDXRef-File-")
    assert first == {
        "fileName": "./third_party/foo/a.py",
        "checksums": [
            {"algorithm": "SHA1", "checksumValue": "b" * 40},
            {"algorithm": "SHA256", "checksumValue": "c" * 64},
        ],
        "licenseConcluded": "NOASSERTION",
        "licenseInfoInFiles": ["ISC"],
        "copyrightText": "Copyright Foo",
    }
    assert (second["licenseInfoInFiles"], second["copyrightText"]) == (["NONE"], "NONE")


def test_an_exception_is_told_beside_the_licences_of_a_file() -> None:
    with_ = "GPL-2.0-only WITH Classpath-exception-2.0"
    (made,) = document(InventoryComponent("Foo", "MIT", files=(CODE._replace(license=with_),)))[
        "files"
    ]
    assert made["licenseInfoInFiles"] == ["GPL-2.0-only"]
    assert made["licenseComments"] == f"detected: {with_}"


def test_of_a_file_that_was_not_scanned_nothing_is_asserted() -> None:
    made = document(FOO._replace(unscanned=(OTHER.path,)))["files"][1]
    assert (made["licenseInfoInFiles"], made["copyrightText"]) == (["NOASSERTION"], "NOASSERTION")


def test_a_statement_that_is_not_counted_is_told_with_its_reason() -> None:
    aside = OtherStatement("(c) Ac A", '"(c)" is code in this line', (OTHER.path,))
    made = document(FOO._replace(asides=(aside,)))["files"][1]
    assert made["copyrightText"] == "NOASSERTION"
    assert made["comment"] == (
        'not counted as copyright statements: (c) Ac A ("(c)" is code in this line)'
    )


def test_a_shared_file_stands_once_with_the_statements_of_both() -> None:
    bar = InventoryComponent("Bar", "ISC", files=(CODE._replace(statements=("Copyright Bar",)),))
    (made,) = document(FOO._replace(files=(CODE,)), bar)["files"]
    assert made["copyrightText"] == "Copyright Foo\nCopyright Bar"


def test_the_text_of_a_licence_of_ones_own_is_extracted() -> None:
    assert document(FOO)["hasExtractedLicensingInfos"] == [
        {
            "licenseId": "LicenseRef-foo",
            "name": "The Foo License",
            "extractedText": "Use it\nwell.",
        }
    ]


def test_a_source_that_is_no_url_is_told_as_a_remark() -> None:
    made = package(FOO._replace(source="a friend"))
    assert (made["downloadLocation"], made["sourceInfo"]) == ("NOASSERTION", "a friend")


def test_the_id_of_a_file_stays_when_others_come() -> None:
    alone, among = (
        {file["fileName"]: file["SPDXID"] for file in document(FOO._replace(files=files))["files"]}
        for files in ((OTHER,), (CODE, OTHER))
    )
    assert alone.items() <= among.items()


@pytest.mark.network
def test_it_is_valid_by_the_official_schema() -> None:
    schema = sboms.spdx_schema()
    items = (FOO, InventoryComponent("Bar", "MIT", supplier="Bar (Baz)\n", source="a friend"))
    text = spdx.render(Inventory(HANEUL, items, TEXTS, ()))
    assert sboms.spdx_schema_problems(text, schema) == []
    assert sboms.spdx_schema_problems(text.replace('"SPDXID"', '"spdxid"', 1), schema)


BASE = ModelClaim("base model", "foo-corp/Foo-7B", "stated", "", "README.md", 3, "base_model")


def test_a_base_model_of_the_project_and_of_a_component_is_one_package() -> None:
    release = HANEUL._replace(claims=(BASE,))
    item = FOO._replace(claims=(BASE._replace(name="foo-corp/FOO-7b"),))
    text = spdx.render(Inventory(release, (item,), TEXTS, ()))
    assert sboms.spdx_problems(text) == []
    made = json.loads(text)
    project, component, base = (package["SPDXID"] for package in made["packages"])
    links = {(one["spdxElementId"], one["relatedSpdxElement"]) for one in made["relationships"]}
    assert {(project, base), (component, base)} <= links


@pytest.mark.parametrize(
    ("relation", "expected"), [("finetune", "DESCENDANT_OF"), ("quantized", "VARIANT_OF")]
)
def test_a_stated_base_model_is_a_package_that_the_model_comes_from(
    relation: str, expected: str
) -> None:
    stated = BASE._replace(relation=relation)
    configured = BASE._replace(name="bar/Bar", strength="configured")
    made = document(FOO._replace(claims=(stated, configured)))
    base = made["packages"][-1]
    assert (base["name"], base["licenseDeclared"]) == ("foo-corp/Foo-7B", "NOASSERTION")
    (reference,) = base["externalRefs"]
    assert reference["referenceLocator"] == "pkg:huggingface/foo-corp/Foo-7B"
    link = made["relationships"][-1]
    assert (link["spdxElementId"], link["relationshipType"], link["relatedSpdxElement"]) == (
        made["packages"][1]["SPDXID"],
        expected,
        base["SPDXID"],
    )
    assert len(made["packages"]) == 3


def test_statements_of_contributors_are_attribution_texts_of_the_project() -> None:
    said = Statement("Copyright 2024 Foo Corp.", ("Foo Corp.",), ("a.py",))
    release = Release("Haneul", "Apache-2.0", ())
    document = json.loads(spdx.render(Inventory(release, (), (), (), contributed=(said,))))
    (project,) = document["packages"]
    assert project["attributionTexts"] == ["Copyright 2024 Foo Corp."]
