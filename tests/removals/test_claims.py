"""Claims about models that a change takes away while the weights remain."""

from __future__ import annotations

import json

import pytest
from support.checks import found, only, run, staged, walk
from support.model_files import safetensors
from support.repo import Repo

NAME = "removed-notice"
POLICY = 'version = 1\n\n[project]\nname = "Haneul"\nholders = ["Haneul Labs"]\n'
CARD = "---\nlanguage: ko\nbase_model: foo-corp/Foo-7B\n---\n# Haneul\n"
BARE = "---\nlanguage: ko\n---\n# Haneul\n"
CONFIG = {"_name_or_path": "foo-corp/Foo-7B", "hidden_size": 64}
WEIGHTS = {"m/model.safetensors": safetensors()}


def begin(repo: Repo, files: dict[str, str | bytes]) -> None:
    """Commit ``files``, with a policy that declares no component."""
    repo.commit_files({"attribcheck.toml": POLICY, **files})


def test_a_base_model_out_of_the_card_is_removed_while_weights_remain(repo: Repo) -> None:
    begin(repo, {"README.md": CARD, **WEIGHTS})
    repo.stage("README.md", BARE)
    finding = only(run(repo, staged), NAME)

    assert finding.path == "README.md"
    assert finding.message == (
        'base model foo-corp/Foo-7B is not named any more: "base_model" in README.md named it, and'
        " m/model.safetensors remains"
    )
    assert finding.fix == "base_model: foo-corp/Foo-7B\n"
    ((label, path, line, text, *_),) = finding.related
    assert (label, path, line, text) == (
        "as it stood before",
        "README.md",
        3,
        "base_model: foo-corp/Foo-7B",
    )


def test_without_weights_nothing_remains(repo: Repo) -> None:
    begin(repo, {"README.md": CARD})
    repo.stage("README.md", BARE)

    assert found(run(repo, staged), NAME) == []


def test_an_emptied_name_in_a_configuration_is_removed(repo: Repo) -> None:
    begin(repo, {"config.json": json.dumps(CONFIG)})
    repo.stage("config.json", json.dumps({**CONFIG, "_name_or_path": ""}))

    assert "config.json remains" in only(run(repo, staged), NAME).message


def test_a_dropped_key_of_the_metadata_is_removed(repo: Repo) -> None:
    begin(repo, {"m.safetensors": safetensors({"base_model": "foo-corp/Foo-7B"})})
    repo.stage("m.safetensors", safetensors())

    assert only(run(repo, staged), NAME).subject == "foo-corp/Foo-7B"


def test_a_deleted_card_is_removed_and_the_fix_restores_it(repo: Repo) -> None:
    begin(repo, {"README.md": CARD, **WEIGHTS})
    repo.git("rm", "-q", "README.md")
    repo.stage("a.py", "x = 1\n")
    finding = only(run(repo, staged), NAME)

    assert finding.path == "m/model.safetensors"
    assert finding.fix.startswith("git cat-file blob ")


def test_another_base_model_in_its_place_is_named(repo: Repo) -> None:
    begin(repo, {"README.md": CARD, **WEIGHTS})
    repo.stage("README.md", CARD.replace("foo-corp/Foo-7B", "bar/Bar"))
    finding = only(run(repo, staged), NAME)

    assert finding.message.endswith("; it names bar/Bar now")
    assert finding.line == 3


@pytest.mark.parametrize("there", ["m/MODEL_CARD.md", "README.md"])
def test_a_claim_that_another_file_makes_now_is_kept(repo: Repo, there: str) -> None:
    begin(repo, {"README.md": BARE, "m/README.md": CARD, **WEIGHTS})
    repo.stage("m/README.md", BARE)
    repo.stage(there, CARD.replace("ko", "en"))

    assert found(run(repo, staged), NAME) == []


ROLES = {
    "README.md": CARD,
    "model_card.md": CARD,
    "config.json": json.dumps(CONFIG),
    "adapter_config.json": '{"base_model_name_or_path": "foo-corp/Foo-7B"}',
    "generation_config.json": '{"_name_or_path": "foo-corp/Foo-7B"}',
    "tokenizer_config.json": '{"name_or_path": "foo-corp/Foo-7B"}',
    "model_index.json": '{"_name_or_path": "foo-corp/Foo-7B"}',
    "config_sentence_transformers.json": '{"base_model": "foo-corp/Foo-7B"}',
    "params.json": json.dumps(CONFIG),
    "llm-config.json": json.dumps(CONFIG),
    "Modelfile": "FROM foo-corp/Foo-7B\n",
    "foo.modelfile": "FROM foo-corp/Foo-7B\n",
}
"""Files that name a model, each known by its name."""


