"""The configuration of an adapter names its base model."""

from support.model_files import told


def test_the_base_of_an_adapter_is_configured() -> None:
    text = '{\n "base_model_name_or_path": "foo-corp/Foo-7B",\n "peft_type": "LORA"\n}'
    assert told("lora/adapter_config.json", text) == [
        ("base model", "foo-corp/Foo-7B", "configured", "base_model_name_or_path", 2)
    ]


def test_a_folder_is_no_base() -> None:
    assert told("adapter_config.json", '{"base_model_name_or_path": "../base"}') == []
