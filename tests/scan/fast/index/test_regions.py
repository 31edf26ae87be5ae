"""A stretch of a text that is dense enough for a match lies within one region."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from attribcheck.scan.fast.index import regions

LEGALESE = 3
TOKENS = st.lists(st.integers(0, 9), min_size=1, max_size=40)
PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


def table(pairs: set[tuple[int, int]]) -> bytearray:
    found = bytearray(regions.SLOTS)
    for first, second in pairs:
        found[regions.slot(first, second)] = 1
    return found


def words(tokens: list[int], pairs: set[tuple[int, int]]) -> set[int]:
    """Return the places of words from which neighbours lead to a word of legalese."""
    found = {at for at, token in enumerate(tokens) if token < LEGALESE}
    before = -1
    while len(found) != before:
        before = len(found)
        for at, pair in enumerate(pairwise(tokens)):
            if pair in pairs and found & {at, at + 1}:
                found |= {at, at + 1}
    return found


@given(TOKENS, PAIRS, st.dictionaries(st.integers(-1, 40), st.integers(1, 6), max_size=12))
def test_every_dense_stretch_lies_in_one_region(tokens, pairs, unknown):
    found = regions.regions(tokens, unknown, LEGALESE, table(pairs))
    matched = words(tokens, pairs)
    assert {p for one in found for b, e in one for p in range(b, e + 1)} == matched
    for begin in matched:
        for end in matched:
            stretch = range(begin, end + 1)
            strange = sum(unknown.get(at, 0) for at in stretch[:-1])
            inside = len(matched.intersection(stretch))
            if begin <= end and inside >= 0.4 * (len(stretch) + strange):
                assert any(one[0][0] <= begin and end <= one[-1][1] for one in found)


def test_a_word_far_from_others_is_a_region_of_its_own():
    spans = [(0, 0), (19, 19), (21, 24)]
    assert list(regions.dense(spans, [18, 1])) == [[(0, 0)], [(19, 19), (21, 24)]]


def test_the_words_of_a_region_know_their_neighbours():
    made = regions.Words.of([(1, 2, 1), (5,)], LEGALESE)
    assert made.counts == Counter({1: 2, 2: 1, 5: 1})
    assert made.pairs == {1 << 16 | 2, 2 << 16 | 1}
