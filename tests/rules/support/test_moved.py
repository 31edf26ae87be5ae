"""A component whose files were moved: its entry is to be corrected, not to be deleted."""

from __future__ import annotations

import pytest
from support.checks import found, run, staged
from support.edits import apply, begin, code
from support.haneul import FOREIGN
from support.repo import Repo

POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]

[[component]]
name = "foo"
version = "2.1"
license = "MIT"
holders = ["Foo Corp."]
paths = ["third_party/foo/**", "!third_party/foo/own.py"]
"""
FILES = {
    "third_party/foo/LICENSE": FOREIGN,
    "third_party/foo/a.py": FOREIGN + code(),
    "third_party/foo/deep/b.py": FOREIGN + code(100),
}


def move(repo: Repo, old: str, new: str, policy: str = POLICY) -> None:
    begin(repo, FILES, policy)
    (repo.path / new).parent.mkdir(parents=True, exist_ok=True)
    repo.git("mv", old, new)


def test_every_fix_corrects_the_paths_of_the_component(repo: Repo) -> None:
    move(repo, "third_party/foo", "vendor/foo")

    outcome = run(repo, staged)

    (fix,) = {finding.fix for finding in outcome.findings}
    assert fix.splitlines() == [
        '# in the [[component]] "foo" (attribcheck.toml:8):',
        'paths = ["vendor/foo/**", "!vendor/foo/own.py"]',
    ]
    (unused,) = [f for f in found(outcome, "unused-declaration") if f.subject == "foo"]
    assert unused.message == 'component "foo" covers no file: its files were moved to vendor/foo'


def test_a_folder_inside_of_a_component_that_moves_out(repo: Repo) -> None:
    move(repo, "third_party/foo/deep", "vendor/deep")

    fixes = {finding.fix for finding in found(run(repo, staged), "undeclared-notice")}

    assert len(fixes) == 1
    assert '"third_party/foo/**", ' in fixes.pop()


def test_a_component_that_was_deleted_is_to_be_deleted(repo: Repo) -> None:
    begin(repo, FILES, POLICY)
    apply(repo, dict.fromkeys(FILES))

    (unused,) = found(run(repo, staged), "unused-declaration")

    assert unused.fix == "# delete the entry at attribcheck.toml:8\n"


@pytest.mark.parametrize("folder", ["vendor/foo", "vendor/other"])
def test_the_corrected_paths_leave_nothing_to_find(repo: Repo, folder: str) -> None:
    simple = POLICY.replace(', "!third_party/foo/own.py"', "")
    move(repo, "third_party/foo", folder, simple)
    (line,) = {finding.fix.splitlines()[1] for finding in run(repo, staged).findings}
    old = 'paths = ["third_party/foo/**"]'
    assert old in simple
    repo.stage("attribcheck.toml", simple.replace(old, line))

    assert run(repo, staged).findings == ()
