"""The metadata of safetensors, whatever the name of the file."""

from support.model_files import names, safetensors, told

from attribcheck.core.lineage import ClaimKind
from attribcheck.core.model import ScanFailure
from attribcheck.lineage.registry import claims, header_text


def test_what_the_metadata_states_is_told_with_its_key() -> None:
    data = safetensors({"modelspec.license": "llama3.1", "base_model": "foo-corp/Foo-7B"})
    assert told("model.safetensors", data) == [
        ("licence", "llama3.1", "stated", "modelspec.license", 0),
        ("base model", "foo-corp/Foo-7B", "stated", "base_model", 0),
    ]


def test_every_model_of_a_merge_and_the_file_that_was_trained_on_are_named() -> None:
    merged = {"modelspec.merged_from": "foo/Foo, bar/Bar", "ss_sd_model_name": "D:\\sd\\base.ckpt"}
    assert names("x.bin", safetensors(merged)) == ["foo/Foo", "bar/Bar", "base"]


def test_a_file_is_told_to_hold_weights_also_without_metadata() -> None:
    (claim,) = claims(safetensors(), "data.bin")
    assert (claim.kind, claim.name) == (ClaimKind.WEIGHTS, "safetensors")


def test_the_engine_gets_the_sentences_of_the_header_alone() -> None:
    notice = "Copyright 2025 Foo Corp. All rights reserved."
    data = safetensors({"format": "pt", "note": notice, "config": '{"a": "a long JSON value"}'})
    assert header_text(data, "model.safetensors") == f"note: {notice}"
    assert header_text(safetensors({"format": "pt"}), "model.safetensors") == ""


def test_a_header_that_does_not_fit_the_file_is_no_weights() -> None:
    failure = header_text(safetensors()[:-1], "model.safetensors")
    assert isinstance(failure, ScanFailure)
    assert "the file is truncated" in failure.reason


def test_text_with_that_name_is_left_to_the_engine() -> None:
    assert header_text(b"placeholder\n", "model.safetensors") is None
