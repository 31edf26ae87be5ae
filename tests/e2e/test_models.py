"""Models end to end: real commits, a real git hook, the real engine."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from support import sboms
from support.checkpoints import model, noisy, write
from support.command import Completed, attribcheck, run
from support.haneul import MIT
from support.lfs import pointer
from support.model_files import gguf, safetensors
from support.repo import ISOLATED, Repo

from attribcheck.spdx import model_licenses

pytestmark = pytest.mark.engine

POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]
"""
CARD = """\
---
license: llama3
base_model: meta-llama/Meta-Llama-3-8B
model-index:
- name: {}
---
# Haneul 8B
"""
TUNED = """\
---
license: apache-2.0
base_model: foo-corp/Foo-7B
base_model_relation: finetune
pipeline_tag: text-generation
datasets:
- foo-corp/Texts
---
# Haneul 7B
"""
CONFIG = json.dumps({"_name_or_path": "meta-llama/Meta-Llama-3-8B", "model_type": "llama"})
ENCODER = json.dumps({"model_type": "haneul_vl", "vision_config": {"model_type": "qwen2_5_vl"}})
IMPORT = "from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLModel\n"
LLAMA_3 = model_licenses.BY_ID["LicenseRef-llama3"]
COMPONENT = """
[[component]]
name = "{name}"
license = "{license}"
holders = ["Meta Platforms, Inc."]
paths = [{paths}]
models = ["{model}"]
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Project Haneul with attribcheck as git's own pre-commit hook."""
    made = Repo(tmp_path / "haneul")
    made.commit_files({"attribcheck.toml": POLICY})
    hook = made.write(
        ".git/hooks/pre-commit", f'#!/bin/sh\nexec "{sys.executable}" -m attribcheck hook\n'
    )
    hook.chmod(0o755)
    return made


def commit(repo: Repo) -> Completed:
    """Commit all that is in the work tree, by the hook."""
    repo.add()
    return run(repo.path, ["git", "commit", "-m", "change"], {**os.environ, **ISOLATED})


def rules(done: Completed) -> list[str]:
    """Return the rules of the findings, in order."""
    lines = (done.out + done.err).splitlines()
    return [line.partition("[")[2].partition("]")[0] for line in lines if line.startswith("error[")]


WEIGHTS = """
[[component]]
name = "Foo 7B"
license = "MIT"
holders = ["Foo Corp."]
paths = ["third_party/foo/**"]
models = ["foo-corp/Foo-7B"]
weights = ["third_party/foo/foo.fingerprint"]
"""


def fingerprinted(folder: Path) -> Path:
    """Make a small model of Foo Corp. and its fingerprint; return the model's file."""
    write(folder / "Foo-7B", model(1))
    made = attribcheck(folder, "weights", "fingerprint", "Foo-7B", "-o", "foo.fingerprint")
    assert made.code == 0, made.err
    return folder / "Foo-7B" / "model.safetensors"


def test_a_fine_tune_is_found_by_the_fingerprint_that_the_policy_names(
    repo: Repo, tmp_path: Path
) -> None:
    fingerprinted(tmp_path)
    repo.commit_files(
        {
            "attribcheck.toml": POLICY + WEIGHTS,
            "third_party/foo/LICENSE": MIT,
            "third_party/foo/foo.fingerprint": (tmp_path / "foo.fingerprint").read_bytes(),
        }
    )
    write(repo.path / "weights", noisy(model(1), 1.0))
    refused = commit(repo)
    assert (refused.code, rules(refused)) == (1, ["undeclared-base-model"])
    assert "not independently initialised (p < 1e-12)" in refused.out + refused.err

    declared = attribcheck(repo.path, "declare", "Foo 7B", "weights/model.safetensors")
    assert declared.code == 0, declared.err
    assert commit(repo).code == 0


