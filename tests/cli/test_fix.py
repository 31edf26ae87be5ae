"""``attribcheck check --staged --fix``: what it prints, and how it ends."""

from __future__ import annotations

import json

import pytest
from support.command import attribcheck
from support.edits import code
from support.haneul import COMPONENT, FOREIGN, OWN, POLICY
from support.repo import Repo

ROUTER = "third_party/foo/router.py"
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


@pytest.mark.parametrize("arguments", [[], ["--diff", "HEAD"], ["--history"]])
def test_it_means_nothing_without_staged(repo: Repo, arguments: list[str]) -> None:
    done = attribcheck(repo, "check", *arguments, "--fix")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: --fix requires --staged\n")
