"""What begins as plain text is told from a binary as binaryornot tells it."""

from __future__ import annotations

import string

import pytest
from binaryornot import helpers, tree
from hypothesis import example, given
from hypothesis import strategies as st

from attribcheck.scan.exact import binaries

SIGNATURES = tuple(sign.encode() for sign in binaries.conclusions() or ())
STARTS = st.one_of(
    st.text(string.printable, max_size=512).map(str.encode),
    st.sampled_from(helpers._BINARY_SIGNATURES),
    st.binary(max_size=512),
)


def test_the_installed_tree_decides_by_what_is_known_of_plain_text():
    assert binaries.conclusions()


@given(STARTS)
@example(b"")
@example(b"%PDF-1.4\n")
@example(b"a")
@example(b"\n" * 512)
def test_what_is_told_to_be_text_is_no_binary(chunk):
    if binaries.is_text(chunk, SIGNATURES):
        assert not helpers.is_binary_string(chunk)


@given(st.text(string.printable.replace("\v", "").replace("\f", ""), max_size=512))
def test_printable_text_without_a_signature_is_told(text):
    signed = text.encode().startswith(helpers._BINARY_SIGNATURES)
    assert binaries.is_text(text.encode(), SIGNATURES) is not signed


@pytest.mark.parametrize("features", [[2], [7], [13, 14, 15, 16]])
def test_of_a_tree_that_asks_for_more_nothing_is_concluded(monkeypatch, features):
    monkeypatch.setattr(tree, "is_binary", lambda told: all(told[at] for at in features))
    assert binaries.conclusions() is None
