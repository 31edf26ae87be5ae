"""``attribcheck`` without arguments."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import attribcheck
from support.repo import Repo


def said(folder: Path | Repo) -> str:
    """Return what is said, without the usage above and the pointer to the help below."""
    done = attribcheck(folder)
    assert (done.code, done.out) == (2, "")
    lines = done.err.splitlines()
    assert lines[0].startswith("usage: attribcheck")
    assert lines[-1] == "attribcheck --help lists the commands"
    return "\n".join(lines[2:-2])


def test_outside_of_a_repository(tmp_path: Path) -> None:
    assert "next: git init  or change into a repository" in said(tmp_path)


def test_without_a_policy_it_is_init(tmp_path: Path) -> None:
    assert said(Repo(tmp_path / "new")) == (
        "there is no attribcheck.toml yet\n"
        "next: attribcheck init  scans the repository and drafts one"
    )


def test_a_policy_that_git_does_not_know_is_to_be_added(repo: Repo) -> None:
    repo.git("rm", "--quiet", "--cached", "attribcheck.toml")
    assert "it is not tracked, so no commit is checked by it\nnext: git add" in said(repo)


def test_an_invalid_policy_is_told_with_its_line(repo: Repo) -> None:
    repo.write("attribcheck.toml", "version = 1\n[projekt]\n")
    assert "attribcheck.toml:2:1: unknown" in said(repo)


def test_without_a_hook_the_check_comes_first(repo: Repo) -> None:
    assert said(repo).startswith(
        "attribcheck.toml: 0 components, 0 exceptions; no hook of this repository runs"
        " attribcheck\nnext: attribcheck check "
    )


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (".pre-commit-config.yaml", "- id: attribcheck\n"),
        ("lefthook.yml", "run: attribcheck hook\n"),
        (".husky/pre-commit", "attribcheck hook\n"),
        (".git/hooks/pre-commit", "#!/bin/sh\nexec attribcheck hook\n"),
    ],
)
def test_a_hook_is_recognised(repo: Repo, file: str, content: str) -> None:
    repo.write(file, content)
    assert "a hook checks each commit\nnext: attribcheck check" in said(repo)
