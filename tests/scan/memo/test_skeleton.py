"""A skeleton keeps the lines that an answer can come from, and how far they are from each other."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from licensedcode.tokenize import query_tokenizer

from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.memo import skeleton
from attribcheck.scan.memo.skeleton import Skeletons

pytestmark = pytest.mark.engine

HEADER = "# Copyright 2025 Foo Corp.\n#\n# Licensed under the MIT License.\n"
CODE = "def f(x):\n    return x + 1\n\n\n"


@pytest.fixture(scope="module")
def skeletons(data: Path) -> Skeletons:
    return Skeletons(Container(data))


def digest(skeletons: Skeletons, text: str, path: str = "a.py") -> str:
    made = skeletons.of(text.encode(), path)
    assert made is not None
    return made.digest


def test_lines_of_notices_are_kept_and_code_is_not(skeletons):
    made = skeletons.of((HEADER + CODE * 20).encode(), "a.py")
    assert made is not None
    assert {1, 3} <= set(made.lines)
    assert max(made.lines) < 10


@pytest.mark.parametrize(
    "edited",
    [
        HEADER + CODE * 20 + "y = f(2)\n",
        HEADER + CODE * 3 + "class Router:\n    pass\n",
        HEADER.replace("\n", "\r\n") + CODE * 20,
    ],
)
def test_an_edit_of_code_alone_has_the_same_skeleton(skeletons, edited):
    assert digest(skeletons, edited) == digest(skeletons, HEADER + CODE * 20)


@pytest.mark.parametrize(
    "edited",
    [
        (HEADER + CODE * 20).replace("2025", "2026"),
        (HEADER + CODE * 20).replace("Foo Corp.", "Haneul Labs"),
        (HEADER + CODE * 20).replace("MIT", "BSD"),
        CODE * 20,
        HEADER + CODE * 20 + "# (c) Bar Inc.\n",
        HEADER + CODE * 20 + "# SPDX-" + "License-Identifier: Zlib\n",
        HEADER + CODE * 20 + "# Written by A. N. Other <a@example.org>\n",
        "import os\n" * 4 + HEADER + CODE * 20 + "# GPL\n",
        HEADER + CODE + HEADER + CODE * 20,
    ],
)
def test_an_edit_of_a_notice_has_another_one(skeletons, edited):
    assert digest(skeletons, edited) != digest(skeletons, HEADER + CODE * 20)


def test_notices_that_part_have_another_one_up_to_sixteen_lines(skeletons):
    lines = {gap: digest(skeletons, HEADER + "x = 1\n" * gap + HEADER) for gap in (8, 12, 24, 40)}
    assert lines[8] != lines[12] != lines[24]
    assert lines[24] == lines[40]


def test_a_notice_below_line_1000_has_another_one(skeletons):
    below = digest(skeletons, "x = 1\n" * 1000 + HEADER)
    assert below != digest(skeletons, "x = 1\n" * 900 + HEADER)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\n",
        b"a\0b",
        b"\x1b[31m",
        b"caf\xe9",
        b"<html>",
        b"%PDF-1.4",
        b"x" * 300,
        "\uff43\uff4f\uff50\uff59right 2020".encode(),
    ],
)
def test_what_is_no_plain_text_has_none(skeletons, content):
    assert skeletons.of(content, "a.py") is None


def test_a_file_below_locale_has_none(skeletons):
    assert skeletons.of(b"x = 1\n", "locale/a.py") is None


TEXTS = st.text(st.sampled_from("aB9_+-/ \n.é\u0130\u017f"), max_size=40)


@given(TEXTS)
@example("c++ x+=1 a+b+c +d _e_ f_g")
def test_words_are_those_of_the_engine(text):
    mine = [word for word in skeleton._words(text.lower()) if word != skeleton._END]
    assert mine == [w for line in text.split("\n") for w in query_tokenizer(line)]


@given(TEXTS)
def test_each_line_end_is_a_word(text):
    assert skeleton._words(text.lower()).count(skeleton._END) == text.count("\n")


def test_groups_of_statements_are_told_apart_by_four_lines_without_a_sign(skeletons):
    def kept(between: int) -> list[tuple[int, ...]]:
        text = "# Copyright 2025 Foo\n" + "x = 1\n" * between + "# @rem\n" + "x = 1\n" * 9
        made = skeletons.of(text.encode(), "a.py")
        assert made is not None
        return [pair for pair in pairwise(made.lines) if pair[1] > pair[0] + 1]

    assert not kept(3)
    assert max(skeletons.of(b"# Copyright 2025 Foo\n" + b"x = 1\n" * 9, "a.py").lines) == 3


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("# Author: Dana", {0}),
        ("# the authority and the authorization", set()),
        ("# created by Dana <dana@example.org>", {0}),
        ("# @see b\n# created Foo Corp.", {1}),
        ("# created and long ago maintained by Dana", {0}),
        ("# @param x is created", set()),
        ("# by x\n# written\n# by Dana", {1}),
        ("last_modified = by_x", set()),
        ("# created Foo Corp.", set()),  # no line that scancode parses
        ("# @see b\n#\n#\n# created Foo Corp.", set()),
        ("# patch by Dana <dana@example.org>", {0}),
        ("# @param x is set by default", set()),
        ("# used by {@link Dana}", set()),
        ("# copr. 2020 Dana", {0}),
        ("# coprime, by copylock", set()),
    ],
)
def test_a_statement_may_start_where_scancode_parses_a_sign_of_one(skeletons, text, starts):
    assert skeletons.marks(text.split("\n")).statements == starts


@pytest.mark.parametrize(
    ("line", "is_marked"),
    [
        ("# (c)2020 Dana", True),
        ("y = f(c)", False),
        ("# by permission of Dana", True),
        ("raise PermissionError", False),
        ("# Creative Commons", True),
        ("import org.apache.commons.io", True),  # for "apache"
        ("import org.example.commons.io", False),
        ("# a noticeable change", False),
    ],
)
def test_a_line_with_a_word_of_licences_is_marked(skeletons, line, is_marked):
    assert skeletons.marks([line]).licenses == ({0} if is_marked else set())


def test_the_digest_is_hexadecimal(skeletons):
    assert re.fullmatch("[0-9a-f]{32}", digest(skeletons, HEADER))
