"""Whose project it is, where no file says so: asked on a terminal, proposed without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import attribcheck, command, environment
from support.repo import Repo

pytestmark = pytest.mark.engine

OURS = "# Copyright 2026 Haneul Labs\n# SPDX-License-Identifier: Apache-2.0\n"


@pytest.fixture
def unnamed(tmp_path: Path) -> Repo:
    """Return a repository of Haneul Labs, which only the headers name."""
    repo = Repo(tmp_path / "unnamed")
    repo.commit_files({f"src/{name}.py": f"{OURS}{name} = 1\n" for name in "abc"})
    return repo


def _policy(repo: Repo) -> str:
    return (repo.path / "attribcheck.toml").read_text()


def test_without_a_terminal_the_command_is_printed_and_nobody_written(unnamed: Repo) -> None:
    done = attribcheck(unnamed, "init")
    assert "holders = []" in _policy(unnamed)
    assert "Haneul Labs (in 3 of 3 files with a copyright notice)" in done.out
    assert "rm attribcheck.toml && attribcheck init --holder 'Haneul Labs'" in done.out


def test_with_yes_the_best_guess_is_written_with_its_reason(unnamed: Repo) -> None:
    assert attribcheck(unnamed, "init", "--yes", "--license", "Apache-2.0").code == 0
    reason = "# in 3 of 3 files with a copyright notice"
    assert f'holders = ["Haneul Labs"]  {reason}\n' in _policy(unnamed)
    assert attribcheck(unnamed, "check").code == 0


def test_who_is_written_down_is_taken_before_who_is_in_the_headers(unnamed: Repo) -> None:
    unnamed.stage("README.md", "# Unnamed\n\nCopyright 2026 Bar GmbH\n")
    assert attribcheck(unnamed, "init", "--yes").code == 0
    assert 'holders = ["Bar GmbH"]  # README.md\n' in _policy(unnamed)


def _answered(repo: Repo, answer: str) -> str:
    pexpect = pytest.importorskip("pexpect", reason="Windows has no such terminal")
    program, *words = command("init")
    child = pexpect.spawn(
        program, words, cwd=repo.path, env=environment({"TERM": "xterm"}), encoding="utf-8",
        timeout=100, dimensions=(40, 110),
    )  # fmt: skip
    child.expect_exact("Are these yours? [y/N] ")
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return _policy(repo)


def test_on_a_terminal_a_yes_makes_them_our_own(unnamed: Repo) -> None:
    assert 'holders = ["Haneul Labs"]  #' in _answered(unnamed, "y")


def test_on_a_terminal_no_answer_makes_nobody_our_own(unnamed: Repo) -> None:
    assert "holders = []" in _answered(unnamed, "")
