"""A component that is declared as not modified differs from its recorded digests."""

from __future__ import annotations

import pytest
from support.checks import check, found, last_commit, only, run, toml
from support.records import record
from support.repo import Repo

from attribcheck.core.finding import Severity

POLICY = """
    version = 1

    [project]
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "MIT"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
    modified = {}
"""
CODE = "# Copyright 2025 Foo Corp.\n"
FOO = {"foo/a.py": CODE, "foo/b.py": CODE}
NAME = "modified-component"


def locked(repo: Repo, modified: str = "false") -> None:
    """Commit a component whose files are recorded as they stand."""
    repo.commit_files({"attribcheck.toml": toml(POLICY.format(modified)), **FOO})
    repo.commit_files({"attribcheck.lock": record(repo)})


def told(outcome):
    return [(finding.path, finding.subject) for finding in found(outcome, NAME)]


def test_what_is_as_it_was_recorded_is_none(repo: Repo) -> None:
    locked(repo)

    assert told(run(repo)) == []


def test_every_changed_added_and_missing_file_is_found(repo: Repo) -> None:
    locked(repo)
    repo.write("foo/a.py", CODE + "a = 1\n")
    repo.remove("foo/b.py")
    repo.write("foo/c.py", CODE + "c = 1\n")
    repo.add()

    outcome = run(repo)
    assert told(outcome) == [
        ("foo/a.py", "changed"),
        ("foo/b.py", "missing"),
        ("foo/c.py", "added"),
    ]
    finding = found(outcome, NAME)[0]
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        'component "Foo" is declared as not modified, but the content of this file differs from'
        " attribcheck.lock"
    )
    assert (finding.component, finding.policy_line) == ("Foo", 11)


def test_a_file_that_only_moved_is_one_finding_with_the_command(repo: Repo) -> None:
    locked(repo)
    repo.git("mv", "foo/b.py", "foo/c.py")

    outcome = run(repo)

    assert told(outcome) == [("foo/c.py", "moved")]
    (finding,) = found(outcome, NAME)
    assert finding.fix.startswith("attribcheck declare ")
    assert finding.fix.endswith(" --record\n")


@pytest.mark.parametrize("modified", ["true"])
def test_a_component_that_is_declared_as_modified_may_differ(repo: Repo, modified: str) -> None:
    locked(repo, modified)
    repo.commit_files({"foo/a.py": CODE + "a = 1\n"})

    assert told(run(repo)) == []


def test_a_component_without_a_record_is_not_compared(repo: Repo) -> None:
    assert told(check(repo, FOO, POLICY.format("false"))) == []


def test_a_commit_answers_for_the_files_that_it_touches(repo: Repo) -> None:
    locked(repo)
    repo.commit_files({"foo/a.py": CODE + "a = 1\n"})
    assert told(run(repo, last_commit)) == [("foo/a.py", "changed")]
    repo.commit_files({"foo/b.py": CODE + "b = 1\n"})
    assert told(run(repo, last_commit)) == [("foo/b.py", "changed")]


def test_a_commit_that_deletes_a_recorded_file_is_found(repo: Repo) -> None:
    locked(repo)
    repo.remove("foo/b.py")
    repo.add()
    repo.commit()

    assert only(run(repo, last_commit), NAME).subject == "missing"


def test_a_commit_that_changes_the_record_answers_for_the_whole_component(repo: Repo) -> None:
    locked(repo)
    old = (repo.path / "attribcheck.lock").read_text()
    repo.commit_files({"foo/a.py": CODE + "a = 1\n", "attribcheck.lock": "{}"})
    repo.commit_files({"attribcheck.lock": old})

    assert told(run(repo, last_commit)) == [("foo/a.py", "changed")]
