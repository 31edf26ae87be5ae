"""Passages that every class of a language has."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.copied_code import index_of

from attribcheck.copies import idioms
from attribcheck.copies.information import Information
from attribcheck.copies.lexers import clike, python
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.matcher import IndexMatcher
from attribcheck.copies.thresholds import Thresholds
from attribcheck.copies.tokens import MAX_TOKENS, NAME

MILLION_LINES = 1 << 22  # tokens

PUMP = """
class Pump(Device):
    def __init__(self, flow: float = 1.5, stages: int = 3) -> None:
        super().__init__()
        self.flow = flow
        self.stages = stages

    def forward(self, water: Water, unit: Water) -> Water:
        return drained(water=water, unit=unit, strict=self.flow)
"""


def passages(text: str, path: str = "a.py") -> list[str]:
    """Return each passage by the lines of its first and its last token."""
    tokens = tokenize(path, text.encode())
    assert tokens is not None
    return [
        f"{tokens.lines[start]}-{tokens.lines[end - 1]}"
        for start, end in idioms.spans(tokens.codes, tokens.family)
    ]


def test_a_passage_ends_with_the_last_stored_parameter() -> None:
    assert passages(PUMP) == ["2-6"]


def test_it_ends_before_a_statement_that_computes() -> None:
    assert passages(PUMP.replace("= stages", "= stages * 2")) == ["2-5"]


def test_a_constructor_that_begins_with_a_computation_has_none() -> None:
    assert passages("def __init__(self, flow):\n    self.flow = flow * 2\n") == []


def test_defaults_and_types_with_brackets_belong_to_it() -> None:
    text = "def __init__(self, size: tuple[int, int] = (3, 3)):\n    self.size = size\n"
    assert passages(text) == ["1-2"]


def test_another_language_has_none() -> None:
    codes = bytes(NAME if word == "N" else python.code(word) for word in "N . N = N".split())
    begin = bytes([python.code("def"), NAME, python.code("("), python.code(")"), python.code(":")])
    assert [*idioms.spans(begin + codes, python.FAMILY)] == [(0, 10)]
    assert [*idioms.spans(begin + codes, clike.FAMILY)] == []


def test_what_small_classes_have_in_common_reaches_no_threshold() -> None:
    tokens = tokenize("pump.py", PUMP.partition("return")[0].encode())
    assert tokens is not None
    information = Information(tokens.codes, tokens.family)
    shared = information.of([(0, 0, tokens.size)])
    assert shared < min(Thresholds.of(MILLION_LINES).bits)
    assert 3 * tokens.size > max(Thresholds.of(MILLION_LINES).bits)


def test_a_copy_of_a_small_class_matches(tmp_path: Path) -> None:
    with index_of(tmp_path / "x", {"pump.py": PUMP}) as index:
        assert IndexMatcher([index]).match_content("copy.py", PUMP.encode()).matches != ()


@given(st.lists(st.sampled_from("class def N ( ) : -> . = , @ return".split()), max_size=80))
def test_passages_are_in_order_and_within_the_file(words: list[str]) -> None:
    codes = bytes(NAME if word == "N" else python.code(word) for word in words)
    last = 0
    for start, end in idioms.spans(codes, python.FAMILY):
        assert last <= start < end <= len(codes)
        last = end


@pytest.mark.parametrize(
    "words",
    ["def N (", "def N ( N , N", "def N ( ) ->", "class N (", "def N ( ) : N . N =", "N ( N ( )"],
)
def test_endless_beginnings_take_linear_time(words: str) -> None:
    codes = bytes(NAME if word == "N" else python.code(word) for word in words.split())
    assert [*idioms.spans(codes * (MAX_TOKENS // len(codes)), python.FAMILY)] == []
