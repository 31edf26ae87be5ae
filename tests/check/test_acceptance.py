"""A baseline accepts the findings that it lists, each as it was, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from support.checks import DAY, check, last_commit, only, places, run, staged, tree
from support.copies import FakeSearch, match
from support.repo import Repo

from attribcheck.check import acceptance
from attribcheck.check.result import CheckResult
from attribcheck.core.errors import PolicyError
from attribcheck.core.finding import Severity
from attribcheck.core.model import BASELINE_NAME, ScanFailure
from attribcheck.git.repository import Repository
from attribcheck.policy import accepted
from attribcheck.sources.base import Source
from attribcheck.sources.work_tree import TreeSource

FOREIGN = "# Copyright 2025 Foo Corp.\n"
CODE_BELOW = "print(1)\n"
POLICY = """\
version = 1

[project]
license = "Apache-2.0"
holders = ["Haneul Labs"]
"""


def accept(repo: Repo, result: CheckResult) -> str:
    """Write the baseline of what a check found, and return its text."""
    source = TreeSource(Repository.discover(repo.path))
    text = accepted.render(acceptance.entries(result.findings, source, {}, DAY))
    repo.write(BASELINE_NAME, text)
    repo.add()
    return text


@pytest.fixture
def accepting(repo: Repo) -> Repo:
    """A repository whose one foreign notice is accepted, committed."""
    accept(repo, check(repo, {"src/a.py": FOREIGN + CODE_BELOW}, POLICY))
    repo.commit()
    return repo


def test_what_it_lists_does_not_count_and_is_reported_with_its_day(accepting: Repo) -> None:
    outcome = run(accepting)
    assert outcome.findings == ()
    assert outcome.accepted == 1
    (item,) = outcome.suppressed
    assert (item.finding.path, item.reason, item.since) == (
        "src/a.py",
        "accepted in attribcheck.baseline since 2026-01-02",
        DAY,
    )


def test_an_edit_elsewhere_in_the_file_changes_nothing(accepting: Repo) -> None:
    accepting.stage("src/a.py", f"import os\n\n{FOREIGN}{CODE_BELOW * 3}")
    for source in (staged, tree):
        assert places(run(accepting, source)) == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("# Copyright 2025 Bar GmbH\n", 1),
        ("# Copyright 2024-2025 Foo Corp.\n", 1),
        (FOREIGN + FOREIGN, 2),
    ],
)
def test_another_notice_in_the_file_is_new(accepting: Repo, content: str, line: int) -> None:
    accepting.stage("src/a.py", content)
    found = [place for place in places(run(accepting)) if place[0] == "src/a.py"]
    assert found == [("src/a.py", line, "undeclared-notice")]


def test_the_same_notice_in_another_file_is_new(accepting: Repo) -> None:
    accepting.stage("src/b.py", FOREIGN)
    assert places(run(accepting, staged)) == [("src/b.py", 1, "undeclared-notice")]


def test_a_removed_notice_is_never_accepted(accepting: Repo) -> None:
    accepting.stage("src/a.py", CODE_BELOW)
    outcome = run(accepting, staged)
    assert [finding.rule for finding in outcome.findings] == ["removed-notice"]
    source = TreeSource(Repository.discover(accepting.path))
    assert acceptance.entries(outcome.findings, source, {}, DAY) == []


def test_a_line_of_what_is_settled_is_a_warning_when_all_files_are_checked(
    accepting: Repo,
) -> None:
    accepting.stage("src/a.py", "# Copyright 2026 Haneul Labs\n")
    accepting.commit()
    finding = only(run(accepting), "unused-declaration")
    assert (finding.path, finding.line, finding.severity) == (BASELINE_NAME, 2, Severity.WARNING)
    assert finding.evidence.text == "src/a.py: undeclared-notice: Foo Corp."
    assert finding.fix == "attribcheck init --baseline --prune\n"


def test_no_line_is_judged_by_a_check_of_some_files(accepting: Repo) -> None:
    accepting.stage("src/b.py", CODE_BELOW)
    assert places(run(accepting, staged)) == []


def test_a_line_that_shows_another_path_accepts_nothing(accepting: Repo) -> None:
    text = (accepting.path / BASELINE_NAME).read_text()
    accepting.stage(BASELINE_NAME, text.replace("src/a.py", "tests/a.py"))
    assert ("src/a.py", 1, "undeclared-notice") in places(run(accepting))


@pytest.mark.parametrize("source", [staged, last_commit])
def test_a_commit_that_takes_a_line_away_answers_for_its_file(
    accepting: Repo, source: Callable[[Repository], Source]
) -> None:
    accepting.stage(BASELINE_NAME, accepted.render([]))
    if source is last_commit:
        accepting.commit()
    assert places(run(accepting, source)) == [("src/a.py", 1, "undeclared-notice")]


@pytest.mark.parametrize("source", [staged, tree])
def test_a_damaged_baseline_stops_the_check(
    accepting: Repo, source: Callable[[Repository], Source]
) -> None:
    accepting.stage(BASELINE_NAME, "<<<<<<< HEAD\n")
    with pytest.raises(PolicyError, match=r"attribcheck\.baseline:1: "):
        run(accepting, source)


def test_a_baseline_that_is_a_link_stops_the_check(accepting: Repo) -> None:
    accepting.remove(BASELINE_NAME)
    accepting.link(BASELINE_NAME, "elsewhere")
    with pytest.raises(PolicyError, match=r"attribcheck\.baseline is a symlink"):
        run(accepting)


def test_a_file_that_was_not_scanned_is_accepted_as_it_is(repo: Repo) -> None:
    first, second = ScanFailure("it died"), ScanFailure("it died", "try again")
    accept(repo, check(repo, {"a.bin": first}, POLICY))
    assert places(run(repo, answers=[first])) == []
    assert places(check(repo, {"a.bin": second})) == [
        ("a.bin", 0, "unscanned-file"),
        (BASELINE_NAME, 2, "unused-declaration"),
    ]


@pytest.mark.parametrize(("line", "new"), [(1, []), (50, [("src/router.py", 4)]), (99, [])])
def test_copied_code_is_accepted_while_the_lines_that_correspond_are_the_same(
    repo: Repo, line: int, new: list[tuple[str, int]]
) -> None:
    lines = [f"x{number} = {number}\n" for number in range(1, 100)]
    search = FakeSearch({"src/router.py": (match(),)})  # lines 4 to 90
    accept(repo, check(repo, {"src/router.py": "".join(lines)}, POLICY, search=search))
    lines[line - 1] = "y = 0\n"
    outcome = check(repo, {"src/router.py": "".join(lines)}, search=search)
    found = [f for f in outcome.findings if f.rule == "undeclared-copy"]
    assert [(finding.path, finding.line) for finding in found] == new


def test_a_line_of_copied_code_is_not_judged_where_no_index_is(repo: Repo) -> None:
    search = FakeSearch({"src/router.py": (match(),)})
    accept(repo, check(repo, {"src/router.py": CODE_BELOW}, POLICY, search=search))
    assert places(run(repo)) == []


def test_exceptions_come_first(accepting: Repo) -> None:
    policy = f'{POLICY}\n[[exception]]\nrule = "undeclared-notice"\npaths = ["src"]\nreason = "x"\n'
    accepting.stage("attribcheck.toml", policy)
    outcome = run(accepting)
    assert [item.reason for item in outcome.suppressed] == ["x"]
    assert places(outcome) == [(BASELINE_NAME, 2, "unused-declaration")]


def test_the_days_of_known_findings_are_kept(accepting: Repo) -> None:
    source = TreeSource(Repository.discover(accepting.path))
    known = accepted.parse(source.read_file(BASELINE_NAME) or b"", BASELINE_NAME)
    accepting.remove(BASELINE_NAME)
    accepting.write("src/b.py", FOREIGN)
    accepting.add()
    source = TreeSource(Repository.discover(accepting.path))
    later = date(2027, 1, 1)
    found = acceptance.entries(run(accepting).findings, source, known, later)
    assert [(entry.path, entry.since) for entry in found] == [
        ("src/a.py", DAY),
        ("src/b.py", later),
    ]