@pytest.mark.parametrize("path", ROLES)
def test_a_commit_that_only_deletes_a_file_takes_its_claims_away(repo: Repo, path: str) -> None:
    begin(repo, {path: ROLES[path], **WEIGHTS})
    repo.git("rm", "-q", path)

    assert only(run(repo, staged), NAME).subject == "foo-corp/Foo-7B"


@pytest.mark.parametrize("path", ROLES)
def test_a_rename_to_a_name_that_no_reader_knows_takes_claims_away(repo: Repo, path: str) -> None:
    begin(repo, {path: ROLES[path], **WEIGHTS})
    repo.git("mv", path, "about-it.dat")
    finding = only(run(repo, staged), NAME)

    assert (finding.path, finding.subject) == ("about-it.dat", "foo-corp/Foo-7B")


@pytest.mark.parametrize("path", ROLES)
def test_a_file_that_moves_under_its_name_keeps_its_claims(repo: Repo, path: str) -> None:
    begin(repo, {path: ROLES[path], **WEIGHTS})
    repo.write("m/empty", "")
    repo.git("mv", path, f"m/{path}")

    assert found(run(repo, staged), NAME) == []


def test_a_claim_that_an_unchanged_file_of_the_model_makes_is_kept(repo: Repo) -> None:
    begin(repo, {"m/README.md": CARD, "m/config.json": json.dumps(CONFIG), **WEIGHTS})
    repo.git("rm", "-q", "m/README.md")

    assert found(run(repo, staged), NAME) == []


def test_a_claim_of_another_model_is_no_claim_of_this_one(repo: Repo) -> None:
    begin(repo, {"m/README.md": CARD, "n/README.md": CARD, **WEIGHTS})
    repo.git("rm", "-q", "m/README.md")

    assert only(run(repo, staged), NAME).subject == "foo-corp/Foo-7B"


def test_weights_take_their_own_claims_with_them(repo: Repo) -> None:
    begin(repo, {"m/base.safetensors": safetensors({"base_model": "foo-corp/Foo-7B"}), **WEIGHTS})
    repo.git("rm", "-q", "m/base.safetensors")

    assert found(run(repo, staged), NAME) == []


def test_a_moved_card_keeps_the_notices_in_it(repo: Repo) -> None:
    notice = "<!-- Copyright 2025 Foo Corp. -->\n" + "A line about the model.\n" * 20
    begin(repo, {"README.md": notice})
    repo.git("mv", "README.md", "ABOUT.md")

    assert found(run(repo, staged), NAME) == []


def test_an_import_goes_with_its_code(repo: Repo) -> None:
    begin(repo, {"load.py": 'M.from_pretrained("foo-corp/Foo-7B")\n', **WEIGHTS})
    repo.stage("load.py", "x = 1\n")

    assert found(run(repo, staged), NAME) == []


class TestHistory:
    """A claim that some commit removed and that is still missing at the end."""

    def test_it_is_found_with_its_commit(self, repo: Repo) -> None:
        begin(repo, {"README.md": CARD, **WEIGHTS})
        removed = repo.commit_files({"README.md": BARE}, "tidy")
        repo.commit_files({"b.txt": "more\n"})
        finding = only(walk(repo), NAME)

        assert finding.related[0].commit is not None
        assert finding.related[0].commit.oid == removed
        assert "m/model.safetensors remains" in finding.message

    def test_restored_by_any_file_it_is_quiet(self, repo: Repo) -> None:
        begin(repo, {"README.md": CARD, **WEIGHTS})
        repo.commit_files({"README.md": BARE})
        repo.commit_files({"m/README.md": CARD})

        assert found(walk(repo), NAME) == []

    def test_without_the_weights_it_is_quiet(self, repo: Repo) -> None:
        begin(repo, {"README.md": CARD, **WEIGHTS})
        repo.commit_files({"README.md": BARE})
        repo.git("rm", "-q", "m/model.safetensors")
        repo.commit()

        assert found(walk(repo), NAME) == []
