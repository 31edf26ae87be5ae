"""Components that are drafted for the models that files name."""

from __future__ import annotations

import json

from support.checks import DAY, LineEngine
from support.model_files import safetensors
from support.repo import Repo

from attribcheck.check import pipeline
from attribcheck.git.repository import Repository
from attribcheck.init import models
from attribcheck.init.components import Drafted
from attribcheck.policy.model import Policy, Project
from attribcheck.rules.context import Context
from attribcheck.scan.scanner import CachingScanner
from attribcheck.sources.work_tree import TreeSource

CONFIG = json.dumps({"_name_or_path": "foo-corp/Foo-7B", "model_type": "llama"})


def drafted(repo: Repo, files: dict[str, str | bytes]) -> list[Drafted]:
    for path, content in files.items():
        repo.write(path, content)
    repo.add()
    source = TreeSource(Repository.discover(repo.path))
    policy = Policy(project=Project("Haneul", "MIT", ("Haneul Labs",)))
    scanner = CachingScanner(LineEngine({}))
    found = pipeline.classify(source, scanner, policy, source.listing())
    context = Context(policy, found.classifier, found.files, found.legal, DAY, True, source)
    return models.draft(context, ["foo-corp/Foo-7B"])


def test_a_model_that_two_files_name_is_one_component_of_the_weights(repo: Repo) -> None:
    files = {
        "m/README.md": "---\nbase_model: foo-corp/Foo-7B\n---\n",
        "m/config.json": CONFIG,
        "m/model.safetensors": safetensors(),
    }
    (found,) = drafted(repo, files)

    assert found.component.name == "foo-corp/Foo-7B (2)"
    assert found.component.models == ("foo-corp/Foo-7B",)
    assert found.component.license == "LicenseRef-unstated"
    assert found.component.paths == ("m/config.json", "m/model.safetensors")
    assert found.unsure == (
        "m/README.md: base_model (stated)",
        "m/config.json: _name_or_path (configured)",
        "name the licence of foo-corp/Foo-7B",
    )


def test_a_licence_that_the_name_tells_is_drafted_to_be_checked(repo: Repo) -> None:
    (found,) = drafted(repo, {"run.py": 'M.from_pretrained("meta-llama/Llama-3.3-70B")\n'})

    assert found.component.license == "LicenseRef-scancode-llama-3.3-license-2024"
    assert "is under the Llama 3.3 Community License" in found.unsure[-1]


def test_a_model_that_is_loaded_from_elsewhere_has_no_paths(repo: Repo) -> None:
    (found,) = drafted(repo, {"run.py": 'M.from_pretrained("foo-corp/Foo-7B")\n'})

    assert (found.component.models, found.component.paths) == (("foo-corp/Foo-7B",), ())


def test_imported_code_is_a_component_without_paths(repo: Repo) -> None:
    text = "from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl\n"
    (found,) = drafted(repo, {"a.py": text})

    assert (found.component.models, found.component.paths) == (("qwen2_5_vl",), ())


def test_code_of_the_family_of_a_drafted_model_is_declared_by_it(repo: Repo) -> None:
    text = "from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl\n"
    load = 'M.from_pretrained("Qwen/Qwen2.5-VL-7B-Instruct")\n'
    (found,) = drafted(repo, {"a.py": text, "b.py": load})

    assert found.component.models == ("Qwen/Qwen2.5-VL-7B-Instruct",)


def test_without_claims_nothing_is_drafted(repo: Repo) -> None:
    assert drafted(repo, {"a.py": "x = 1\n"}) == []
