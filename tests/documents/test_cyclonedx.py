"""The CycloneDX 1.6 document: what stands where."""

from __future__ import annotations

import json
from typing import Any

from support import sboms
from support.sboms import CODE, FOO, TEXTS

from attribcheck.documents import cyclonedx
from attribcheck.documents.inventory import (
    File,
    Inventory,
    InventoryComponent,
    ModelClaim,
    OtherStatement,
    Release,
)

HANEUL = Release("Haneul", "Apache-2.0", ("Haneul Labs",))


def document(*items: InventoryComponent) -> Any:
    text = cyclonedx.render(Inventory(HANEUL, items, TEXTS, (), (), "2026-01-02T03:04:05Z"))
    assert sboms.cyclonedx_problems(text) == []
    return json.loads(text)


def component(item: InventoryComponent) -> Any:
    (made,) = document(item)["components"]
    return made


def test_it_is_about_the_project_and_says_who_made_it_when() -> None:
    made = document(FOO)
    assert made["specVersion"] == "1.6"
    metadata = made["metadata"]
    assert metadata["timestamp"] == "2026-01-02T03:04:05+00:00"
    assert metadata["tools"]["components"][0]["name"] == "attribcheck"
    assert metadata["component"] == {
        "type": "application",
        "bom-ref": "project",
        "name": "Haneul",
        "licenses": [{"expression": "Apache-2.0", "acknowledgement": "declared"}],
    }
    assert {"ref": "project", "dependsOn": ["component:Foo"]} in made["dependencies"]


def test_a_component_stands_with_all_that_is_known_of_it() -> None:
    made = component(FOO)
    assert [file["name"] for file in made.pop("components")] == [CODE.path]
    assert made == {
        "type": "library",
        "bom-ref": "component:Foo",
        "name": "Foo",
        "version": "2.1",
        "purl": "pkg:pypi/foo@2.1",
        "supplier": {"name": "Foo Corp.", "address": {"country": "DE"}},
        "externalReferences": [{"type": "distribution", "url": "https://foo.example"}],
        "licenses": [{"expression": "MIT OR LicenseRef-foo", "acknowledgement": "concluded"}],
        "evidence": {"licenses": [{"expression": "MIT AND ISC"}]},
        "copyright": "Copyright Foo",
        "properties": [
            {"name": "attribcheck:declared-license", "value": "MIT"},
            {"name": "attribcheck:models", "value": "foo/Foo-7B"},
            {"name": "attribcheck:modified", "value": "yes"},
            {"name": "attribcheck:notice:third_party/foo/NOTICE", "value": "Foo, by us\n"},
            {"name": "attribcheck:paths", "value": "third_party/foo/**"},
        ],
    }


def test_what_nobody_said_is_not_there() -> None:
    assert component(InventoryComponent("Bar", "MIT")) == {
        "type": "library",
        "bom-ref": "component:Bar",
        "name": "Bar",
        "licenses": [{"expression": "MIT", "acknowledgement": "concluded"}],
    }


def test_a_file_has_its_digests_its_licence_and_its_statements() -> None:
    (made,) = component(FOO)["components"]
    assert made == {
        "type": "file",
        "bom-ref": "file:Foo:third_party/foo/a.py",
        "name": "third_party/foo/a.py",
        "hashes": [
            {"alg": "SHA-1", "content": "b" * 40},
            {"alg": "SHA-256", "content": "c" * 64},
        ],
        "evidence": {"licenses": [{"expression": "ISC"}]},
        "copyright": "Copyright Foo",
    }


def test_a_file_without_content_here_has_no_digests() -> None:
    (made,) = component(FOO._replace(files=(File("link", None, ()),)))["components"]
    assert made == {"type": "file", "bom-ref": "file:Foo:link", "name": "link"}


def test_a_statement_that_is_not_counted_is_told_with_its_reason() -> None:
    aside = OtherStatement("(c) Ac A", '"(c)" is code in this line', (CODE.path,))
    (made,) = component(FOO._replace(asides=(aside,)))["components"]
    assert made["properties"] == [
        {"name": "attribcheck:set-aside", "value": '(c) Ac A ("(c)" is code in this line)'}
    ]


def test_the_text_of_a_licence_of_ones_own_comes_along() -> None:
    assert document(FOO)["properties"][:-1] == [
        {"name": "attribcheck:license-text:LicenseRef-foo", "value": "Use it\nwell."}
    ]


def test_what_is_no_url_and_no_package_url_is_told_as_a_property() -> None:
    made = component(InventoryComponent("Foo", "MIT", source="a friend", purl="pkg:pypi/"))
    assert made["properties"] == [
        {"name": "attribcheck:purl", "value": "pkg:pypi/"},
        {"name": "attribcheck:source", "value": "a friend"},
    ]


CLAIMS = (
    ModelClaim("base model", "foo-corp/Foo-7B", "stated", "finetune", "m/README.md: base_model"),
    ModelClaim("base model", "bar/Bar", "configured", "", "m/config.json: _name_or_path"),
    ModelClaim("model code", "llama", "configured", "", "m/config.json: model_type"),
)
MODEL = InventoryComponent(
    "Foo 7B", "MIT", models=("foo-corp/Foo-7B",), files=(File("m/a.gguf", None, ()),), claims=CLAIMS
)


def test_a_model_has_a_card_and_only_stated_ancestors() -> None:
    made = component(MODEL)
    assert made["type"] == "machine-learning-model"
    (ancestor,) = made["pedigree"]["ancestors"]
    assert (ancestor["name"], ancestor["purl"]) == (
        "foo-corp/Foo-7B",
        "pkg:huggingface/foo-corp/Foo-7B",
    )
    assert ancestor["description"] == "finetune, as stated in m/README.md: base_model"
    assert made["modelCard"]["modelParameters"] == {"architectureFamily": "llama"}
    assert "configured base model: bar/Bar (m/config.json: _name_or_path)" in [
        one["value"] for one in made["modelCard"]["properties"]
    ]


def test_code_that_names_a_model_is_no_model() -> None:
    made = component(MODEL._replace(files=(File("m/a.py", None, ()),)))
    assert made["type"] == "library"
    assert "modelCard" not in made
