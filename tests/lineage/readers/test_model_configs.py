"""Configurations of models: names of models, families, remote code, likeness."""

import json

from support.model_files import names, told

from attribcheck.lineage import families
from attribcheck.lineage.registry import claims


def test_the_model_that_a_configuration_came_from_is_configured() -> None:
    text = json.dumps({"_name_or_path": "foo-corp/Foo-7B", "model_type": "haneul"}, indent=1)
    assert told("config.json", text) == [
        ("base model", "foo-corp/Foo-7B", "configured", "_name_or_path", 2)
    ]


def test_a_local_path_is_no_model() -> None:
    for path in ("./out", "output/checkpoint-500", "/data/m", "models/foo/bar", ""):
        assert told("config.json", json.dumps({"_name_or_path": path})) == []


def test_the_family_of_a_nested_configuration_is_configured() -> None:
    config = {
        "model_type": "haneul_vl",
        "vision_config": {"model_type": "qwen2_5_vl_vision", "depth": 32},
    }
    assert told("config.json", json.dumps(config)) == [
        ("model code", "qwen2_5_vl", "configured", "vision_config.model_type", 1)
    ]


def test_classes_name_their_family_once() -> None:
    config = {"architectures": ["LlamaForCausalLM", "LlamaModel"], "model_type": "llama"}
    assert names("config.json", json.dumps(config)) == ["llama"]


def test_code_of_another_repository_is_configured() -> None:
    config = {"auto_map": {"AutoModel": "foo-corp/foo-code--modeling_foo.Foo", "AutoConfig": "c.C"}}
    assert told("config.json", json.dumps(config)) == [
        ("model code", "foo-corp/foo-code", "configured", "auto_map.AutoModel", 1)
    ]


def test_an_unknown_type_with_the_defaults_of_a_family_is_like_it() -> None:
    defaults = dict(families.all_families()["glm4_moe"].defaults)
    text = json.dumps({**defaults, "model_type": "haneul_moe", "hidden_size": 1234})
    (claim,) = claims(text.encode(), "config.json")
    assert (claim.name, claim.strength.value) == ("glm4_moe", "structural")
    assert "next is" in claim.note


def test_few_common_keys_are_like_nothing() -> None:
    config = dict.fromkeys("model_type hidden_size a b c d e f g h".split(), 1) | {
        "model_type": "haneul"
    }
    assert told("config.json", json.dumps(config)) == []


def test_a_configuration_that_is_no_json_is_told() -> None:
    ((kind, name, *_),) = told("config.json", '{"model_type": "a", "model_type": "b"}')
    assert (kind, "'model_type' is there twice" in name) == ("unreadable", True)
