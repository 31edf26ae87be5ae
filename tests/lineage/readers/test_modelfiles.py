"""Modelfiles of Ollama name the model that they begin from."""

import pytest
from support.model_files import names


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("FROM llama3.2:3b", ["llama3.2:3b"]),
        ("from hf.co/foo-corp/Foo-GGUF:Q4_K_M", ["foo-corp/Foo-GGUF"]),
        ("FROM ./foo.gguf", []),
        ("SYSTEM from nothing", []),
    ],
)
def test_a_model_and_no_file_is_named(line: str, found: list[str]) -> None:
    assert names("Modelfile", f"# Haneul\n{line}\n") == found
