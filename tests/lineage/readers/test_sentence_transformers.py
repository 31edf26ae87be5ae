"""The modules of sentence-transformers may be code of another repository."""

from support.model_files import told


def test_a_module_of_another_repository_is_configured() -> None:
    text = '[{"idx": 0, "type": "foo-corp/foo-code--custom.Foo"}]'
    assert told("modules.json", text) == [
        ("model code", "foo-corp/foo-code", "configured", "type", 1)
    ]


def test_a_module_of_the_library_is_nobody_elses() -> None:
    assert told("modules.json", '[{"type": "sentence_transformers.models.Transformer"}]') == []
