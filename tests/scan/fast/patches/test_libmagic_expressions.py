"""A text is described as libmagic describes it with all of its regular expressions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checkout import ROOT
from typecode import magic2

from attribcheck.scan.fast.patches import libmagic_expressions, magic_database

REGEX, BYTE = 17, 1
STOCK = magic2.file_type
DATABASE = Path(magic2.get_magicdb_location())
TESTS = magic_database.entries(DATABASE.read_bytes()) or []
HERE = libmagic_expressions.conclusions(TESTS)
FILES = [
    path
    for folder in ("docs", "templates", "attribcheck/scan", "tests/scan", ".github/workflows", ".")
    for path in sorted((ROOT / folder).glob("*.*"))
    if path.is_file()
]


def test_a_database_without_some_tests_is_one_with_the_others():
    (first, end), (second, last), *_ = HERE["left out"]
    fewer = magic_database.without(DATABASE, [(first, end), (second, last)])
    assert magic_database.entries(bytes(fewer)) == TESTS[:first] + TESTS[end:second] + TESTS[last:]
    assert bytes(magic_database.without(DATABASE, [])) == DATABASE.read_bytes()


def test_costly_expressions_that_need_a_string_are_left_out():
    group = [
        magic_database.Entry(0, REGEX, "Foo source text", "", value=rb"^[ \t]{0,50}\.foo"),
        magic_database.Entry(1, BYTE, "of Bar", ""),
    ]
    other = magic_database.Entry(0, BYTE, "Bar", "")
    assert libmagic_expressions.conclusions([other, *group, other]) == {
        "left out": [(1, 3)],
        "needs": [".foo"],
    }


@pytest.mark.parametrize(
    "test",
    [
        magic_database.Entry(0, REGEX, "", "", value=rb"^\.foo"),
        magic_database.Entry(0, REGEX, "", "", value=rb"[a-z]{1,9}"),
        magic_database.Entry(0, REGEX, "", "", relation="!", value=rb"a{1,9}foo"),
        magic_database.Entry(0, REGEX, "", "", flags=4, value=rb"a{1,9}foo"),
        magic_database.Entry(0, REGEX, "", "", value=rb"[a\]{1,9}foo"),
    ],
)
def test_others_are_kept(test):
    assert not libmagic_expressions.conclusions([test])["left out"]


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        (b"a text\n", True),
        (b"", False),
        (b"a .foo\n", False),
        ("caf\u00e9\n".encode(), False),
        (b"a\0b", False),
        (b"\x1b[0m", False),
    ],
)
def test_plain_is_ascii_without_what_an_expression_needs(content, plain):
    assert libmagic_expressions.is_plain(content, [b".foo"]) is plain


def test_most_of_our_own_files_are_plain():
    needs = [need.encode() for need in HERE["needs"]]
    plain = [path for path in FILES if libmagic_expressions.is_plain(path.read_bytes(), needs)]
    assert len(plain) > len(FILES) / 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_described_as_with_the_whole_database(path):
    assert libmagic_expressions.describer(HERE)(str(path)) == STOCK(str(path))


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                *("\t.globl main\n", "BEGIN {\n", "(ns foo)\n", "a\tb\tc\n", "x\n", " .text\n"),
                *("#!/bin/sh\n", "import a;\n", "\\documentclass\n", "<html>\n", "  end\n", "{}\n"),
                *("def a\n", "class A\n", "GM[1]\n", "(;GM[1]\n", ".file 1\n", "\t" * 11 + "a\n"),
                "a" + "\tb" * 12 + "\n",
            ]
        ),
        max_size=6,
    ).map("".join)
)
def test_a_mixture_is_described_as_with_the_whole_database(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "described"
    path.write_text(content)
    assert libmagic_expressions.describer(HERE)(str(path)) == STOCK(str(path))
