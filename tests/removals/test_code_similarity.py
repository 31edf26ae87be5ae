"""How much of one text's code stands in another, whatever was said about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.edits import code

from attribcheck.core.model import Span
from attribcheck.removals.code_similarity import (
    Code,
    added_code,
    is_substantial,
    may_share,
    mostly_remains,
    moved_away,
    remains,
)

LINES = st.lists(st.text("abcdefgh", min_size=4, max_size=6), min_size=1, max_size=30)


def of(text: str) -> Code:
    return Code.of(text.splitlines())


def runs(text: str) -> set[int]:
    return set(of(text).runs)


@given(LINES)
def test_a_text_remains_in_itself_however_it_is_indented(lines: list[str]) -> None:
    here = Code.of(lines)
    there = Code.of([f"    {line}  " for line in lines])

    assert remains(here, there)
    assert mostly_remains(here, there)


@given(LINES, LINES)
def test_what_stands_in_a_longer_text_remains_in_it(lines: list[str], more: list[str]) -> None:
    assert remains(Code.of(lines), Code.of([*more, *lines, *more]))


def test_comments_notices_blank_lines_and_brackets_are_no_code() -> None:
    text = "# words and words\n\n}\n  // words and words\nheader line\nvalue = compute(1)\n"

    found = Code.of(text.splitlines(), [Span(5, 5)])

    assert list(found.lines) == [(6, "value=compute(1)")]


def test_minified_code_is_cut_at_its_statements() -> None:
    line = "".join(f"alpha{n}=beta({n});" for n in range(50))

    found = Code.of([line], [Span(1, 1)])

    assert len(found.lines) == 50
    assert remains(found, Code.of([f"/* other header */{line}"]))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [(code(0, 8), True), (code(0, 7), False), (code(0, 2), False), ("", False)],
)
def test_eight_lines_in_a_row_of_a_long_file_remain(kept: str, expected: bool) -> None:
    assert remains(of(code(0, 100)), of(kept + code(500, 100))) is expected


def test_a_fifth_of_a_short_file_remains() -> None:
    assert remains(of(code(0, 12)), of(code(0, 4) + code(500, 20)))
    assert not remains(of(code(0, 12)), of(code(0, 3) + code(500, 20)))


def test_code_that_left_counts_from_fourteen_lines_and_code_that_stayed_from_half() -> None:
    old = of(code(0, 100))

    assert is_substantial(runs(code(0, 14)), old, Code(()))
    assert not is_substantial(runs(code(0, 13)), old, Code(()))
    assert is_substantial(runs(code(0, 51)), old, old)
    assert not is_substantial(runs(code(0, 50)), old, old)
    assert moved_away(runs(code(0, 6)), Code(()))
    assert not moved_away(runs(code(0, 6)), old)


TEXT = st.lists(st.sampled_from(["", "# note", "}", *(f"line{n}" for n in range(6))]), max_size=12)


def runs_of(parts: list[Code]) -> set[int]:
    return {run for part in parts for run in part.runs}


@given(st.tuples(TEXT, TEXT, TEXT, TEXT), st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_no_run_that_arrived_with_an_edit_is_left_out(
    texts: tuple[list[str], ...], was: set[int], now: set[int]
) -> None:
    top, gone, come, end = texts
    old, new = [*top, *gone, *end], [*top, *come, *end]
    before, after = [Span(n, n) for n in was], [Span(n, n) for n in now]

    found = runs_of(added_code(old, new, before, after))

    assert found >= Code.of(new, after).runs.keys() - Code.of(old, before).runs.keys()
    assert found <= Code.of(new, after).runs.keys()


def test_lines_that_did_not_change_are_no_arrival() -> None:
    old = code(0, 50).splitlines()

    assert len(runs_of(added_code(old, old))) == 0
    assert len(runs_of(added_code(old, [*old[:20], "added_line()", *old[20:]]))) == 3
    assert len(runs_of(added_code(old, [*old, "added_line()", "", "other_line()"]))) == 2
    assert len(runs_of(added_code(old, [*old[:20], *old[25:]]))) == 2


def test_code_under_what_was_a_notice_has_added_runs() -> None:
    lines = code(0, 9).splitlines()

    assert len(runs_of(added_code(lines, lines, [Span(4, 6)], []))) == 5


LINE = st.sampled_from(
    [
        "",
        "# note",
        "one_line()",
        "two_lines()",
        "/* b */ three()",
        " */",
        f"{'x = 1; ' * 40}",
        "a\nb",
    ]
)


@given(st.lists(LINE, max_size=8), st.lists(LINE, max_size=8), st.sets(st.integers(1, 8)))
def test_code_that_shares_a_run_may_share_one(
    here: list[str], there: list[str], notices: set[int]
) -> None:
    mine, theirs = Code.of(here, [Span(n, n) for n in notices]), Code.of(there)

    if mine.runs.keys() & theirs.runs.keys():
        assert may_share(here, set(theirs.texts))


def test_code_without_three_lines_of_it_shares_none() -> None:
    lines = code(0, 50).splitlines()
    assert not may_share(lines, {"".join(line.split()) for line in lines[7:9]})
