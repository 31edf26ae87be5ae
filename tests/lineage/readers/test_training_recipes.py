"""Recipes of trainings name the model that is trained."""

from support.model_files import told


def test_the_model_that_is_trained_is_configured() -> None:
    text = "adapter: lora\nbase_model: foo-corp/Foo-7B\n"
    assert told("axolotl.yml", text) == [
        ("base model", "foo-corp/Foo-7B", "configured", "base_model", 2)
    ]


def test_a_model_in_a_section_is_configured() -> None:
    text = "model:\n  model_name_or_path: foo-corp/Foo-7B\n"
    assert told("sft.yaml", text)[0][3:] == ("model.model_name_or_path", 2)


def test_another_yaml_names_nothing() -> None:
    assert told("ci.yml", "on: push\n# base_model: foo/Foo\n") == []
