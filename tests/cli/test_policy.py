"""``attribcheck policy`` validates the policy and prints its schema."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import attribcheck
from support.haneul import COMPONENT, POLICY
from support.repo import Repo

from attribcheck.policy.json_schema import json_schema


def test_a_policy_that_can_be_used_is_valid(repo: Repo) -> None:
    repo.write("attribcheck.toml", POLICY + COMPONENT)
    done = attribcheck(repo, "policy", "validate")
    assert (done.code, done.err) == (0, "")
    assert done.out == "attribcheck.toml is valid: 1 component, 0 exceptions\n"


def test_a_key_that_does_not_exist_is_shown_where_it_stands(repo: Repo) -> None:
    repo.write("attribcheck.toml", POLICY + '\n[[component]]\nname = "foo"\nlicence = "MIT"\n')
    done = attribcheck(repo, "policy", "validate")
    assert (done.code, done.out) == (2, "")
    assert "attribcheck.toml:10:1: unknown key" in done.err
    assert "did you mean" in done.err


def test_a_file_is_validated_outside_of_any_repository(tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(POLICY)
    done = attribcheck(tmp_path, "policy", "validate", "draft.toml")
    assert (done.code, done.out) == (0, "draft.toml is valid: 0 components, 0 exceptions\n")


def test_without_a_policy_there_is_nothing_to_validate(repo: Repo) -> None:
    repo.remove("attribcheck.toml")
    done = attribcheck(repo, "policy", "validate")
    assert done.code == 2
    assert done.err == (
        "error: there is no attribcheck.toml at the top of the repository\n"
        "hint: attribcheck init drafts one\n"
    )


def test_the_schema_is_printed(tmp_path: Path) -> None:
    done = attribcheck(tmp_path, "policy", "schema")
    assert done.code == 0
    assert json.loads(done.out) == json_schema()
