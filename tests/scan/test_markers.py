"""Inline exceptions and REUSE's ignored blocks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import attribcheck.scan.markers
from attribcheck.core.model import Marker, MarkerKind, Span
from attribcheck.scan.markers import markers

# Put together, so that this file holds no marker itself.
IGNORE = "attrib" + "check: ignore"
START = "REUSE-" + "IgnoreStart"
END = "REUSE-" + "IgnoreEnd"


def ignore(line: int, rule: str, reason: str) -> Marker:
    return Marker(MarkerKind.IGNORE, Span(line, line + 1), rule, reason)


def block(first: int, last: int) -> Marker:
    return Marker(MarkerKind.REUSE_IGNORE, Span(first, last))


def test_an_exception_covers_its_own_line_and_the_one_below() -> None:
    lines = ["import os", f"# {IGNORE}[unknown-license] quoted from the manual", "x = 1"]
    assert markers(lines) == (ignore(2, "unknown-license", "quoted from the manual"),)


def test_several_rules_give_several_markers_with_one_reason() -> None:
    found = markers([f"// {IGNORE}[undeclared-notice, unknown-license] a test fixture"])
    assert found == (
        ignore(1, "undeclared-notice", "a test fixture"),
        ignore(1, "unknown-license", "a test fixture"),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"/* {IGNORE}[r] because */ int a;", "because"),
        (f"<!-- {IGNORE}[r] because --> text", "because"),
        (f"<%-- {IGNORE}[r] because --%>", "because"),
        (f"{{# {IGNORE}[r] because #}} text", "because"),
        (f"(* {IGNORE}[r] because *)", "because"),
        (f"{{- {IGNORE}[r] because -}}", "because"),
        (f"# {IGNORE}[r]: because", "because"),
        (f"# {IGNORE}[r] - because", "because"),
        (f"# {IGNORE}[r] because of v1.0-beta", "because of v1.0-beta"),
        (f"/* {IGNORE}[r] */ int a = 1;", ""),
        (f"<!-- {IGNORE}[r] -->not a reason", ""),
        (f"# {IGNORE}[r]", ""),
    ],
)
def test_the_reason_ends_where_the_comment_ends(line: str, reason: str) -> None:
    assert markers([line]) == (ignore(1, "r", reason),)


def test_brackets_that_name_no_rule_are_still_listed() -> None:
    assert markers([f"# {IGNORE}[] all of it"]) == (ignore(1, "", "all of it"),)


@pytest.mark.parametrize(
    "line",
    [f"# my{IGNORE}[r] no", f"# {IGNORE} [r] no", f"# {IGNORE}[r", f"# {IGNORE.upper()}[r] no"],
    ids=["another name", "a space before the bracket", "an open bracket", "capitals"],
)
def test_what_only_looks_like_an_exception_is_none(line: str) -> None:
    assert markers([line]) == ()


def test_a_block_runs_from_tag_to_tag() -> None:
    assert markers(["a", f"# {START}", "b", f"# {END}", "c"]) == (block(2, 4),)


def test_a_block_that_nothing_closes_applies_to_nothing() -> None:
    unclosed = Marker(MarkerKind.UNCLOSED, Span(2, 2))
    assert markers(["a", f"# {START}", "b", "c"]) == (unclosed,)


def test_a_line_of_thousands_of_brackets_that_are_not_closed_is_read_at_once() -> None:
    started = time.monotonic()

    assert markers([f"{IGNORE}[" * 20_000]) == ()
    assert time.monotonic() - started < 10


def test_a_block_can_stand_on_one_line_and_another_begin_there() -> None:
    assert markers([f"{START} {END} {START}", "a", END]) == (block(1, 1), block(1, 3))


def test_a_tag_that_closes_nothing_and_one_that_opens_twice_change_nothing() -> None:
    assert markers([END, START, "a", START, "b", END, END]) == (block(2, 6),)


def test_markers_come_by_line() -> None:
    found = markers([START, f"{IGNORE}[r] why", END])
    assert [marker.span.start for marker in found] == [1, 2]


@pytest.mark.parametrize("module", [attribcheck.scan.markers.__file__, __file__])
def test_this_code_holds_no_marker_itself(module: str) -> None:
    assert markers(Path(module).read_text(encoding="utf-8").splitlines()) == ()
