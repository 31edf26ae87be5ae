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


HEADER = POLICY.replace(
    'holders = ["Haneul Labs"]',
    'holders = ["Haneul Labs"]\n'
    'header = "SPDX-FileCopyrightText: {year} {holder}\\nSPDX-License-Identifier: {license}"',
)
HEADED = """\
# SPDX-FileCopyrightText: 2026 Haneul Labs
# SPDX-License-Identifier: Apache-2.0

"""


@pytest.fixture
def heading(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository whose policy has a header, with a file of its own without one."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026
    repo.commit_files({"attribcheck.toml": HEADER, "src/a.py": BARE})
    return repo


@pytest.mark.engine
def test_an_own_file_gets_the_header_of_the_policy_and_is_clean_then(heading: Repo) -> None:
    done = attribcheck(heading, "check", "--fix")

    assert (done.code, done.err) == (1, "")
    assert "--- a/src/a.py\n+++ b/src/a.py\n" in done.out
    assert done.out.endswith("1 file headed: review the changes, then `git add` them\n")
    assert (heading.path / "src/a.py").read_text() == HEADED + BARE
    heading.add()
    assert attribcheck(heading, "check", "--fix", "--fail-on", "note").code == 0


@pytest.mark.engine
def test_a_file_of_a_folder_with_a_policy_of_its_own_is_headed(repo: Repo) -> None:
    repo.commit_files({"part/attribcheck.toml": HEADER, "part/a.py": BARE})

    attribcheck(repo, "check", "--project", "part", "--fix")

    assert (repo.path / "part/a.py").read_text().endswith(f"Apache-2.0\n\n{BARE}")


@pytest.mark.engine
def test_a_file_that_lost_the_notice_of_others_is_not_headed(heading: Repo) -> None:
    heading.commit_files({"attribcheck.toml": HEADER + COMPONENT, "src/a.py": FOREIGN + BARE})
    heading.stage("src/a.py", BARE)

    done = attribcheck(heading, "check", "--staged", "--fix")

    assert (heading.path / "src/a.py").read_text() == FOREIGN + BARE
    assert "not headed: src/a.py: removed-notice finds it too" in done.out


@pytest.mark.engine
def test_without_staged_a_changed_file_is_not_headed(heading: Repo) -> None:
    heading.commit_files({"attribcheck.toml": HEADER + COMPONENT, "src/a.py": FOREIGN + BARE})
    heading.stage("src/a.py", BARE)

    done = attribcheck(heading, "check", "--fix")

    assert (heading.path / "src/a.py").read_text() == BARE
    assert "not headed: src/a.py: its staged changes may have removed a notice" in done.out


@pytest.mark.engine
def test_a_change_that_is_not_staged_is_not_headed(heading: Repo) -> None:
    heading.write("src/a.py", BARE + "x = 1\n")

    done = attribcheck(heading, "check", "--fix")

    assert (heading.path / "src/a.py").read_text() == BARE + "x = 1\n"
    assert "not headed: src/a.py: the file has changes that are not staged" in done.out


@pytest.mark.engine
def test_a_header_that_can_not_be_written_is_named_with_the_reason(heading: Repo) -> None:
    heading.stage("src/a.php", "<p>text</p>\n<?php\n")

    done = attribcheck(heading, "check", "--staged", "--fix")

    assert done.out.endswith("not headed: src/a.php: it does not begin with a line <?php\n")