def test_a_pointer_is_found_by_the_fingerprint_that_the_user_stored(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of Git LFS is installed or fetched: the pointer alone is in the repository."""
    monkeypatch.setenv("ATTRIBCHECK_ORIGINS_DIR", str(tmp_path / "origins"))
    file = fingerprinted(tmp_path)
    details = ("--name", "foo-corp/Foo-7B", "--license", "MIT", "--holder", "Foo Corp.")
    added = attribcheck(tmp_path, "origins", "add", "--weights", "foo.fingerprint", *details)
    assert added.code == 0, added.err

    repo.write("weights/model.safetensors", pointer(file.read_bytes()))
    refused = commit(repo)
    assert (refused.code, rules(refused)) == (1, ["undeclared-base-model", "unscanned-file"])
    text = refused.out + refused.err
    assert "names the same bytes as model.safetensors of foo-corp/Foo-7B" in text
    assert 'models = ["foo-corp/Foo-7B"]' in text


def test_a_base_model_is_declared_and_then_meets_its_licence(repo: Repo) -> None:
    repo.write("README.md", CARD.format("Haneul-8B"))
    repo.write("weights/config.json", CONFIG)
    repo.write("weights/model.safetensors", safetensors(size=2**21))
    refused = commit(repo)
    assert refused.code == 1
    assert rules(refused) == ["license-mismatch", "undeclared-base-model", "undeclared-base-model"]

    declared = COMPONENT.format(
        name="Llama 3",
        license="LicenseRef-llama3",
        paths='"weights/**"',
        model="meta-llama/Meta-Llama-3-8B",
    )
    repo.write("attribcheck.toml", POLICY + declared)
    repo.write("weights/LICENSE", "Copyright 2024 Meta Platforms, Inc.\n")
    refused = commit(repo)
    assert set(rules(refused)) == {"model-obligation"}
    assert "Meta Llama 3 is licensed under" in refused.out + refused.err

    entry = LLAMA_3.obligations
    assert entry is not None
    repo.write("README.md", CARD.format("Llama 3 Haneul 8B") + "Built with Meta Llama 3\n")
    repo.write("NOTICE", f"Haneul\n\n{entry.notice_lines[0].text}\n")
    accepted = commit(repo)
    assert (accepted.code, rules(accepted)) == (0, [])


def test_an_imported_encoder_is_found_twice_and_quiet_once_declared(repo: Repo) -> None:
    repo.write("haneul/config.json", ENCODER)
    repo.write("haneul/vision.py", IMPORT)
    refused = commit(repo)
    assert rules(refused) == ["undeclared-model-code", "undeclared-model-code"]

    declared = COMPONENT.format(
        name="Vision encoder",
        license="Apache-2.0",
        paths='"haneul/vision.py"',
        model="Qwen/Qwen2.5-VL-7B-Instruct",
    )
    repo.write("attribcheck.toml", POLICY + declared)
    repo.write("NOTICE", "Haneul\n")
    accepted = commit(repo)
    assert "undeclared-model-code" not in rules(accepted)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("haneul/load.py", 'model = AutoModel.from_pretrained("foo-corp/Foo-7B")\n'),
        ("Dockerfile", "FROM foo\nRUN hf download foo-corp/Foo-7B\n"),
        ("train.yaml", "base_model: foo-corp/Foo-7B\nadapter: lora\n"),
    ],
)
def test_a_model_from_elsewhere_is_declared_by_what_the_finding_says(
    repo: Repo, path: str, content: str
) -> None:
    repo.write(path, content)
    refused = commit(repo)
    assert rules(refused) == ["undeclared-base-model"]
    command = re.search(r"# or: attribcheck (declare .*)", refused.out + refused.err)
    assert command, refused.out

    words = command[1].replace("LicenseRef-unstated", "MIT").split()
    assert attribcheck(repo, *words).code == 0
    accepted = commit(repo)
    assert (accepted.code, rules(accepted)) == (0, [])
    assert attribcheck(repo, "check").code == 0
    assert attribcheck(repo, "notice", "--format", "third-party").code == 0
    assert "Models: foo-corp/Foo-7B" in (repo.path / "THIRD-PARTY-NOTICES").read_text()


def test_weights_without_their_metadata_are_refused(repo: Repo) -> None:
    repo.write(
        "m.gguf", gguf({"general.base_model.0.repo_url": "https://huggingface.co/haneul-labs/A"})
    )
    assert commit(repo).code == 0
    repo.write("m.gguf", gguf({}))
    refused = commit(repo)
    assert rules(refused) == ["removed-notice"]
    assert "base model haneul-labs/A is not named any more" in refused.out + refused.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.safetensors", (2**63).to_bytes(8, "little") + b'{"a": 1}' + bytes(64)),
        ("m.safetensors", safetensors()[:-1]),
        ("m.gguf", b"GGUF\x03\0\0\0" + b"\xff" * 64),
        ("README.md", b"---\nbase_model: &a [*a]\n---\n"),
        ("config.json", b'{"model_type": ' + b"[" * 100_000),
        ("config.json", b'{"model_type": "a", "model_type": "b"}'),
    ],
    ids=["2^63", "truncated", "gguf", "alias", "deep", "twice"],
)
def test_hostile_files_are_refused_without_a_traceback(
    repo: Repo, name: str, content: bytes
) -> None:
    repo.write(name, content)
    refused = commit(repo)
    assert refused.code == 1
    assert rules(refused)[0] in ("unscanned-file", "undeclared-base-model")
    assert "Traceback" not in refused.out + refused.err


def test_bills_of_materials_name_the_base_that_the_card_states(repo: Repo) -> None:
    repo.write("README.md", TUNED)
    repo.write("config.json", json.dumps({"_name_or_path": "bar/Bar", "model_type": "llama"}))
    repo.write("model.safetensors", safetensors())
    policy = POLICY
    for name in ("foo-corp/Foo-7B", "bar/Bar"):
        policy += f'\n[[component]]\nname = "{name}"\nlicense = "MIT"\nmodels = ["{name}"]\n'
    repo.write("attribcheck.toml", policy)
    repo.add()

    assert attribcheck(repo, "notice", "--format", "cyclonedx-json").code == 0
    text = (repo.path / "sbom.cdx.json").read_text(encoding="utf-8")
    assert sboms.cyclonedx_problems(text) == []
    made = json.loads(text)
    project = made["metadata"]["component"]
    assert project["type"] == "machine-learning-model"
    assert [one["name"] for one in project["pedigree"]["ancestors"]] == ["foo-corp/Foo-7B"]
    assert project["modelCard"]["modelParameters"] == {
        "task": "text-generation",
        "datasets": [{"type": "dataset", "name": "foo-corp/Texts"}],
    }
    assert {(one["name"], one["type"]) for one in made["components"]} == {
        ("foo-corp/Foo-7B", "machine-learning-model"),
        ("bar/Bar", "machine-learning-model"),
    }

    assert attribcheck(repo, "notice", "--format", "spdx-json").code == 0
    text = (repo.path / "sbom.spdx.json").read_text(encoding="utf-8")
    assert sboms.spdx_problems(text) == []
    assert [
        one["relatedSpdxElement"].split("-")[1]
        for one in json.loads(text)["relationships"]
        if one["relationshipType"] == "DESCENDANT_OF"
    ] == ["Model"]


def test_the_title_of_a_licence_is_found_and_then_declared(repo: Repo) -> None:
    repo.write("weights/LICENSE", "Qwen RESEARCH LICENSE AGREEMENT\n\nRelease Date: today\n")
    repo.write("weights/model.safetensors", safetensors())
    refused = commit(repo)
    assert {"license-mismatch", "unknown-license"} <= set(rules(refused))
    assert "states licence Qwen Research License Agreement (LicenseRef-qwen-research)" in (
        refused.out + refused.err
    )

    declared = COMPONENT.format(
        name="Qwen 3B",
        license="LicenseRef-qwen-research",
        paths='"weights/**"',
        model="Qwen/Qwen2.5-3B-Instruct",
    )
    repo.write("attribcheck.toml", POLICY + declared)
    assert set(rules(commit(repo))) == {"model-obligation"}
