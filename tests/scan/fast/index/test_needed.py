"""What a region has is compared with what matches of the rules need, and no rule is lost."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from attribcheck.scan.fast.index import build_closeness, container
from attribcheck.scan.fast.index.needed import Needed
from attribcheck.scan.fast.index.regions import FEW, Words
from attribcheck.scan.fast.index.unmatchable_rules import Needs

LEGALESE = 10
"""Tokens below are legalese."""

LENGTHS = [1, 2, 9, FEW, FEW + 1, 12, 17, 31, 64, 65, 200, 1000]


@pytest.fixture(scope="module")
def needed(tmp_path_factory) -> Needed:
    """Return rules of each length, a tenth of it legalese, of which a match needs all."""
    sequences = {
        rid: [place % LEGALESE if place % 10 == 0 else 50 + place for place in range(length)]
        for rid, length in enumerate(LENGTHS)
    }
    needs = {rid: Needs(len(s), (len(s) + 9) // 10, ()) for rid, s in sequences.items()}
    path = tmp_path_factory.mktemp("needed") / "x.bin"
    least = dict.fromkeys(sequences, 1)
    sections = build_closeness.sections(sequences, needs, least, LEGALESE, len(sequences))
    container.write(path, sections)
    return Needed(container.Container(path), [(1 << len(LENGTHS)) - 1] * 2000, LEGALESE)


def lengths(rules: int) -> Iterable[int]:
    return [length for rid, length in enumerate(LENGTHS) if rules >> rid & 1]


@pytest.mark.parametrize("size", [1, 2, 10, 11, 16, 31, 63, 64, 200, 999, 1000, 5000])
def test_every_rule_that_needs_no_more_words_is_reached(needed, size):
    region = Words.of(
        [(0,) * 100 + tuple(range(50, 50 + size - 100))] if size > 100 else [(0,) * size],
        LEGALESE,
    )
    assert {length for length in LENGTHS if length <= size} <= {*lengths(needed.reached(region))}


def test_a_rule_that_needs_many_more_words_is_not_reached(needed):
    assert 200 not in lengths(needed.reached(Words.of([(0,) * 60], LEGALESE)))


def test_a_rule_that_needs_more_legalese_is_not_reached(needed):
    region = Words.of([(0, *range(50, 1200))], LEGALESE)
    assert 1000 not in lengths(needed.reached(region))


def test_long_rules_are_those_of_which_a_match_has_more_than_a_few_words(needed):
    assert lengths(needed.long) == [length for length in LENGTHS if length > FEW]
