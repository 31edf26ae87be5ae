"""Lines are counted as the engine counts them, and a notice is found in its line."""

from __future__ import annotations

import pytest

from attribcheck.core.model import Excerpt, NoticeKind
from attribcheck.scan.lines import LINE_LIMIT, SourceLines

# Put together, so that this file has no such notice itself.
SPDX = "SPDX-" + "License-Identifier"
COPYRIGHT, LICENSE = NoticeKind.COPYRIGHT, NoticeKind.LICENSE


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
    assert SourceLines(line.encode()).place(1, statement, COPYRIGHT) == (Excerpt(line), column)


def test_statements_that_share_a_line_are_found_one_after_the_other() -> None:
    lines = SourceLines(b"# Copyright 2020 Foo Corp., Copyright 2020 Foo Corp.")
    columns = [lines.place(1, "Copyright 2020 Foo Corp.", COPYRIGHT)[1] for _ in range(2)]
    assert columns == [3, 29]


def test_a_license_tag_is_found_where_it_begins() -> None:
    assert SourceLines(f"/* {SPDX}: MIT */".encode()).place(1, "MIT", LICENSE)[1] == 4


def test_a_license_text_begins_at_the_first_character_that_is_not_blank() -> None:
    assert SourceLines(b"\t  Permission is hereby").place(1, "MIT", LICENSE)[1] == 4


@pytest.mark.parametrize("before", [0, 50, 399, 1000, 67_552])
@pytest.mark.parametrize("after", [0, 50, 1000])
def test_a_long_line_is_cut_around_the_notice_and_its_column_is_not(
    before: int, after: int
) -> None:
    line = "x" * before + " Copyright 2020 Foo " + "y" * after
    excerpt, column = SourceLines(line.encode()).place(1, "Copyright 2020 Foo", COPYRIGHT)
    assert column == before + 2
    assert "Copyright 2020 Foo" in excerpt.text
    assert len(excerpt.text) == min(len(line), LINE_LIMIT)
    assert line[excerpt.offset :].startswith(excerpt.text)
    assert excerpt.text[column - 1 - excerpt.offset :].startswith("Copyright 2020 Foo")


@pytest.mark.parametrize("number", [0, 3])
def test_a_line_that_is_not_there_is_empty(number: int) -> None:
    assert SourceLines(b"a\nb\n").place(number, "Copyright 2020 Foo", COPYRIGHT) == (Excerpt(), 1)


def test_a_file_whose_numbers_count_no_lines_has_none() -> None:
    assert SourceLines(None).place(1, "Copyright 2020 Foo", COPYRIGHT) == (Excerpt(), 1)
