"""An exception's last day is over."""

from __future__ import annotations

from datetime import date

import pytest
from support.checks import check, found, only, run, staged
from support.repo import Repo

from attribcheck.core.finding import Severity

POLICY = """\
version = 1

[[exception]]
rule = "undeclared-notice"
paths = ["foo/**"]
reason = "waiting for an answer of Foo Corp.'s"
expires = 2026-06-30
"""
FILES = {"foo/a.py": "# Copyright 2025 Foo Corp.\n"}


def test_the_day_after_the_last_it_is_found_at_its_date(repo: Repo) -> None:
    outcome = check(repo, FILES, POLICY, day=date(2026, 7, 1))

    finding = only(outcome, "expired-exception")
    assert finding.severity is Severity.ERROR
    assert (finding.path, finding.line) == ("attribcheck.toml", 7)
    assert finding.evidence.text == "expires = 2026-06-30"
    assert finding.message == "exception from undeclared-notice expired on 2026-06-30"
    assert finding.policy_line == 7
    assert finding.policy_note == "reason: waiting for an answer of Foo Corp.'s"
    assert finding.subject == "undeclared-notice"


def test_from_then_on_it_permits_nothing(repo: Repo) -> None:
    outcome = check(repo, FILES, POLICY, day=date(2026, 7, 1))

    assert only(outcome, "undeclared-notice").path == "foo/a.py"
    assert outcome.suppressed == ()


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 6, 29)])
def test_up_to_its_last_day_it_holds(repo: Repo, day: date) -> None:
    outcome = check(repo, FILES, POLICY, day=day)

    assert outcome.findings == ()
    assert len(outcome.suppressed) == 1


def test_without_a_date_it_holds_for_ever(repo: Repo) -> None:
    policy = POLICY.replace("expires = 2026-06-30\n", "")

    assert found(check(repo, FILES, policy, day=date.max), "expired-exception") == []


def test_it_is_found_in_a_commit_that_does_not_touch_its_files(repo: Repo) -> None:
    repo.commit_files({**FILES, "attribcheck.toml": POLICY})
    repo.stage("new.py", "print()\n")

    outcome = run(repo, staged, day=date(2026, 7, 1))

    assert [finding.rule for finding in outcome.findings] == ["expired-exception"]


def test_no_exception_permits_it(repo: Repo) -> None:
    policy = POLICY + (
        '[[exception]]\nrule = "expired-exception"\npaths = ["**"]\nreason = "later"\n'
    )

    outcome = check(repo, FILES, policy, day=date(2026, 7, 1))

    assert only(outcome, "expired-exception").line == 7
