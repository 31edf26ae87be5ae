"""Lines become what scancode's own functions make of them."""

from __future__ import annotations

from commoncode.text import toascii
from hypothesis import example, given
from hypothesis import strategies as st
from textcode import markup

from attribcheck.scan.exact import plainlines

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
    ours = plainlines.stripper(
        markup.strip_known_markup_from_text, markup.ALL_TAGS, markup.SKIP_ATTRIBUTES
    )
    assert ours(line) == markup.strip_known_markup_from_text(line)


def test_a_line_without_markup_is_not_cut():
    def fail(line: str) -> str:
        raise AssertionError(line)

    ours = plainlines.stripper(fail, markup.ALL_TAGS, markup.SKIP_ATTRIBUTES)
    assert ours(" Foo  Corp. [x] = 1;") == "Foo Corp. [x] = 1;"


@given(LINES)
@example("[?] a")
@example("\0")
def test_a_line_becomes_ascii_as_scancode_does_it(line):
    assert plainlines.is_kept()
    assert plainlines.transliterator(toascii)(line, translit=True) == toascii(line, translit=True)
