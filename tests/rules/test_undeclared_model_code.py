"""Code of a family of models that no component declares."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import save
from support.checks import check, found, only
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.lineage import families, tensor_names

NAME = "undeclared-model-code"
POLICY = """
    version = 1

    [project]
    name = "Haneul"
    holders = ["Haneul Labs"]
"""
COMPONENT = """
    [[component]]
    name = "Vision encoder"
    license = "Apache-2.0"
    paths = ["{path}"]
    models = ["{model}"]
"""
CONFIG = json.dumps({"model_type": "haneul", "vision_config": {"model_type": "qwen2_5_vl_vision"}})
IMPORT = "from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLModel\n"


def test_an_encoder_that_a_configuration_names_is_found(repo: Repo) -> None:
    finding = only(check(repo, {"model/config.json": CONFIG}, POLICY), NAME)

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("model/config.json", 1)
    assert finding.message == (
        '"vision_config.model_type" names the model family qwen2_5_vl, which no component declares'
    )


def test_an_encoder_that_code_imports_is_found_and_descent_is_not_claimed(repo: Repo) -> None:
    finding = only(check(repo, {"haneul/vision.py": IMPORT}, POLICY), NAME)

    assert finding.line == 1
    assert finding.message == (
        "code of the model family qwen2_5_vl is imported, and no component declares it; an import"
        " alone does not show where weights come from"
    )


@pytest.mark.parametrize("model", ["Qwen/Qwen2.5-VL-7B-Instruct", "qwen2_5_vl"])
def test_a_component_with_such_a_model_declares_the_family(repo: Repo, model: str) -> None:
    files = {"model/config.json": CONFIG, "haneul/vision.py": IMPORT}
    policy = POLICY + COMPONENT.format(path="model/**", model=model)

    assert found(check(repo, files, policy), NAME) == []


def test_another_model_of_that_lab_does_not(repo: Repo) -> None:
    policy = POLICY + COMPONENT.format(path="weights/**", model="Qwen/Qwen2-7B")
    files = {"haneul/vision.py": IMPORT, "weights/a": ""}

    assert len(found(check(repo, files, policy), NAME)) == 1


def test_code_of_a_component_came_with_it(repo: Repo) -> None:
    policy = POLICY + COMPONENT.format(path="vendor/**", model="foo-corp/Foo")

    assert found(check(repo, {"vendor/vision.py": IMPORT}, policy), NAME) == []


def test_the_fix_settles_it(repo: Repo) -> None:
    files = {"haneul/vision.py": IMPORT}
    finding = only(check(repo, files, POLICY), NAME)

    policy = repo.path.joinpath("attribcheck.toml").read_text(encoding="utf-8") + finding.fix
    assert found(check(repo, files, policy), NAME) == []


def test_likeness_is_a_note_that_says_its_figures(repo: Repo) -> None:
    defaults = dict(families.all_families()["glm4_moe"].defaults)
    config = json.dumps({**defaults, "model_type": "haneul_moe"})
    finding = only(check(repo, {"config.json": config}, POLICY), NAME)

    assert finding.severity is Severity.NOTE
    assert "keys and" in finding.message
    assert finding.message.endswith("this alone does not show that the weights come from it")


def named_as(module: str, name: str) -> bytes:
    """Return weights whose tensors are called as those of a class."""
    one = next(c for c in tensor_names.all_classes() if (c.module, c.name) == (module, name))
    shapes = {p.replace("#", "0"): [1] * (one.ranks[p] or 1) for p in sorted(one.required)}
    return save({name: np.zeros(shape, np.float32) for name, shape in shapes.items()})


def test_names_of_tensors_are_a_note_and_show_nothing_of_the_weights(repo: Repo) -> None:
    finding = only(check(repo, {"m.safetensors": named_as("mixtral", "Mixtral")}, POLICY), NAME)

    assert finding.severity is Severity.NOTE
    assert finding.message.startswith("the names of the tensors are near those of the model family")
    assert "index 1.00" in finding.message
    assert finding.message.endswith("this alone does not show that the weights come from it")


def test_names_of_tensors_add_nothing_to_a_configuration_beside_them(repo: Repo) -> None:
    weights = named_as("distilbert", "DistilBert")
    files = {"m/config.json": '{"model_type": "distilbert"}', "m/m.safetensors": weights}

    assert only(check(repo, files, POLICY), NAME).path == "m/config.json"


def test_a_family_of_our_own_name_is_ours(repo: Repo) -> None:
    policy = POLICY.replace("Haneul Labs", "Llama")

    assert found(check(repo, {"config.json": '{"model_type": "llama"}'}, policy), NAME) == []
