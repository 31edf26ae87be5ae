"""Families of models: names, classes, and likeness of configurations."""

import pytest

from attribcheck.lineage import families


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("LlamaForCausalLM", "llama"),
        ("Qwen2_5_VLForConditionalGeneration", "qwen2_5_vl"),
        ("Qwen2_5_VisionTransformer", None),
        ("Glm4MoeModel", "glm4_moe"),
        ("AutoModel", None),
        ("Llama", None),
        ("HaneulForCausalLM", None),
    ],
)
def test_the_family_of_a_class(name: str, family: str | None) -> None:
    assert families.of_class(name) == family


def test_a_type_has_the_name_of_its_code() -> None:
    assert families.of_type("qwen2_5_vl_vision") == "qwen2_5_vl"
    assert families.of_type("gptneox") == "gpt_neox"
    assert families.of_type("haneul") is None


@pytest.mark.parametrize("name", ["llama", "bert", "glm4_moe", "qwen2_5_vl_vision", "whisper"])
def test_a_family_is_the_nearest_to_its_own_defaults(name: str) -> None:
    family = families.all_families()[name]
    match = families.nearest(family.defaults)[0]
    assert (match.family.module, round(match.score, 3)) == (family.module, 1.0)


def test_unrelated_families_are_not_confused() -> None:
    for match in families.nearest(families.all_families()["whisper"].defaults, most=900):
        if match.family.module in ("llama", "bert", "glm4_moe", "clip"):
            assert match.score < families.THRESHOLD
