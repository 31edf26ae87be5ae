"""Files of models by their names."""

import pytest

from attribcheck.lineage import model_files


@pytest.mark.parametrize(
    ("path", "weights", "model", "card"),
    [
        ("a/model.safetensors", True, True, False),
        ("a/config.json", False, True, False),
        ("a/adapter_config.json", False, True, False),
        ("a/tsconfig.json", False, False, False),
        ("README.md", False, False, True),
        ("docs/model-card.md", False, False, True),
        ("a.py", False, False, False),
    ],
)
def test_names(path: str, weights: bool, model: bool, card: bool) -> None:
    assert model_files.is_weights(path) is weights
    assert model_files.is_model_file(path) is model
    assert model_files.is_card(path) is card
