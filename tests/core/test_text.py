"""Text that a repository controls, made safe to show."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/moe.py", "src/moe.py"),
        ("a b\tc", "a b c"),
        ("a\nb", "a\\x0ab"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("\x7f", "\\x7f"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("line\u2028end", "line\\u2028end"),
        ("\ufeffbom", "\\ufeffbom"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("caf\udce9.py", "caf\\xe9.py"),
        ("\ud800", "\\ud800"),
        ("하늘 연구소 © Łódź", "하늘 연구소 © Łódź"),
    ],
)
def test_a_character_that_acts_on_a_terminal_is_shown_as_an_escape(text, shown):
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_what_is_shown_can_be_written_as_utf_8_on_one_line(text):
    shown = printable(text)
    shown.encode("utf-8")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", shown)


@given(st.text(st.characters()))
def test_what_was_made_safe_stays_as_it_is(text):
    assert printable(printable(text)) == printable(text)
