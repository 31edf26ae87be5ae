"""Lines are counted as the engine counts them, and a notice is found in its line."""

from __future__ import annotations

import pytest

from attribcheck.core.model import Excerpt, LicenseMatch, Span
from attribcheck.scan.lines import LINE_LIMIT, Placed, SourceLines

# Put together, so that this file has no such notice itself.
SPDX = "SPDX-" + "License-Identifier"


def placed(line: str, text: str, holder: str = "Foo Corp.") -> Placed:
    return SourceLines(line.encode()).statement(text, Span(1, 1), (holder,))


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a\nb\n", ["a", "b"]),
        (b"a\r\nb\rc", ["a", "b", "c"]),
        (b"a\x0cb\x0b\x1c\x85c\n", ["a\x0cb\x0b\x1c\x85c"]),
        ("a\u2028b\n".encode(), ["a\u2028b"]),
        (b"caf\xe9\ncaf\xc3\xa9\n", ["café", "café"]),
        (b"\xef\xbb\xbfa\n", ["a"]),
        (b"a\0b\n", ["a b"]),
        (b"", []),
    ],
    ids=["lf", "cr", "form feed", "separator", "latin-1 line", "bom", "nul", "empty"],
)
def test_lines_end_and_decode_as_the_engine_has_it(content: bytes, lines: list[str]) -> None:
    assert list(SourceLines(content)) == lines


@pytest.mark.parametrize(
    ("line", "statement", "column"),
    [
        ("# Copyright (c) 2020 Foo Corp.", "Copyright (c) 2020 Foo Corp.", 3),
        ("x = 1  # (C) 2020 Foo Corp.", "(c) 2020 Foo Corp.", 10),
        (" * © 2020 Foo Corp.", "(c) 2020 Foo Corp.", 4),
        ("<p>&copy; 2020 Foo Corp.</p>", "(c) 2020 Foo Corp.", 4),
        ("// COPYRIGHT, 2020, Foo Corp.", "Copyright 2020 Foo Corp.", 4),
        ("   no such statement here", "Copyright 2020 Foo Corp.", 4),
    ],
)
def test_a_statement_is_found_where_it_begins(line: str, statement: str, column: int) -> None:
    assert placed(line, statement)[:2] == (Excerpt(line), column)


def test_statements_that_share_a_line_are_found_one_after_the_other() -> None:
    lines = SourceLines(b"# Copyright 2020 Foo Corp., Copyright 2020 Foo Corp.")
    text, holders = "Copyright 2020 Foo Corp.", ("Foo Corp.",)
    columns = [lines.statement(text, Span(1, 1), holders).column for _ in range(2)]
    assert columns == [3, 29]


def test_a_license_tag_is_found_where_it_begins() -> None:
    assert SourceLines(f"/* {SPDX}: MIT */".encode()).license_at(1)[1] == 4


def test_a_license_text_begins_at_the_first_character_that_is_not_blank() -> None:
    assert SourceLines(b"\t  Permission is hereby").license_at(1)[1] == 4


@pytest.mark.parametrize("before", [0, 50, 399, 1000, 67_552])
@pytest.mark.parametrize("after", [0, 50, 1000])
def test_a_long_line_is_cut_around_the_notice_and_its_column_is_not(
    before: int, after: int
) -> None:
    line = "x" * before + " Copyright 2020 Foo " + "y" * after
    excerpt, column, _ = placed(line, "Copyright 2020 Foo", "Foo")
    assert column == before + 2
    assert "Copyright 2020 Foo" in excerpt.text
    assert len(excerpt.text) == min(len(line), LINE_LIMIT)
    assert line[excerpt.offset :].startswith(excerpt.text)
    assert excerpt.text[column - 1 - excerpt.offset :].startswith("Copyright 2020 Foo")


@pytest.mark.parametrize("number", [0, 3])
def test_a_line_that_is_not_there_is_empty(number: int) -> None:
    lines = SourceLines(b"a\nb\n")
    assert lines.license_at(number) == (Excerpt(), 1)
    span = Span(number, number)
    assert lines.statement("Copyright 2020 Foo", span, ("Foo",)) == (Excerpt(), 1, None)


def test_a_file_whose_numbers_count_no_lines_has_none() -> None:
    lines = SourceLines(None)
    assert lines.license_at(1) == (Excerpt(), 1)
    assert lines.statement("Copyright 2020 Foo", Span(1, 1), ("Foo",)) == (Excerpt(), 1, None)


def test_a_statement_of_a_source_map_is_searched_in_the_file() -> None:
    content = b'{"sourcesContent": [\n"/* (c) 2020 Foo Corp. */", "/* (c) 2021 Bar Inc. */"]}'
    lines = SourceLines(content, numbered=False)
    foo = lines.statement("(c) 2020 Foo Corp.", Span(1, 1), ("Foo Corp.",))
    bar = lines.statement("(c) 2021 Bar Inc.", Span(7, 7), ("Bar Inc.",))
    assert [(one.column, one.written and one.written.lines) for one in (foo, bar)] == [
        (5, Span(2, 2)),
        (33, Span(2, 2)),
    ]


def test_a_match_within_a_notice_has_its_own_line() -> None:
    lines = SourceLines(b"first\n  second\n")
    match = LicenseMatch("MIT", Span(2, 2), "mit_1.RULE", "2-aho", 100.0, 9, 100.0)
    assert lines.match(match, Span(1, 2))[-2:] == (Excerpt("  second"), 3)
    assert lines.match(match, Span(2, 2)) == match
