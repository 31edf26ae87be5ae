"""The metadata of GGUF files."""

from support.model_files import gguf, names, told

from attribcheck.core.model import ScanFailure
from attribcheck.lineage.registry import header_text


def test_base_models_licence_and_architecture_are_read() -> None:
    keys = {
        "general.architecture": "llama",
        "general.license": "llama3.1",
        "general.base_model.0.name": "Foo 7B",
        "general.base_model.0.repo_url": "https://huggingface.co/foo-corp/Foo-7B",
    }
    assert told("foo.gguf", gguf(keys)) == [
        ("base model", "foo-corp/Foo-7B", "stated", "general.base_model.0.repo_url", 0),
        ("licence", "llama3.1", "stated", "general.license", 0),
        ("model code", "llama", "configured", "general.architecture", 0),
    ]


def test_a_base_model_without_a_url_is_named_by_its_parts() -> None:
    keys = {"general.base_model.0.name": "Foo 7B", "general.base_model.0.organization": "Foo Corp"}
    assert names("foo.gguf", gguf(keys)) == ["Foo-Corp/Foo-7B"]


def test_the_repository_that_it_was_converted_from_is_stated() -> None:
    keys = {"general.source.huggingface.repository": "foo-corp/Foo-7B"}
    assert names("foo.gguf", gguf(keys)) == ["foo-corp/Foo-7B"]


def test_lengths_beyond_the_file_are_refused() -> None:
    data = gguf({"general.name": "x"}).replace(b"\x0c" + bytes(7), b"\xff" * 8, 1)
    failure = header_text(data, "foo.gguf")
    assert isinstance(failure, ScanFailure)
    assert names("foo.gguf", data) == [failure.reason.removeprefix("its header can't be read: ")]
