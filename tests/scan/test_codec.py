"""A FileScan comes back from the cache as it went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.model import (
    Excerpt,
    FileScan,
    LicenseMatch,
    Marker,
    MarkerKind,
    Notice,
    NoticeKind,
    Span,
    Statement,
)
from attribcheck.scan.codec import decode, encode

TEXT = st.text(st.characters(), max_size=20)  # lone surrogates included
SPAN = st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6))
SCORE = st.floats(0, 100)
MATCH = st.builds(
    LicenseMatch,
    expression=TEXT,
    span=SPAN,
    rule=TEXT,
    matcher=TEXT,
    score=SCORE,
    length=st.integers(0, 10**5),
    coverage=SCORE,
    references=st.lists(TEXT, max_size=2).map(tuple),
)
NOTICE = st.builds(
    Notice,
    kind=st.sampled_from(NoticeKind),
    text=TEXT,
    span=SPAN,
    excerpt=st.builds(Excerpt, TEXT, st.integers(0, 10**6)),
    column=st.integers(1, 1000),
    holders=st.lists(TEXT, max_size=2).map(tuple),
    matches=st.lists(MATCH, max_size=2).map(tuple),
    clue=st.booleans(),
    part_of=st.none() | TEXT,
    detector=TEXT,
)
STATEMENT = st.builds(Statement, TEXT, SPAN)
MARKER = st.builds(Marker, st.sampled_from(MarkerKind), SPAN, TEXT, TEXT)
FILE_SCAN = st.builds(
    FileScan,
    license_expression=st.none() | TEXT,
    notices=st.lists(NOTICE, max_size=3).map(tuple),
    holders=st.lists(STATEMENT, max_size=2).map(tuple),
    authors=st.lists(STATEMENT, max_size=2).map(tuple),
    markers=st.lists(MARKER, max_size=2).map(tuple),
    blank=st.booleans(),
)


@given(FILE_SCAN)
def test_what_was_encoded_decodes_to_the_same(scan: FileScan) -> None:
    assert decode(encode(scan)) == scan


def test_the_encoding_is_ascii_and_the_same_every_time() -> None:
    scan = FileScan(None, holders=(Statement("Jérôme \udce9", Span(1, 1)),))
    assert encode(scan).isascii()
    assert encode(scan) == encode(scan)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"[null,[],[],[],[]]",
        b'[null,[["x"]],[],[],[],false]',
        b"[" * 9999,
    ],
    ids=["empty", "cut", "null", "no fields", "a field short", "a notice short", "deep"],
)
def test_what_is_no_file_scan_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(data)
