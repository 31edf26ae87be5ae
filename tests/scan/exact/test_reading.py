"""The lines of a text are those that scancode reads."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from textcode import analysis

from attribcheck.scan.exact import reading

STOCK = analysis.unicode_text_lines

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
    lines = reading.lines(content, replace)
    if lines is not None:
        assert list(lines) == list(STOCK(str(path), escapes))


def test_what_is_no_utf8_or_has_a_nul_is_left_to_scancode():
    assert reading.lines(b"caf\xe9\n") is None
    assert reading.lines(b"a\0b\n") is None
    assert reading.lines("caf\u00e9\n".encode()) is not None
