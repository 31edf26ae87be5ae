"""A statement ends where a person sees it end."""

from __future__ import annotations

import pytest

from attribcheck.scan.written.ending import continues, unit_at

AT = "2021 Foo"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("# 2021 Foo", "2021 Foo"),
        ("int a; // 2021 Foo", "int a; // 2021 Foo"),
        ("/* 2021 Foo */ int a;", "2021 Foo"),
        ("<!-- 2021 Foo --> <p>x</p>", "2021 Foo"),
        ("{- 2021 Foo -} x = 1", "2021 Foo"),
        ("<p>2021 Foo</p><p>Bar</p>", "2021 Foo"),
        ("<p>2021 Foo<br>Bar", "2021 Foo"),
        ("<dc:title>2021 Foo</dc:title><cc:x/>", "2021 Foo"),
        ("<p>2021 Foo <b>Bar</b> Baz</p>", "2021 Foo <b>Bar</b> Baz"),
        ('{"copyright": "2021 Foo", "x": 1}', "2021 Foo"),
        ("copyright = '2021 Foo O'Hara', 1", "2021 Foo O'Hara"),
        (r'"# 2021 Foo\n",', "# 2021 Foo"),
        (r'"x\n2021 Foo\ny"', "2021 Foo"),
        ("# 2021 Foo            #", "2021 Foo"),
        ("| 2021 Foo   |", "2021 Foo"),
        ("# 2021 Foo <foo@foo.example>", "2021 Foo <foo@foo.example>"),
        ("# Don't touch: 2021 Foo", "Don't touch: 2021 Foo"),
    ],
)
def test_a_unit_is_a_comment_a_string_or_the_text_of_an_element(line: str, text: str) -> None:
    assert unit_at(line, line.index(AT)).text == text


@pytest.mark.parametrize(
    ("line", "following", "text"),
    [
        ("# 2021 Foo,", "# Bar", "Bar"),
        (" * 2021 Foo,", " *   Bar", "Bar"),
        ("/* 2021 Foo,", "   Bar */", "Bar"),
        ("2021 Foo,", "  Bar", "Bar"),
        ("// 2021 Foo,", "// <bar@bar.example> Bar", "<bar@bar.example> Bar"),
    ],
)
def test_the_next_line_of_the_same_comment_can_continue_it(
    line: str, following: str, text: str
) -> None:
    found = continues(unit_at(line, line.index(AT)), following)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("# 2021 Foo", "x=1"),
        ("# 2021 Foo", "#"),
        ("# 2021 Foo", "// Bar"),
        ("/* 2021 Foo */", " * Bar"),
        (" * 2021 Foo", " * - correct the option"),
        (" * 2021 Foo", " */"),
        (" * 2021 Foo", " * @param bar"),
        (" * 2021 Foo", " * License: Bar"),
        ("# 2021 Foo", "# $Id: bar $"),
        ("<p>2021 Foo</p>", "<p>Bar</p>"),
        ('"2021 Foo",', '"Bar",'),
        ("2021 Foo", "bar = Bar;"),
    ],
)
def test_other_lines_do_not(line: str, following: str) -> None:
    assert continues(unit_at(line, line.index(AT)), following) is None


def test_a_line_of_quotes_and_brackets_takes_linear_time() -> None:
    line = "\"'`<(" * 40_000 + AT + "</" * 40_000
    assert AT in unit_at(line, line.index(AT)).text
