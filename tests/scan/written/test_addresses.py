"""A pattern that an address may stand beside of, compiled only where a text may hold one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.scan.written import addresses
from attribcheck.scan.written.addresses import OrAddress

PATTERN = r"<[^<>]*>|\d{4}"
WHOLE = re.compile(rf"{PATTERN}|(?i:{addresses._BEHIND_NAME})")

PIECES = (
    *("Dana Example", "Foo GmbH", "<dana@example.org>", "2024", "2019-2024", ", ", ",  ", " - "),
    *(", Hauptstraße 12, 10115 Berlin", ", 12 rue de la Paix, Paris", "; 1 Foo Street", "、", "·"),
    *(", 서울특별시 강남구 테헤란로 152", "，北京市海淀区12号", ", PO Box 12", "10115 Berlin"),
    *("\n", " "),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(0, 40), st.integers(0, 200))
def test_it_finds_what_one_pattern_of_both_finds(pieces: list[str], pos: int, end: int) -> None:
    text = "".join(pieces)
    either = OrAddress(PATTERN)
    assert [m.span() for m in either.finditer(text, pos, end)] == [
        m.span() for m in WHOLE.finditer(text, pos, end)
    ]
    for found, wanted in (
        (either.search(text, pos), WHOLE.search(text, pos)),
        (either.match(text, pos, end), WHOLE.match(text, pos, end)),
    ):
        assert (found and found.span()) == (wanted and wanted.span())
    assert either.sub(" ", text) == WHOLE.sub(" ", text)


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("Hauptstraße 12, 10115 Berlin", True),
        ("10115 Berlin, Germany", True),
        ("Dana Example, Hauptstraße 12", False),
        ("Dana Example", False),
        ("2024 Dana Example", False),
    ],
)
def test_a_text_begins_with_an_address_or_not(text: str, is_address: bool) -> None:
    assert addresses.begins(text) is is_address


def test_a_line_without_a_digit_behind_a_comma_needs_no_pattern_for_addresses() -> None:
    addresses._behind_name.cache_clear()
    list(OrAddress(PATTERN).finditer("(c) 2024 Dana Example, Foo GmbH <dana@example.org>"))
    assert addresses._behind_name.cache_info().currsize == 0
