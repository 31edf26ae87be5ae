"""Counting all rules at once gives what counting them one by one gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attribcheck.scan.fast.index import counters

RULES = 64
SIZE = RULES // 8
BIT_SETS = st.lists(st.integers(0, 2**RULES - 1), max_size=600)


def one_by_one(bit_sets: list[int]) -> list[int]:
    return [sum(bits >> rule & 1 for bits in bit_sets) for rule in range(RULES)]


@given(BIT_SETS)
def test_counts_are_those_of_a_loop(bit_sets):
    made = counters.planes(bit_sets)
    assert list(counters.counts(made, SIZE)) == one_by_one(bit_sets)


def test_counts_beyond_a_byte_are_right():
    made = counters.planes([2**RULES - 1] * 300 + [1] * 5)
    assert list(counters.counts(made, SIZE)) == [305] + [300] * (RULES - 1)


@given(BIT_SETS, st.lists(st.integers(1, 40), min_size=RULES, max_size=RULES))
def test_the_rules_that_reach_their_least_number_are_those_of_a_loop(bit_sets, least):
    groups = [
        (value, sum(1 << rule for rule in range(RULES) if least[rule] == value))
        for value in sorted(set(least))
    ]
    found = counters.members(counters.reaching(counters.planes(bit_sets), groups))
    expected = [rule for rule, n in enumerate(one_by_one(bit_sets)) if n >= least[rule]]
    assert found == expected


@given(BIT_SETS, st.lists(st.integers(0, 400), min_size=RULES, max_size=RULES))
def test_the_rules_that_are_not_below_a_bound_of_their_own_are_those_of_a_loop(bit_sets, bounds):
    planes = [
        sum(1 << rule for rule in range(RULES) if bounds[rule] >> bit & 1) for bit in range(9)
    ]
    found = counters.at_least(counters.planes(bit_sets), planes, 2**RULES - 1)
    counted = one_by_one(bit_sets)
    assert counters.members(found) == [r for r in range(RULES) if counted[r] >= bounds[r]]


@given(st.sets(st.integers(0, 400)))
def test_members_are_the_numbers_in_a_set(numbers):
    assert counters.members(sum(1 << number for number in numbers)) == sorted(numbers)
