"""Model cards: the models and the licence in the block at the top."""

import pytest
from support.model_files import names, told


def card(block: str) -> str:
    return f"---\n{block}---\n# Haneul\n"


def test_a_base_model_and_a_licence_are_stated_with_their_lines() -> None:
    assert told("README.md", card("license: llama3\nbase_model: foo-corp/Foo-7B\n")) == [
        ("licence", "llama3", "stated", "license", 2),
        ("base model", "foo-corp/Foo-7B", "stated", "base_model", 3),
    ]


def test_the_task_and_the_data_sets_are_stated() -> None:
    text = card("pipeline_tag: text-generation\ndatasets:\n- foo-corp/Texts\n")
    assert told("README.md", text) == [
        ("task", "text-generation", "stated", "pipeline_tag", 2),
        ("data set", "foo-corp/Texts", "stated", "datasets[0]", 4),
    ]


def test_every_model_of_a_list_is_stated() -> None:
    text = card("base_model:\n- foo-corp/Foo-7B\n- bar/Bar\nbase_model_relation: merge\n")
    assert [(name, key, line) for _, name, _, key, line in told("README.md", text)] == [
        ("foo-corp/Foo-7B", "base_model[0]", 3),
        ("bar/Bar", "base_model[1]", 4),
    ]


def test_other_is_the_licence_that_its_name_says() -> None:
    text = card("license: other\nlicense_name: foo-research\n")
    assert names("MODEL_CARD.md", text) == ["foo-research"]


@pytest.mark.parametrize(
    "block",
    ['"base_model": foo/Foo\n', "{base_model: foo/Foo}\n", "base_model: [foo/Foo]\n"],
)
def test_the_same_is_read_in_other_forms_of_yaml(block: str) -> None:
    assert names("README.md", card(block)) == ["foo/Foo"]


def test_thousands_of_lines_of_results_are_not_parsed() -> None:
    block = "base_model: foo/Foo\nmodel-index:\n" + "- name: *x\n" * 50_000
    assert names("README.md", card(block)) == ["foo/Foo"]


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("base_model: a/b\nbase_model: c/d\n", "line 3: the key 'base_model' is there twice"),
        ("base_model: *alias\n", "line 2 has an alias"),
        ("base_model: &a [*a]\n", "line 2 has an alias"),
        ("base_model: " + "[" * 5_000 + "\n", "the YAML is too deep"),
    ],
)
def test_what_cannot_be_read_is_told(block: str, problem: str) -> None:
    ((kind, name, *_),) = told("README.md", card(block))
    assert kind == "unreadable"
    assert problem in name


def test_a_page_without_a_block_is_no_card() -> None:
    assert told("README.md", "# Haneul\n\nbase_model: foo/Foo\n") == []
