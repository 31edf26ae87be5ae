"""``attribcheck check --fix``: what it prints, and how it ends."""

from __future__ import annotations

import json

import pytest
from support.command import attribcheck
from support.edits import code
from support.haneul import COMPONENT, FOREIGN, MIT, OWN, POLICY
from support.repo import Repo

ROUTER = "third_party/foo/router.py"
LICENSE = "third_party/foo/LICENSE"
BARE = code()


def begin(repo: Repo) -> None:
    repo.commit_files({"attribcheck.toml": POLICY + COMPONENT, ROUTER: FOREIGN + BARE})


@pytest.mark.engine
def test_the_notice_is_put_back_the_diff_is_shown_and_it_fails_until_it_is_staged(
    repo: Repo,
) -> None:
    begin(repo)
    repo.stage(ROUTER, BARE)

    done = attribcheck(repo, "check", "--staged", "--fix")

    assert (done.code, done.err) == (1, "")
    assert (
        f"--- a/{ROUTER}\n+++ b/{ROUTER}\n@@ -1,3 +1,5 @@\n+# Copyright 2025 Foo Corp.\n"
        in done.out
    )
    assert done.out.endswith(
        "2 notices restored in 1 file: review the changes, then `git add` them\n"
    )
    assert (repo.path / ROUTER).read_text() == FOREIGN + BARE
    repo.add()
    assert attribcheck(repo, "check", "--staged", "--fix").code == 0


@pytest.mark.engine
def test_what_is_not_certain_is_named_with_the_reason(repo: Repo) -> None:
    begin(repo)
    repo.stage(ROUTER, FOREIGN.replace("2025", "2026") + BARE)

    done = attribcheck(repo, "check", "--staged", "--fix")

    assert done.code == 1
    assert done.out.endswith(
        f"not restored: {ROUTER}:1:3: the place of the removed lines is not certain\n"
    )


@pytest.mark.engine
def test_a_format_for_programs_stays_whole(repo: Repo) -> None:
    begin(repo)
    repo.stage(ROUTER, BARE)

    done = attribcheck(repo, "check", "--staged", "--fix", "--format", "json")

    assert "removed-notice" in [f["rule"] for f in json.loads(done.out)["findings"]]
    assert "2 notices restored in 1 file" in done.err


@pytest.mark.engine
def test_a_finding_that_is_no_error_fails_as_well_when_a_file_was_changed(repo: Repo) -> None:
    begin(repo)
    repo.stage("attribcheck.toml", f"{POLICY}{COMPONENT}\n[rules]\nremoved-notice = 'warning'\n")
    repo.stage(ROUTER, BARE)

    assert attribcheck(repo, "check", "--staged", "--fix").code == 1


@pytest.mark.engine
def test_nothing_to_fix_is_clean(repo: Repo) -> None:
    repo.stage("src/b.py", OWN)

    done = attribcheck(repo, "check", "--staged", "--fix")

    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("arguments", [["--diff", "HEAD"], ["--history"]])
def test_a_commit_is_not_fixed(repo: Repo, arguments: list[str]) -> None:
    done = attribcheck(repo, "check", *arguments, "--fix")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: --fix can't be combined with --diff or --history\n")


def begin_with_documents(repo: Repo) -> None:
    """Commit both documents, and then another upstream NOTICE and a licence that they lack."""
    policy = POLICY + COMPONENT.replace("MIT", "Apache-2.0 AND MIT")
    upstream = {"third_party/foo/NOTICE": "Foo\n", ROUTER: FOREIGN + BARE}
    repo.commit_files({"attribcheck.toml": policy, **upstream})
    for name in ("notice", "third-party"):
        assert attribcheck(repo, "notice", "--format", name).code == 0
    repo.add()
    repo.commit("documents")
    repo.commit_files({"third_party/foo/NOTICE": "Foo, newer\n", LICENSE: MIT})


@pytest.mark.engine
@pytest.mark.parametrize("arguments", [[], ["--quiet", "--jobs", "1"]])
def test_documents_that_are_out_of_date_are_rewritten_and_nothing_else(
    repo: Repo, arguments: list[str]
) -> None:
    begin_with_documents(repo)

    done = attribcheck(repo, "check", "--fix", *arguments)

    assert (done.code, done.err) == (1, "")
    assert "--- a/NOTICE\n+++ b/NOTICE\n" in done.out
    assert "--- a/THIRD-PARTY-NOTICES\n+++ b/THIRD-PARTY-NOTICES\n" in done.out
    assert done.out.endswith("2 documents rewritten: review the changes, then `git add` them\n")
    assert repo.git("status", "--short").split() == ["M", "NOTICE", "M", "THIRD-PARTY-NOTICES"]
    for name in ("notice", "third-party"):
        assert attribcheck(repo, "notice", "--check", "--format", name).code == 0
    repo.add()
    assert attribcheck(repo, "check", "--fix").code == 0


@pytest.mark.engine
def test_a_staged_notice_that_was_edited_since_is_left_alone(repo: Repo) -> None:
    begin_with_documents(repo)
    repo.stage("third_party/foo/NOTICE", "Foo, the second\n")
    mine = (repo.path / "NOTICE").read_text() + "mine\n"
    repo.write("NOTICE", mine)

    done = attribcheck(repo, "check", "--staged", "--fix")

    assert done.code == 1
    assert done.out.endswith("not rewritten: NOTICE: the file has changes that are not staged\n")
    assert (repo.path / "NOTICE").read_text() == mine
