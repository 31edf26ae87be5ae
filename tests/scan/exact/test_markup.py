"""A file is taken for markup when scancode takes it for markup."""

from __future__ import annotations

import pytest
from commoncode.text import as_unicode
from hypothesis import example, given
from hypothesis import strategies as st
from textcode.markup import is_markup_text

from attribcheck.scan.exact import markup
from attribcheck.scan.exact.markup import start_text

PARTS = (
    *(b"<", b">", b"+", b"-", b"+ADw-", b"+ADwAPg-", b"word", b" ", b"\n", b"~{", b"\x1b$B", b"\0"),
    *("\u00e9".encode(), "\u4e2d".encode(), b"\xe9", b"\xef\xbb\xbf", b"#include <a.h>"),
    *(b"<?xml version='1.0' encoding='utf-16'?>", b"<meta charset=utf-7>"),
)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=30).map(b"".join))
@example(b"Hi+ADwAPg-" * 20)
@example(b"<?xml version='1.0' encoding='utf-16'?><a></a>")
def test_a_start_is_judged_as_scancode_judges_it(start: bytes) -> None:
    text, theirs = start_text(start), as_unicode(start)

    if text is not None and theirs is not None:
        assert is_markup_text(text) == is_markup_text(theirs)


@given(st.text(st.sampled_from("<> a\n"), max_size=60))
@example("a" * 40 + "<>")
@example("a" * 38 + "<>")
@example("a <<<<<<>>>>>")
def test_a_text_is_markup_when_scancode_says_so(text: str) -> None:
    assert markup.is_markup_text(text) == is_markup_text(text)


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
    assert (start_text(start) is not None) is told
