"""A model that is named and that no component declares."""

from __future__ import annotations

import json

import pytest
from support.checks import check, found, only, places
from support.model_files import gguf, safetensors
from support.repo import Repo

from attribcheck.core.finding import Severity

NAME = "undeclared-base-model"
POLICY = """
    version = 1

    [project]
    name = "Haneul"
    license = "Apache-2.0"
    holders = ["Haneul Labs"]
"""
COMPONENT = """
    [[component]]
    name = "Foo"
    license = "MIT"
    paths = ["weights/**"]
    models = [{}]
"""
CARD = "---\nlicense: mit\nbase_model: foo-corp/Foo-7B\n---\n# Haneul\n"
CONFIG = json.dumps({"_name_or_path": "foo-corp/Foo-7B", "architectures": []})


def declared(*models: str) -> str:
    component = COMPONENT.format(", ".join(f'"{model}"' for model in models))
    return POLICY + component.replace("models = []", "")


def test_a_card_that_states_a_base_model_is_found_with_its_line(repo: Repo) -> None:
    finding = only(check(repo, {"README.md": CARD}, POLICY), NAME)

    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line, finding.column) == ("README.md", 3, 13)
    assert finding.evidence.text == "base_model: foo-corp/Foo-7B"
    assert finding.message == (
        '"base_model" states the base model foo-corp/Foo-7B, which no component declares'
    )
    assert 'models = ["foo-corp/Foo-7B"]' in finding.fix


def test_the_fix_settles_it(repo: Repo) -> None:
    files = {"README.md": CARD, "weights/model.safetensors": safetensors()}
    finding = only(check(repo, files, POLICY), NAME)
    assert 'paths = ["weights/model.safetensors"]' in finding.fix

    policy = repo.path.joinpath("attribcheck.toml").read_text(encoding="utf-8") + finding.fix
    assert found(check(repo, files, policy), NAME) == []


def test_all_files_that_name_a_model_get_one_component(repo: Repo) -> None:
    call = 'from transformers import AutoModel\nAutoModel.from_pretrained("foo-corp/Foo-7B")\n'
    files = {"README.md": CARD, "weights/model.safetensors": safetensors(), "load.py": call}
    card, code = found(check(repo, files, POLICY), NAME)

    assert card.fix == code.fix
    assert 'paths = ["weights/model.safetensors"]' in card.fix


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("Dockerfile", "FROM foo\nRUN ollama pull foo-corp/Foo-7B\n"),
        ("load.py", 'M.from_pretrained("foo-corp/Foo-7B")\n'),
        ("train.yaml", "base_model: foo-corp/Foo-7B\nadapter: lora\n"),
        ("README.md", CARD.replace("license: mit\n", "")),
    ],
)
def test_a_model_that_is_elsewhere_is_declared_without_paths(
    repo: Repo, path: str, content: str
) -> None:
    files = {path: content, "own/LICENSE": ""}
    fix = only(check(repo, files, POLICY), NAME).fix

    assert fix.endswith(
        "# or: attribcheck declare foo-corp/Foo-7B --model foo-corp/Foo-7B"
        " --license LicenseRef-unstated\n"
        '[[component]]\nname = "foo-corp/Foo-7B"\nlicense = "LicenseRef-unstated"\n'
        'models = ["foo-corp/Foo-7B"]'
    )
    policy = repo.path.joinpath("attribcheck.toml").read_text(encoding="utf-8") + fix
    assert check(repo, files, policy).findings == ()


def test_code_of_the_model_that_is_loaded_gets_the_same_component(repo: Repo) -> None:
    code = (
        "from transformers.models.bert import modeling_bert\n"
        'modeling_bert.Model.from_pretrained("foo-corp/Foo-Bert")\n'
    )
    imported, loaded = check(repo, {"load.py": code}, POLICY).findings

    assert imported.rule == "undeclared-model-code"
    assert imported.fix == loaded.fix


@pytest.mark.parametrize(
    "model", ["foo-corp/Foo-7B", "Foo-Corp/foo-7b", "foo-corp/Foo-7B@main", "Foo-7B"]
)
def test_a_declared_model_is_quiet(repo: Repo, model: str) -> None:
    files = {"README.md": CARD, "weights/config.json": CONFIG}

    assert found(check(repo, files, declared(model)), NAME) == []


@pytest.mark.parametrize("model", ["foo-corp/Foo-70B", "bar/Foo-7B"])
def test_another_model_declares_nothing(repo: Repo, model: str) -> None:
    files = {"README.md": CARD, "weights/a": ""}

    assert len(found(check(repo, files, declared(model)), NAME)) == 1


