"""Lines of build steps that fetch weights."""

import pytest
from support.model_files import names, told


@pytest.mark.parametrize(
    ("path", "line", "found"),
    [
        (
            "Dockerfile",
            "RUN huggingface-cli download foo-corp/Foo-7B",
            "foo-corp/Foo-7B",
        ),
        ("get.sh", "hf download --revision main foo-corp/Foo-7B", "foo-corp/Foo-7B"),
        ("get.sh", "git clone https://huggingface.co/foo-corp/Foo-7B", "foo-corp/Foo-7B"),
        ("run.sh", "ollama pull llama3.2:3b", "llama3.2:3b"),
        ("get.sh", "modelscope download --model foo-corp/Foo-7B", "foo-corp/Foo-7B"),
        ("get.sh", "curl -LO https://foo.example/foo.gguf", "https://foo.example/foo.gguf"),
        (
            "requirements.txt",
            "https://github.com/explosion/spacy-models/releases/download/en_core-3.7.1/en.whl",
            "spacy/en_core",
        ),
    ],
)
def test_each_way_to_fetch_weights(path: str, line: str, found: str) -> None:
    assert [(name, at) for _, name, _, _, at in told(path, f"# get\n{line}\n")] == [(found, 2)]


@pytest.mark.parametrize(
    "line",
    [
        "# hf download foo-corp/Foo-7B",
        "curl https://huggingface.co/datasets/foo/bar",
        "git clone https://foo.example/foo/bar",
        "pip install huggingface_hub",
    ],
)
def test_lines_that_fetch_no_weights(line: str) -> None:
    assert names("get.sh", f"{line}\n") == []
