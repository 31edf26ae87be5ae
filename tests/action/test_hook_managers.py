"""docs/other-ci.md: prek, lefthook and husky run the hook when git commits, merges and pushes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.checkout import ROOT
from support.command import Completed, run, shared_folder
from support.haneul import FOREIGN, OWN, haneul
from support.recipes import recipe
from support.repo import Repo

pytestmark = [pytest.mark.engine, pytest.mark.network]

PAGE = (ROOT / "docs" / "other-ci.md").read_text(encoding="utf-8")
LEFTHOOK = "lefthook@2.2.2"
CONFIG = """\
repos:
  - repo: local
    hooks:
      - id: attribcheck
        name: attribcheck
        entry: attribcheck hook
        language: system
        always_run: true
        require_serial: true
"""


@pytest.fixture
def programs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """PATH with lefthook, which npm installs once, and with attribcheck and prek."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder = shared_folder(tmp_path_factory, "hook-managers")
    there = folder / "node_modules" / ".bin"
    if not there.exists():
        folder.mkdir(exist_ok=True)
        # Not here: it would install its hooks into the repository that the tests run in.
        done = run(folder, ["npm", "install", "--prefix", str(folder), LEFTHOOK])
        assert done.code == 0, done.err
    return os.pathsep.join(map(str, [there, Path(sys.executable).parent, os.environ["PATH"]]))


def by_prek(repo: Repo) -> str:
    repo.commit_files({".pre-commit-config.yaml": CONFIG})
    return recipe(PAGE, "prek", "sh")


def by_lefthook(repo: Repo) -> str:
    repo.commit_files({"lefthook.yml": recipe(PAGE, "lefthook", "yaml")})
    return "lefthook install"


def by_husky(repo: Repo) -> str:
    return recipe(PAGE, "husky", "sh")


@pytest.mark.parametrize("manager", [by_prek, by_lefthook, by_husky], ids=lambda one: one.__name__)
def test_a_commit_a_merge_and_a_push_are_checked(
    manager: Callable[[Repo], str], programs: str, tmp_path: Path
) -> None:
    repo = haneul(tmp_path / "haneul")
    remote = Repo(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(remote.path))
    env = {"PATH": programs, "PREK_HOME": str(tmp_path / "prek"), "CI": ""}

    def shell(lines: str) -> Completed:
        return run(repo.path, ["bash", "-eo", "pipefail", "-c", lines], env)

    installed = shell(manager(repo))
    assert installed.code == 0, installed.err
    repo.stage("src/b.py", OWN + "b = 1\n")
    assert shell("git commit -m own").code == 0
    repo.stage("src/c.py", FOREIGN)
    refused = shell("git commit -m foreign")
    assert refused.code != 0
    assert "undeclared-notice" in refused.out + refused.err
    shell("git commit --no-verify -m foreign && git switch -qc topic HEAD~ && touch x && git add x")
    assert shell("git commit -m x").code == 0
    merged = shell("git merge --no-edit main")
    assert merged.code != 0
    assert "undeclared-notice" in merged.out + merged.err
    pushed = shell("git merge --abort || true; git push origin main")
    assert pushed.code != 0
    assert "undeclared-notice" in pushed.out + pushed.err
