"""Annotations stand at the lines of a pull request, and nothing else gets into the log."""

from __future__ import annotations

import pytest
from support.checks import check, toml
from support.repo import Repo

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.policy.model import Policy
from attribcheck.reports.base import Options, format_named

POLICY = 'version = 1\n\n[project]\nlicense = "Apache-2.0"\nholders = ["Haneul Labs"]\n'


def lines(outcome: CheckResult) -> list[str]:
    return format_named("github").render(outcome, Options()).splitlines()


def of(*findings: Finding) -> CheckResult:
    return CheckResult("changes", "lines 1", Policy(path="attribcheck.toml"), (), findings)


def at(severity: Severity, number: int = 1, **fields: object) -> Finding:
    values = {"path": "a.py", "line": number, "message": f"{severity.label} {number}", **fields}
    return Finding("undeclared-notice", severity, **values)  # type: ignore[arg-type]


def test_an_annotation_has_its_place_the_rule_the_policy_and_the_fix(repo: Repo) -> None:
    outcome = check(repo, {"src/a.py": "\n# Copyright 2025 Foo Corp.\n"}, toml(POLICY))

    (line,) = lines(outcome)

    assert line == (
        "::error file=src/a.py,line=2,endLine=2,col=3,title=attribcheck%3A undeclared-notice::"
        "copyright of Foo Corp. is not declared (no licence stated)"
        "%0Apolicy: attribcheck.toml:5: [project] holders: Haneul Labs;"
        " no component covers this file"
        "%0Afix:%0A# no licence was detected here: ask its holder, then name it"
        '%0A[[component]]%0Aname = "Foo Corp. a"%0Alicense = "LicenseRef-unstated"'
        '%0Aholders = ["Foo Corp."]%0Apaths = ["src/a.py"]'
    )


def test_a_finding_about_a_whole_file_has_no_line() -> None:
    (line,) = lines(of(at(Severity.ERROR, 0)))
    assert line.startswith("::error file=a.py,title=")


def test_several_lines_have_no_column() -> None:
    (line,) = lines(of(at(Severity.NOTE, 2, end_line=4, column=7)))
    assert line.startswith("::notice file=a.py,line=2,endLine=4,title=")


def test_what_stood_before_is_told() -> None:
    before = RelatedLocation("as it stood before", "old.py", 1, "# Copyright Foo Corp.", "f" * 40)
    (line,) = lines(of(at(Severity.ERROR, related=(before,))))
    assert "%0Aas it stood before: old.py:1 (ffffffffffff)%0A  # Copyright Foo Corp." in line


def test_the_worst_come_first() -> None:
    found = lines(of(at(Severity.NOTE), at(Severity.ERROR), at(Severity.WARNING)))
    assert [line.split(" ")[0] for line in found] == ["::error", "::warning", "::notice"]


@pytest.mark.parametrize(
    ("severity", "shown"), [(Severity.ERROR, 10), (Severity.WARNING, 10), (Severity.NOTE, 9)]
)
def test_a_last_notice_tells_what_is_beyond_the_limit(severity: Severity, shown: int) -> None:
    found = lines(of(*(at(severity, number) for number in range(1, 14))))
    assert len(found) == shown + 1
    assert found[-1].startswith("::notice title=attribcheck::")
    assert f"::{13 - shown} {severity.label}s not shown here" in found[-1]


def test_what_is_just_within_the_limit_needs_no_notice() -> None:
    assert len(lines(of(*(at(Severity.ERROR, number) for number in range(1, 11))))) == 10


def test_a_name_and_a_notice_can_not_start_a_command_of_their_own() -> None:
    evil = at(
        Severity.ERROR,
        path="a\n::stop-commands::x,line=9:b%0A.py",
        message="of X\r\n::error::forged ##[add-matcher]m.json \x1b[2J %0A",
        fix="one\u202etwo\nthree",
    )

    (line,) = lines(of(evil))

    assert line == (
        "::error file=a\\x0a%3A%3Astop-commands%3A%3Ax%2Cline=9%3Ab%250A.py,line=1,endLine=1,col=1,"
        "title=attribcheck%3A undeclared-notice::"
        "of X\\x0d\\x0a::error::forged ##[add-matcher]m.json \\x1b[2J %250A"
        "%0Afix:%0Aone\\u202etwo%0Athree"
    )


def test_nothing_found_annotates_nothing() -> None:
    assert lines(of()) == [""]
