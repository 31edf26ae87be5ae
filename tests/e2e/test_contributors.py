"""Contributors to our own files: from `init` to the check of a commit and the documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import attribcheck
from support.repo import Repo

pytestmark = pytest.mark.engine

OURS = "# Copyright 2026 Haneul Labs\n"
THEIRS = "# Copyright 2025 Foo Corp.\n"
LICENCE = "# SPDX-License-Identifier: Apache-2.0\n"
CODE = "def first(items):\n    return items[0]\n\n\ndef last(items):\n    return items[-1]\n"


@pytest.fixture
def shared(tmp_path: Path) -> Repo:
    """Return a repository whose files name Haneul Labs, one of them Foo Corp. too."""
    repo = Repo(tmp_path / "shared")
    repo.commit_files(
        {"src/a.py": OURS + THEIRS + LICENCE + CODE, "src/b.py": OURS + LICENCE + "B = 1\n"}
    )
    options = ("--license", "Apache-2.0", "--holder", "Haneul Labs")
    assert attribcheck(repo, "init", *options).code == 0
    repo.add("attribcheck.toml")
    repo.commit()
    return repo


def test_init_names_the_contributor_and_no_component(shared: Repo) -> None:
    text = (shared.path / "attribcheck.toml").read_text()
    assert 'contributors = ["Foo Corp."]' in text
    assert "[[component]]" not in text
    assert attribcheck(shared, "check").code == 0


def test_a_commit_that_removes_the_contributors_notice_is_refused(shared: Repo) -> None:
    shared.stage("src/a.py", OURS + LICENCE + CODE)
    done = attribcheck(shared, "check", "--staged", "--format", "json")
    assert done.code == 1
    assert [one["rule"] for one in json.loads(done.out)["findings"]] == ["removed-notice"]


def test_a_file_of_the_contributor_alone_is_refused(shared: Repo) -> None:
    shared.stage("src/c.py", THEIRS + LICENCE + "C = 1\n")
    done = attribcheck(shared, "check", "--staged", "--format", "json")
    assert [one["rule"] for one in json.loads(done.out)["findings"]] == ["undeclared-notice"]


def test_the_third_party_notices_quote_the_contributor_and_stay_current(shared: Repo) -> None:
    assert attribcheck(shared, "notice", "--format", "third-party").code == 0
    text = (shared.path / "THIRD-PARTY-NOTICES").read_text()
    assert "Copyright 2025 Foo Corp.\n    src/a.py\n" in text
    shared.add("THIRD-PARTY-NOTICES")
    assert attribcheck(shared, "check").code == 0


def test_a_commit_that_puts_our_name_in_the_place_of_theirs_is_refused(shared: Repo) -> None:
    shared.stage("src/a.py", OURS + THEIRS.replace("Foo Corp.", "Haneul Labs") + LICENCE + CODE)
    done = attribcheck(shared, "check", "--staged", "--format", "json")
    assert [one["rule"] for one in json.loads(done.out)["findings"]] == ["removed-notice"]
