"""A text file is recognised and read as scancode does it."""

from __future__ import annotations

import string

import pytest
from binaryornot import helpers, tree
from commoncode.text import as_unicode, toascii
from hypothesis import example, given
from hypothesis import strategies as st
from textcode import analysis, markup
from textcode.markup import is_markup_text

from attribcheck.scan.fast.patches import text_reading

STARTS = (
    *(b"<", b">", b"+", b"-", b"+ADw-", b"+ADwAPg-", b"word", b" ", b"\n", b"~{", b"\x1b$B", b"\0"),
    *("\u00e9".encode(), "\u4e2d".encode(), b"\xe9", b"\xef\xbb\xbf", b"#include <a.h>"),
    *(b"<?xml version='1.0' encoding='utf-16'?>", b"<meta charset=utf-7>"),
)


@given(st.lists(st.sampled_from(STARTS), min_size=1, max_size=30).map(b"".join))
@example(b"Hi+ADwAPg-" * 20)
@example(b"<?xml version='1.0' encoding='utf-16'?><a></a>")
def test_a_start_is_judged_as_scancode_judges_it(start: bytes) -> None:
    text, theirs = text_reading.start_text(start), as_unicode(start)

    if text is not None and theirs is not None:
        assert is_markup_text(text) == is_markup_text(theirs)


@given(st.text(st.sampled_from("<> a\n"), max_size=60))
@example("a" * 40 + "<>")
@example("a" * 38 + "<>")
@example("a <<<<<<>>>>>")
def test_a_text_is_markup_when_scancode_says_so(text: str) -> None:
    assert text_reading.is_markup_text(text) == is_markup_text(text)


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"# words of code\n", True),
        (b"for (i = 0; i < n && n > 1;) {}", True),
        ("# \u00a9 by caf\u00e9".encode(), True),
        (b"x + y", True),
        ("<p>\u00a9</p>".encode(), False),
        (b"<?xml version='1.0'?>", False),
        (b"caf\xe9", False),
        (b"+ADw- in UTF-7", False),
    ],
)
def test_only_what_an_encoding_can_decide_is_left_to_the_search(start: bytes, told: bool) -> None:
    assert (text_reading.start_text(start) is not None) is told


STOCK_LINES = analysis.unicode_text_lines

PARTS = (
    *(b"word", b"\n", b"\r\n", b"\r", b"\x0b", b"\x0c", b"\x1c", b"\\n", b"\\r\\t", b"\\", b"\0"),
    *("\u00e9".encode(), "\u2028".encode(), "\x85".encode(), b"\xe9", b"\xef\xbb\xbf"),
)


@given(st.lists(st.sampled_from(PARTS), max_size=20).map(b"".join), st.booleans())
@example("caf\u00e9\n".encode() + b"caf\xe9\n", False)
def test_lines_are_those_of_scancode_or_left_to_it(tmp_path_factory, content, escapes):
    path = tmp_path_factory.getbasetemp() / "lines"
    path.write_bytes(content)
    replace = analysis.remove_verbatim_cr_lf_tab_chars if escapes else None
    lines = text_reading.lines(content, replace)
    if lines is not None:
        assert list(lines) == list(STOCK_LINES(str(path), escapes))


def test_what_is_no_utf8_or_has_a_nul_is_left_to_scancode():
    assert text_reading.lines(b"caf\xe9\n") is None
    assert text_reading.lines(b"a\0b\n") is None
    assert text_reading.lines("caf\u00e9\n".encode()) is not None


SIGNATURES = tuple(sign.encode() for sign in text_reading.binary_signatures() or ())
CHUNKS = st.one_of(
    st.text(string.printable, max_size=512).map(str.encode),
    st.sampled_from(helpers._BINARY_SIGNATURES),
    st.binary(max_size=512),
)


def test_the_installed_tree_decides_by_what_is_known_of_plain_text():
    assert text_reading.binary_signatures()


@given(CHUNKS)
@example(b"")
@example(b"%PDF-1.4\n")
@example(b"a")
@example(b"\n" * 512)
def test_what_is_told_to_be_text_is_no_binary(chunk):
    if text_reading.is_text(chunk, SIGNATURES):
        assert not helpers.is_binary_string(chunk)


@given(st.text(string.printable.replace("\v", "").replace("\f", ""), max_size=512))
def test_printable_text_without_a_signature_is_told(text):
    signed = text.encode().startswith(helpers._BINARY_SIGNATURES)
    assert text_reading.is_text(text.encode(), SIGNATURES) is not signed


@pytest.mark.parametrize("features", [[2], [7], [13, 14, 15, 16]])
def test_of_a_tree_that_asks_for_more_nothing_is_concluded(monkeypatch, features):
    monkeypatch.setattr(tree, "is_binary", lambda told: all(told[at] for at in features))
    assert text_reading.binary_signatures() is None


PIECES = st.sampled_from(
    "copyright author Foo Corp. < > <b> </b> <br/> b> lang= href= HREF=x class= style= mailto:a"
    " MAILTO:a http://www.w3.org/2000/svg HTTP://www.w3.org/2000/SVG http://example.com xml: a=b"
    " <Windows & &lt; [?] \u00e9 \u2013 \t \x0b".split(" ")
)
LINES = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=8).map("".join),
    st.text(max_size=30),
)


@given(LINES)
@example("  a  http://www.w3.org/2000/svg  b ")
@example("href=x")
@example("")
def test_a_line_is_stripped_of_markup_as_scancode_does_it(line):
    ours = text_reading.stripper(
        markup.strip_known_markup_from_text, markup.ALL_TAGS, markup.SKIP_ATTRIBUTES
    )
    assert ours(line) == markup.strip_known_markup_from_text(line)


def test_a_line_without_markup_is_not_cut():
    def fail(line: str) -> str:
        raise AssertionError(line)

    ours = text_reading.stripper(fail, markup.ALL_TAGS, markup.SKIP_ATTRIBUTES)
    assert ours(" Foo  Corp. [x] = 1;") == "Foo Corp. [x] = 1;"


@given(LINES)
@example("[?] a")
@example("\0")
def test_a_line_becomes_ascii_as_scancode_does_it(line):
    assert text_reading.keeps_ascii()
    assert text_reading.transliterator(toascii)(line, translit=True) == toascii(line, translit=True)
