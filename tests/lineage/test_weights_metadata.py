"""Pairs in the metadata of weights."""

from attribcheck.lineage import weights_metadata


def test_a_title_without_an_organisation_is_a_name_and_a_path_is_its_last_part() -> None:
    found = weights_metadata.claims({"ss_sd_model_name": "/models/sdxl/base.safetensors"})
    assert [claim.name for claim in found] == ["base"]


def test_an_architecture_of_the_specification_is_a_family() -> None:
    found = weights_metadata.claims({"modelspec.architecture": "clip-v1/lora"})
    assert [(claim.name, claim.strength.value) for claim in found] == [("clip", "configured")]


def test_values_that_are_no_text_say_nothing() -> None:
    assert list(weights_metadata.claims({"base_model": 3, "license": " "})) == []
