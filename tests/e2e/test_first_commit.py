"""A public project adopts attribcheck: from its files as they are to a commit that is protected.

One repository of each kind: C, npm with ``node_modules``, Python, a model, Go with ``vendor``.
A few folders of each; ``benchmarks/first_commit.py`` does the same with all of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.command import Completed, attribcheck, run
from support.public_trees import TREES, Tree, repository, without_notice
from support.repo import Repo

pytestmark = [pytest.mark.engine, pytest.mark.network]

HOOK = f"""\
repos:
  - repo: local
    hooks:
      - id: attribcheck
        name: attribcheck
        entry: '"{sys.executable}" -m attribcheck hook'
        language: system
        require_serial: true
        always_run: true
"""


@pytest.fixture(scope="session", params=TREES)
def adopted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, apart: None
) -> tuple[Tree, Repo]:
    """Return a project with a policy, a baseline and the hook, as its maintainer commits them."""
    tree = TREES[request.param]
    repo = repository(tree, tmp_path_factory.mktemp("first") / request.param, parts=tree.parts)
    done = attribcheck(repo, "init", "--baseline", *tree.options)
    assert (done.code, done.err) == (0, ""), done.err
    repo.write(".pre-commit-config.yaml", HOOK)
    repo.git("add", ".pre-commit-config.yaml", *to_add(done))
    assert run(repo.path, [sys.executable, "-m", "pre_commit", "install"], home()).code == 0
    done = commit(repo)
    assert done.code == 0, done.out
    return tree, repo


@pytest.fixture
def clean(adopted: tuple[Tree, Repo]) -> tuple[Tree, Repo]:
    """Return the project without what an earlier test left."""
    adopted[1].git("reset", "--quiet", "--hard")
    return adopted


def to_add(done: Completed) -> list[str]:
    """Return the files that ``init`` says to add."""
    return done.out.rpartition("git add ")[2].partition(" &&")[0].split()


def home() -> dict[str, str]:
    """Return where pre-commit keeps what it needs, apart from the user's."""
    return {"PRE_COMMIT_HOME": f"{os.environ['ATTRIBCHECK_CACHE_DIR']}-pre-commit"}


def commit(repo: Repo) -> Completed:
    """Commit what is staged by the hook; what it prints is in ``out``."""
    done = run(repo.path, ["git", "commit", "--quiet", "--message", "change"], home())
    return Completed(done.code, done.out + done.err, "")


def stage(repo: Repo, path: str, content: str) -> None:
    repo.write(path, content)
    repo.git("add", "--force", path)


def test_the_check_of_all_files_is_clean(clean: tuple[Tree, Repo]) -> None:
    done = attribcheck(clean[1], "check")
    assert (done.code, done.err) == (0, ""), done.out


def test_a_commit_that_cuts_the_notice_of_others_is_refused(clean: tuple[Tree, Repo]) -> None:
    tree, repo = clean
    before = repo.head()
    stage(repo, tree.cut[0], without_notice(tree, repo))
    done = commit(repo)
    assert (done.code, repo.head()) == (1, before), done.out
    assert "error[removed-notice]" in done.out
    assert f"--> {tree.cut[0]}" in done.out


def test_a_file_of_others_without_its_notice_in_another_place_is_refused(
    clean: tuple[Tree, Repo],
) -> None:
    tree, repo = clean
    path = Path(tree.cut[0])
    stage(repo, f"copied/{path.name}", without_notice(tree, repo))
    repo.git("rm", "--quiet", str(path))
    done = commit(repo)
    assert done.code == 1, done.out
    assert "error[removed-notice]" in done.out


def test_an_ordinary_edit_passes(clean: tuple[Tree, Repo]) -> None:
    tree, repo = clean
    before = repo.head()
    stage(repo, tree.own, (repo.path / tree.own).read_text("utf-8") + "\n")
    done = commit(repo)
    assert done.code == 0, done.out
    assert repo.head() != before
