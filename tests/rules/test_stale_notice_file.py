"""A NOTICE or THIRD-PARTY-NOTICES differs from what ``attribcheck notice`` would write."""

from __future__ import annotations

import pytest
from support.checks import check, found, last_commit, only, run
from support.repo import Repo

from attribcheck.core.finding import Severity
from attribcheck.documents import third_party
from attribcheck.documents.notice import MARK

POLICY = """
    version = 1

    [project]
    name = "Haneul"
    holders = ["Haneul Labs"]

    [[component]]
    name = "Foo"
    license = "Apache-2.0"
    holders = ["Foo Corp."]
    paths = ["foo/**"]
"""
RULER = "-" * 78
CURRENT = f"Haneul\n\n{MARK}\n\n{RULER}\nFoo\n\nFoo, with care\n"
CODE = "# Copyright 2025 Foo Corp.\n"
FILES = {"foo/a.py": CODE, "foo/NOTICE": "Foo, with care\n", "NOTICE": CURRENT}
NAME = "stale-notice-file"


def stale(outcome):
    return [finding.path for finding in found(outcome, NAME)]


def test_a_current_notice_is_none(repo: Repo) -> None:
    assert stale(check(repo, FILES, POLICY)) == []


@pytest.mark.parametrize(
    "change", [("with care", "without"), ("\nFoo\n", "\nFoo 2\n"), (f"\n{RULER}\n", "\n--\n")]
)
def test_a_notice_that_says_something_else_is_found(repo: Repo, change: tuple[str, str]) -> None:
    outcome = check(repo, {**FILES, "NOTICE": CURRENT.replace(*change)}, POLICY)

    finding = only(outcome, NAME)
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("NOTICE", 0)
    assert finding.message == (
        "out of date: `attribcheck notice` would write another text for this policy and these files"
    )
    assert finding.fix == "attribcheck notice\n"


def test_what_a_person_wrote_above_the_line_is_theirs(repo: Repo) -> None:
    files = {**FILES, "NOTICE": CURRENT.replace("Haneul", "Haneul, and more\n\nthan that")}

    assert stale(check(repo, files, POLICY)) == []


def test_line_ends_of_windows_are_no_difference(repo: Repo) -> None:
    files = {**FILES, "NOTICE": CURRENT.replace("\n", "\r\n")}

    assert stale(check(repo, files, POLICY)) == []


def test_a_notice_without_the_line_is_a_persons_own(repo: Repo) -> None:
    assert stale(check(repo, {**FILES, "NOTICE": "Haneul\n"}, POLICY)) == []


def test_no_notice_is_nothing_to_compare(repo: Repo) -> None:
    assert stale(check(repo, {"foo/a.py": CODE, "foo/NOTICE": "Foo"}, POLICY)) == []


def test_a_lost_notice_file_is_another_rules(repo: Repo) -> None:
    policy = POLICY + '    notice-file = "foo/GONE"\n'

    assert stale(check(repo, FILES, policy)) == []


def test_a_commit_that_changes_an_upstream_notice_makes_it_stale(repo: Repo) -> None:
    check(repo, FILES, POLICY)
    repo.commit()
    repo.commit_files({"foo/NOTICE": "Foo, with more care\n"})

    assert stale(run(repo, last_commit)) == ["NOTICE"]


def test_a_commit_that_deletes_an_upstream_notice_makes_it_stale(repo: Repo) -> None:
    check(repo, FILES, POLICY)
    repo.commit()
    repo.remove("foo/NOTICE")
    repo.add()
    repo.commit()

    assert stale(run(repo, last_commit)) == ["NOTICE"]


def test_a_commit_of_other_files_does_not_look(repo: Repo) -> None:
    check(repo, {**FILES, "NOTICE": f"{MARK}\nold\n"}, POLICY)
    repo.commit()
    repo.commit_files({"foo/a.py": CODE + "a = 1\n", "b.py": ""})

    assert stale(run(repo, last_commit)) == []


class TestThirdParty:
    """The document of all components, for which the whole tree has to be looked at."""

    def test_one_that_says_what_the_files_say_is_current(self, repo: Repo) -> None:
        check(repo, FILES, POLICY)
        repo.write("THIRD-PARTY-NOTICES", wanted(repo))
        repo.add()
        assert stale(run(repo)) == []

    def test_one_that_does_not_know_a_file_is_found(self, repo: Repo) -> None:
        check(repo, FILES, POLICY)
        document = wanted(repo)
        files = {"THIRD-PARTY-NOTICES": document, "foo/b.py": "# Copyright 2020 Foo Corp.\n"}
        finding = only(check(repo, files, POLICY), NAME)
        assert finding.path == "THIRD-PARTY-NOTICES"
        assert finding.fix == "attribcheck notice --format third-party\n"

    def test_one_that_a_person_wrote_is_left_alone(self, repo: Repo) -> None:
        files = {**FILES, "THIRD-PARTY-NOTICES": "Foo is by Foo Corp.\n"}
        assert stale(check(repo, files, POLICY)) == []

    def test_a_commit_is_not_held_up_by_it(self, repo: Repo) -> None:
        check(repo, FILES, POLICY)
        repo.commit()
        stale_document = f"Third-party notices of Haneul\n{third_party.SIGNATURE}\n"
        repo.commit_files({"THIRD-PARTY-NOTICES": stale_document})
        assert stale(run(repo, last_commit)) == []
        assert stale(run(repo)) == ["THIRD-PARTY-NOTICES"]


def wanted(repo: Repo) -> str:
    """Return the document that belongs to the repository as it stands."""
    from attribcheck.classify.coverage import Coverage
    from attribcheck.documents import assemble, repository_files
    from attribcheck.git.repository import Repository
    from attribcheck.policy.loader import load_policy
    from attribcheck.sources.work_tree import TreeSource

    source = TreeSource(Repository.discover(repo.path))
    policy = load_policy(source.read_file)
    outcome = run(repo)
    coverage = Coverage(policy, source.listing())
    texts = repository_files.read_texts(source, policy, assemble.paths_to_read(coverage))
    files = [file for file in outcome.files if file.components]
    return third_party.render(assemble.build(coverage, files, texts, modified={}))
