"""Regular expressions of holders, of which none may take long: a fork can write them."""

from __future__ import annotations

import pytest

from attribcheck.notices.holder_patterns import compiled
from attribcheck.notices.holders import HolderNames


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("Foo (?:Inc|Ltd)\\.?", "foo ltd", True),
        (".*Foo.*", "The Foo Company", True),
        ("(?s:.*)", "anything\nat all", True),
        ("Foo(?: Bar| Baz)?", "Foo Baz", True),
        ("Foo", "Foo Bar", False),
        ("[a-z]+ and [a-z]+", "foo and bar", True),
    ],
)
def test_a_pattern_matches_a_complete_name(pattern: str, name: str, expected: bool) -> None:
    assert (name in HolderNames([f"re:{pattern}"])) is expected


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(?:a*b?)*c", "(a|a)*b", "((a{1,9}){1,9}){1,9}", "(?:(?=a+)a)+", "(a*)*\\1"],
)
def test_a_repetition_in_a_repetition_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="a choice in a repetition"):
        compiled(pattern)


def test_more_than_three_repetitions_are_refused() -> None:
    with pytest.raises(ValueError, match="it has 12 repetitions; 3 are the most"):
        compiled(".*" * 12 + "b")


@pytest.mark.parametrize("pattern", [".*.*.*b", ".*a.*b", "a*a*b", "a{0,500}a{0,500}a{0,500}b"])
def test_a_long_name_is_no_match_rather_than_a_long_wait(pattern: str) -> None:
    assert "a" * 50_000 not in HolderNames([f"re:{pattern}"])


@pytest.mark.parametrize("pattern", ["(", "a{99999999999}", "\\"])
def test_what_is_no_expression_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="it is not a regular expression"):
        compiled(pattern)
