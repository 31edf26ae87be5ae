"""A finding stays the same finding when its lines move."""

from __future__ import annotations

from collections import Counter

from attribcheck.check.fingerprints import fingerprint, numbered
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import Excerpt

FOUND = Finding(
    "undeclared-notice",
    Severity.ERROR,
    "src/a.py",
    3,
    "copyright of Foo Corp. is not declared",
    evidence=Excerpt("# Copyright Foo Corp."),
    subject="Foo Corp.",
)


def prints(*findings: Finding) -> list[str]:
    return [fingerprint(finding) for finding in numbered(findings, Counter())]


def test_moved_and_indented_lines_change_nothing() -> None:
    moved = FOUND._replace(
        line=90, end_line=90, column=5, evidence=Excerpt("    # Copyright  Foo Corp.")
    )
    assert prints(moved) == prints(FOUND)


def test_neither_the_words_of_the_message_nor_the_severity_count() -> None:
    assert prints(FOUND._replace(message="x", severity=Severity.NOTE)) == prints(FOUND)


def test_another_rule_path_component_subject_or_evidence_is_another_finding() -> None:
    others = [
        FOUND._replace(rule="undeclared-license"),
        FOUND._replace(path="src/b.py"),
        FOUND._replace(component="Bar"),
        FOUND._replace(subject="Bar GmbH"),
        FOUND._replace(evidence=Excerpt("# Copyright Foo Corp. 2025")),
    ]
    assert len(set(prints(FOUND, *others))) == 6


def test_equal_ones_in_a_file_are_told_apart_by_their_order() -> None:
    first, second = prints(FOUND, FOUND._replace(line=9))
    assert first != second
    assert prints(FOUND._replace(line=9), FOUND) == [first, second]


def test_a_path_that_is_not_utf_8_has_a_fingerprint() -> None:
    assert len(prints(FOUND._replace(path="caf\udce9"))[0]) == 64


def test_what_is_numbered_later_goes_on_counting() -> None:
    seen: Counter[tuple[str, str, str, str, str]] = Counter()
    (first,) = numbered([FOUND], seen)
    (second,) = numbered([FOUND], seen)
    assert (first.occurrence, second.occurrence) == (0, 1)