def test_a_component_of_the_same_organisation_gets_a_command(repo: Repo) -> None:
    policy = declared("foo-corp/Foo-70B")
    finding = only(check(repo, {"weights/config.json": CONFIG}, policy), NAME)

    assert finding.fix == "attribcheck declare Foo --model foo-corp/Foo-7B\n"
    assert finding.component == "Foo"


@pytest.mark.parametrize("models", [[], ["bar/Bar"], ["Foo-70B"]])
def test_a_component_without_a_model_of_the_organisation_is_not_extended(
    repo: Repo, models: list[str]
) -> None:
    files = {"weights/config.json": CONFIG, "weights/model.safetensors": safetensors()}
    finding = only(check(repo, files, declared(*models)), NAME)

    assert "attribcheck declare Foo " not in finding.fix
    assert finding.fix.endswith(
        '[[component]]\nname = "foo-corp/Foo-7B"\nlicense = "LicenseRef-unstated"\n'
        'models = ["foo-corp/Foo-7B"]'
    )
    policy = repo.path.joinpath("attribcheck.toml").read_text(encoding="utf-8") + finding.fix
    assert found(check(repo, files, policy), NAME) == []


@pytest.mark.parametrize(
    ("license_", "model"),
    [
        ("MIT", "meta-llama/Llama-3.1-70B"),
        ("LicenseRef-llama3.2", "meta-llama/Llama-3.2-1B"),
    ],
)
def test_a_component_under_another_licence_is_not_extended(
    repo: Repo, license_: str, model: str
) -> None:
    policy = declared(model).replace('"MIT"', f'"{license_}"')
    files = {"weights/README.md": CARD.replace("foo-corp/Foo-7B", "meta-llama/Llama-3.1-8B")}
    finding = only(check(repo, files, policy), NAME)

    assert "attribcheck declare Foo " not in finding.fix
    assert 'name = "meta-llama/Llama-3.1-8B"' in finding.fix


def test_weights_of_another_component_stay_there(repo: Repo) -> None:
    files = {"README.md": CARD, "a.safetensors": safetensors(), "weights/b.gguf": gguf({})}
    finding = only(check(repo, files, declared("bar/Bar")), NAME)

    assert 'paths = ["/a.safetensors"]' in finding.fix


def test_our_own_models_need_no_component(repo: Repo) -> None:
    card = CARD.replace("foo-corp/Foo-7B", "haneul-labs/Haneul-1B")

    assert found(check(repo, {"README.md": card}, POLICY), NAME) == []


def test_a_folder_of_the_repository_is_no_model(repo: Repo) -> None:
    files = {"load.py": 'M.from_pretrained("assets/tiny")\n', "assets/tiny/config.json": "{}"}

    assert found(check(repo, files, POLICY), NAME) == []


def test_weights_name_a_model_by_their_metadata(repo: Repo) -> None:
    files = {
        "a.gguf": gguf({"general.base_model.0.repo_url": "https://huggingface.co/foo-corp/Foo-7B"}),
        "b.safetensors": safetensors({"base_model": "bar/Bar"}),
    }
    outcome = check(repo, files, POLICY)

    assert [finding.subject for finding in found(outcome, NAME)] == ["foo-corp/Foo-7B", "bar/Bar"]


def test_a_call_in_our_code_loads_a_model_and_one_of_a_component_does_not(repo: Repo) -> None:
    code = 'model = AutoModel.from_pretrained("bar/Bar")\n'
    outcome = check(repo, {"load.py": code, "weights/load.py": code}, declared("foo-corp/Foo-7B"))

    finding = only(outcome, NAME)
    assert (finding.path, finding.line) == ("load.py", 1)
    assert finding.message.endswith("a call does not show that anything here descends from it")


def test_a_model_whose_licence_its_name_tells_is_suggested_with_it(repo: Repo) -> None:
    card = CARD.replace("foo-corp/Foo-7B", "meta-llama/Meta-Llama-3-8B")
    finding = only(check(repo, {"README.md": card}, POLICY), NAME)

    assert 'license = "LicenseRef-llama3"' in finding.fix
    assert "check its page" in finding.fix


def test_a_card_that_cannot_be_read_is_found(repo: Repo) -> None:
    finding = only(check(repo, {"README.md": "---\nbase_model: [\n---\n"}, POLICY), NAME)

    assert finding.message.startswith("the models that this file names are unknown: no valid YAML")
    assert finding.policy_note == ""
    assert "attribcheck except undeclared-base-model /README.md" in finding.fix


def test_a_truncated_file_of_weights_is_not_scanned(repo: Repo) -> None:
    outcome = check(repo, {"m.safetensors": safetensors()[:-1]}, POLICY)

    assert (
        places(outcome) == [("m.safetensors", 0, NAME), ("m.safetensors", 0, "unscanned-file")][1:]
    )
