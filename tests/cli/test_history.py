"""``attribcheck check --history``: what it walks, what it refuses, how it ends."""

from __future__ import annotations

import json

import pytest
from support.command import attribcheck
from support.edits import code
from support.haneul import COMPONENT, FOREIGN, OWN, POLICY
from support.repo import Repo

ROUTER = "third_party/foo/router.py"
KEPT = FOREIGN + code()
TAKEN = OWN.partition("\n")[0] + "\n" + FOREIGN.partition("\n")[2] + code()


@pytest.mark.engine
def test_a_notice_that_is_missed_fails_with_its_commit(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: KEPT})
    taken = repo.commit_files({ROUTER: TAKEN})
    repo.commit_files({"src/b.py": OWN})

    done = attribcheck(repo, "check", "--history")

    assert (done.code, done.err) == (1, "")
    assert f"as it stood before commit {taken[:12]} of 2026-01-02: {ROUTER}:1" in done.out
    assert "4 commits with 4 versions of files checked (history of HEAD)" in done.out


@pytest.mark.engine
def test_a_notice_that_was_put_back_passes(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: KEPT})
    repo.commit_files({ROUTER: TAKEN})
    repo.commit_files({ROUTER: KEPT})

    done = attribcheck(repo, "check", "--history")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("clean: 4 commits with 2 versions of files checked")


@pytest.mark.engine
def test_a_range_and_a_report_in_a_file(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: KEPT})
    taken = repo.commit_files({ROUTER: TAKEN})

    done = attribcheck(repo, "check", "--history", "HEAD~1..", "--report", "json=out.json")

    report = json.loads((repo.path / "out.json").read_text())
    assert done.code == 1
    assert report["checked"] == "history of HEAD~1.."
    assert report["history"]["commits"] == 1
    assert [f["related"][0]["commit"]["id"] for f in report["findings"]] == [taken]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--history", "HEAD", "src"], "PATHS can't be combined with --staged, --diff or"),
        (["--history", "HEAD", "--staged"], "not allowed with argument"),
        (["--history", "HEAD", "--state"], "--state requires --diff"),
        (["--history", "HEAD", "--base-policy"], "--base-policy requires --diff"),
        (["--history", "A...B"], "A...B has two ends; a history has one"),
        (["--history", "HEAD", "--policy", "none.toml"], "can't read the policy none.toml"),
    ],
)
def test_what_has_no_meaning_is_refused(repo: Repo, arguments: list[str], message: str) -> None:
    done = attribcheck(repo, "check", *arguments)

    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_revision_that_is_not_here_is_no_pass(repo: Repo) -> None:
    done = attribcheck(repo, "check", "--history", "src")

    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: src names no commit of this repository\n")


def test_a_policy_that_is_not_committed_is_not_applied_and_that_is_said(repo: Repo) -> None:
    repo.git("rm", "--quiet", "--cached", "attribcheck.toml")
    repo.commit()

    told = attribcheck(repo, "check", "--history")
    applied = attribcheck(repo, "check", "--history", "--policy", "attribcheck.toml")

    assert (told.code, applied.code) == (0, 0)
    assert "hint: attribcheck.toml is not in the last commit of the range" in told.out
    assert "hint" not in applied.out
