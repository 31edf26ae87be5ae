"""A text and a rule are aligned in the blocks that scancode's own alignment has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cyseq import match_blocks
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intbitset import intbitset

from attribcheck.scan.fast.index.aligner import Aligner

LEGALESE = 4
"""Tokens below this number are legalese; few of each kind, so that they meet often."""

TOKENS = st.lists(st.integers(0, 6), max_size=40)


def places_of(rule: Sequence[int]) -> dict[int, list[int]]:
    """Return where a rule has each token of legalese."""
    places: dict[int, list[int]] = {}
    for place, token in enumerate(rule):
        if token < LEGALESE:
            places.setdefault(token, []).append(place)
    return places


def arguments(text: Sequence[int], rule: Sequence[int], **changed: Any) -> dict[str, Any]:
    """Return the arguments of an alignment of all of a text."""
    return {
        "a": text,
        "b": rule,
        "a_start": 0,
        "a_end": len(text),
        "b2j": places_of(rule),
        "len_good": LEGALESE,
        "matchables": intbitset(range(len(text))),
    } | changed


@given(TOKENS, TOKENS, st.data())
@settings(max_examples=400)
@example([0, 1, 5, 0, 1, 2], [5, 0, 1, 2, 0, 1], None)
def test_the_blocks_are_those_of_scancode(
    text: list[int], rule: list[int], data: st.DataObject | None
) -> None:
    asked = arguments(text, rule)
    if data is not None:
        begin = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(begin, len(text)))
        matched = data.draw(st.sets(st.integers(0, 39), max_size=8))
        unasked = data.draw(st.sets(st.integers(0, LEGALESE - 1), max_size=1))
        asked |= {
            "a_start": begin,
            "a_end": end,
            "matchables": intbitset(set(range(len(text))) - matched),
            "b2j": {at: places for at, places in asked["b2j"].items() if at not in unasked},
        }
    assert Aligner()(**asked) == match_blocks(**asked)


@given(st.lists(TOKENS, min_size=1, max_size=2), st.lists(TOKENS, min_size=1, max_size=2))
def test_what_it_remembers_is_of_no_other_text_and_rule(
    texts: list[list[int]], rules: list[list[int]]
) -> None:
    aligner = Aligner()
    for text in texts:
        for rule in rules:
            for begin in (0, len(text) // 2):
                asked = arguments(text, rule, a_start=begin)
                assert aligner(**asked) == match_blocks(**asked)


def test_what_has_become_matched_is_in_no_block() -> None:
    aligner, text, rule = Aligner(), [0, 1, 2, 3], [0, 1, 2, 3]
    asked = arguments(text, rule)
    assert aligner(**asked) == [(0, 0, 4)]
    asked["matchables"] = intbitset([0, 1, 3])
    assert aligner(**asked) == match_blocks(**asked) == [(0, 0, 2), (3, 3, 1)]


def test_words_of_no_legalese_are_part_of_a_block_that_legalese_begins() -> None:
    text, rule = [6, 5, 0, 5, 6, 6], [5, 0, 5, 6, 1]
    asked = arguments(text, rule)
    assert Aligner()(**asked) == match_blocks(**asked) == [(1, 0, 4)]
