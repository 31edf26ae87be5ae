"""The configuration of a tokenizer keeps the model that it was saved with."""

from support.model_files import told


def test_the_model_of_a_tokenizer_is_configured() -> None:
    assert told("tokenizer_config.json", '{"name_or_path": "foo-corp/Foo-7B"}') == [
        ("base model", "foo-corp/Foo-7B", "configured", "name_or_path", 1)
    ]


def test_classes_of_tokenizers_name_nothing() -> None:
    assert told("tokenizer_config.json", '{"tokenizer_class": "LlamaTokenizer"}') == []
