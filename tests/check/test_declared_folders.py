"""A name for all files of components, which holds as long as they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checks import staged, toml, tree
from support.repo import Repo

from attribcheck.check.declared_folders import name_of
from attribcheck.git.repository import Repository
from attribcheck.policy.loader import load_policy

POLICY = """
    version = 1

    [project]
    license = "Apache-2.0"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["src/vendor/foo/**", "/single.js"]

    [[component]]
    name = "Bar"
    license = "MIT"
    holders = ["Bar GmbH"]
    paths = ["src/vendor/bar/**"]
"""
FILES = {
    "src/vendor/foo/a.py": "x = 1\n",
    "src/vendor/bar/b.py": "y = 1\n",
    "src/own.py": "z = 1\n",
    "single.js": "w = 1\n",
}


@pytest.fixture
def committed(repo: Repo) -> Repo:
    repo.commit_files({"attribcheck.toml": toml(POLICY), **FILES})
    return repo


def name(repo: Repo) -> str | None:
    source = staged(Repository.discover(repo.path))
    return name_of(source, load_policy(source.read_file))


def test_commits_of_own_code_leave_it(committed: Repo) -> None:
    before = name(committed)
    committed.stage("src/own.py", "z = 2\n")
    assert name(committed) == before is not None
    committed.commit()
    committed.stage("src/other.py", "z = 3\n")
    assert name(committed) == before


@pytest.mark.parametrize("path", ["src/vendor/foo/a.py", "src/vendor/new.py", "single.js"])
def test_a_commit_to_their_folders_has_none_and_leaves_another(committed: Repo, path: str) -> None:
    before = name(committed)
    committed.stage(path, "v = 2\n")
    assert name(committed) is None
    committed.commit()
    assert name(committed) not in (None, before)


@pytest.mark.parametrize("path", ["src/vendor/foo-bar/a.py", "src/vendor/foo/sub/a.py"])
def test_the_folders_hold_every_component(committed: Repo, path: str) -> None:
    paths = '["src/vendor/foo", "src/vendor/foo-bar/**", "src/vendor/foo/sub/**"]'
    policy = toml(POLICY).replace('["src/vendor/foo/**", "/single.js"]', paths)
    policy = policy.replace("src/vendor/bar/**", "src/vendor/foo/a.py")
    committed.commit_files({"attribcheck.toml": policy})
    assert name(committed) is not None
    committed.stage(path, "v = 2\n")
    assert name(committed) is None


def test_neither_has_one_that_moves_a_file_out_of_them(committed: Repo) -> None:
    committed.git("mv", "src/vendor/foo/a.py", "src/a.py")
    assert name(committed) is None


def test_another_policy_has_another_name(committed: Repo) -> None:
    before = name(committed)
    committed.stage("attribcheck.toml", toml(POLICY).replace("Bar GmbH", "Baz GmbH"))
    assert name(committed) not in (None, before)


@pytest.mark.parametrize(
    "paths", ['["*.js"]', '["**/foo"]', '["src/vendor/foo/**", "!*.md"]', '["a.jar!/**"]', '["no"]']
)
def test_files_that_may_be_anywhere_have_none(committed: Repo, paths: str) -> None:
    policy = toml(POLICY).replace('["src/vendor/foo/**", "/single.js"]', paths)
    committed.stage("attribcheck.toml", policy)
    assert name(committed) is None


def test_nor_have_those_of_a_tree_or_of_an_unborn_branch(committed: Repo, tmp_path: Path) -> None:
    source = tree(Repository.discover(committed.path))
    assert name_of(source, load_policy(source.read_file)) is None
    new = Repo(tmp_path / "new")
    new.stage("attribcheck.toml", toml(POLICY))
    assert name(new) is None
