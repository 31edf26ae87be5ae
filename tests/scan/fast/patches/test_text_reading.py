"""A text file is recognised as scancode does it."""

from __future__ import annotations

import string

import pytest
from binaryornot import helpers, tree
from commoncode.text import as_unicode
from hypothesis import example, given
from hypothesis import strategies as st
from textcode.markup import is_markup_text

from attribcheck.scan.fast.patches import text_reading

STARTS = (
    *(b"<", b">", b"+", b"-", b"+ADw-", b"+ADwAPg-", b"word", b" ", b"\n", b"~{", b"\x1b$B", b"\0"),
    *("\u00e9".encode(), "\u4e2d".encode(), b"\xe9", b"\xef\xbb\xbf", b"#include <a.h>"),
    *(b"<?xml version='1.0' encoding='utf-16'?>", b"<meta charset=utf-7>", b"<?php", b"<?string>"),
    *("\u4e2d".encode()[:2], b"<dana@example.org>", b"words of code " * 9, b"\x1c\x1d" * 20),
)


@given(st.lists(st.sampled_from(STARTS), min_size=1, max_size=30).map(b"".join))
@example(b"Hi+ADwAPg-" * 20)
@example(b"<?xml version='1.0' encoding='utf-16'?><a></a>")
@example(b"<meta charset='utf-16'><a></a>")
@example("\u4e2d".encode() * 20 + b"\x1c" * 80 + b"<a@b.c>")
@example("\u4e2d".encode() * 20 + b"+ADwAPg-" * 20)
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
        (b"<?xml version='1.0' encoding='utf-8'?>", False),
        (b"<?php echo 1; ?>", True),
        (
            "# \u00a9 by caf\u00e9 <cafe@example.org>, who wrote all the words in here".encode(),
            True,
        ),
        ("# \u00a9 by \u4e2d".encode()[:-1], True),
        ("# by \u4e2d".encode()[:-1], False),
        (b"caf\xe9", False),
        (b"+ADw- in UTF-7", False),
    ],
)
def test_only_what_an_encoding_can_decide_is_left_to_the_search(start: bytes, told: bool) -> None:
    assert (text_reading.start_text(start) is not None) is told


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
