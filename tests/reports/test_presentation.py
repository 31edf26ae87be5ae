"""What several formats show of an outcome."""

from __future__ import annotations

from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.reports import presentation
from attribcheck.reports.base import Options

FOUND = Finding("undeclared-notice", Severity.ERROR, "src/a.py", 2, "something")
SOURCE = Options(source_url="https://haneul.example/blob/abc")


def test_findings_that_say_the_same_are_one_group() -> None:
    same, other = FOUND._replace(line=9), FOUND._replace(message="else")
    assert presentation.groups([FOUND, other, same]) == [[FOUND, same], [other]]


def test_findings_with_other_places_beside_them_are_not_the_same() -> None:
    before = FOUND._replace(related=(RelatedLocation("before", "a.py", 1, "x"),))
    assert presentation.groups([FOUND, before]) == [[FOUND], [before]]


def test_lines_of_another_origin_are_named_with_it() -> None:
    there = RelatedLocation("lines 4-9 match", "b.c", 3, "", end_line=8, origin="foo 1.2")
    assert presentation.passage_lines(there) == ["lines 4-9 match: foo 1.2: b.c:3-8"]


def test_the_worst_come_first_and_else_the_order_stays() -> None:
    note, second = FOUND._replace(severity=Severity.NOTE), FOUND._replace(message="second")
    assert presentation.most_severe_first([[note], [FOUND], [second]]) == [
        [FOUND],
        [second],
        [note],
    ]


def test_a_policy_outside_of_the_repository_has_no_address() -> None:
    assert presentation.source_url("/etc/policy.toml", 3, SOURCE) == ""
    assert presentation.source_url("policy.toml", 3, SOURCE).endswith("/abc/policy.toml#L3")


def test_the_same_notice_removed_from_several_files_is_one_group() -> None:
    def moved(path: str) -> Finding:
        before = RelatedLocation("before", f"old/{path}", 1, "the notice", revision=path)
        message = f"removed; it was in old/{path}"
        return FOUND._replace(path=f"new/{path}", message=message, related=(before,))

    assert presentation.groups([moved("a.py"), moved("b.py")]) == [[moved("a.py"), moved("b.py")]]
