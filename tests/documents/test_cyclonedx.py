"""The CycloneDX document: what stands where."""

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
    assert made["specVersion"] == "1.7"
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


def claim(kind: str, name: str, key: str, *, line: int = 1, relation: str = "") -> ModelClaim:
    is_config = key in ("_name_or_path", "model_type")
    path, strength = ("m/config.json", "configured") if is_config else ("m/README.md", "stated")
    return ModelClaim(kind, name, strength, relation, path, line, key)


CLAIMS = (
    claim("base model", "foo-corp/Foo-7B", "base_model", line=3, relation="finetune"),
    claim("base model", "bar/Bar", "_name_or_path"),
    claim("model code", "llama", "model_type"),
    claim("task", "text-generation", "pipeline_tag"),
    claim("data set", "foo-corp/Texts", "datasets[0]"),
)
MODEL = InventoryComponent(
    "Foo 7B", "MIT", models=("foo-corp/Foo-7B",), files=(File("m/a.gguf", None, ()),), claims=CLAIMS
)
PARAMETERS = {
    "task": "text-generation",
    "architectureFamily": "llama",
    "datasets": [{"type": "dataset", "name": "foo-corp/Texts"}],
}


class TestAModel:
    def test_has_a_card_of_what_its_files_say(self) -> None:
        made = component(MODEL)
        assert made["type"] == "machine-learning-model"
        assert made["modelCard"]["modelParameters"] == PARAMETERS
        assert "configured base model: bar/Bar (m/config.json: _name_or_path)" in [
            one["value"] for one in made["modelCard"]["properties"]
        ]

    def test_has_only_stated_ancestors_with_the_place(self) -> None:
        (ancestor,) = component(MODEL)["pedigree"]["ancestors"]
        assert ancestor == {
            "type": "machine-learning-model",
            "bom-ref": "ancestor:component:Foo 7B:foo-corp/Foo-7B",
            "name": "foo-corp/Foo-7B",
            "purl": "pkg:huggingface/foo-corp/Foo-7B",
            "description": "finetune, as stated in m/README.md: base_model",
            "evidence": {
                "occurrences": [{"location": "m/README.md", "line": 3, "symbol": "base_model"}]
            },
        }

    def test_of_which_no_file_is_here_is_a_model_without_a_card(self) -> None:
        made = component(InventoryComponent("Foo 7B", "MIT", models=("foo-corp/Foo-7B",)))
        assert made["type"] == "machine-learning-model"
        assert "modelCard" not in made

    def test_is_not_code_that_names_one(self) -> None:
        made = component(MODEL._replace(files=(File("m/a.py", None, ()),)))
        assert made["type"] == "library"
        assert "modelCard" not in made


def test_a_project_whose_own_card_states_a_base_model_is_a_model() -> None:
    inventory = Inventory(HANEUL._replace(claims=CLAIMS), (), (), ())
    text = cyclonedx.render(inventory)
    assert sboms.cyclonedx_problems(text) == []
    project = json.loads(text)["metadata"]["component"]
    assert project["type"] == "machine-learning-model"
    assert [one["name"] for one in project["pedigree"]["ancestors"]] == ["foo-corp/Foo-7B"]
    assert project["modelCard"]["modelParameters"] == PARAMETERS
