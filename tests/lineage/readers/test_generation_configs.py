"""The settings of generation name the model that they are of."""

from support.model_files import names


def test_the_model_and_the_assistant_are_named() -> None:
    text = '{"_name_or_path": "foo-corp/Foo-7B", "assistant_model": "foo-corp/Foo-tiny"}'
    assert names("generation_config.json", text) == ["foo-corp/Foo-7B", "foo-corp/Foo-tiny"]


def test_plain_settings_name_nothing() -> None:
    assert names("generation_config.json", '{"temperature": 0.6, "model_type": 1}') == []
