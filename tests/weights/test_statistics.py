"""The tests of independence, as laws."""

from math import exp, factorial, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, poisson, spearmanr

from attribcheck.weights import statistics


def rows(seed, count=40, bits=24):
    return np.random.default_rng(seed).standard_normal((count, bits)).astype(np.float32)


def test_the_variance_of_an_alignment_is_that_over_all_pairings():
    a, b = (statistics.centred(rows(seed, 5, 3)) for seed in (1, 2))
    sums = [(a * b[list(order)]).sum() for order in _permutations(5)]
    found = statistics.align(a, b)
    assert np.mean(sums) == pytest.approx(0, abs=1e-5)
    assert found.variance == pytest.approx(np.var(sums), rel=1e-4)


def _permutations(count):
    from itertools import permutations

    return permutations(range(count))


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_an_alignment_depends_on_the_pairs_and_not_on_their_order(seed, order_seed):
    a, b = rows(seed), rows(seed + 1)
    order = np.random.default_rng(order_seed).permutation(len(a))
    before = statistics.align(statistics.centred(a), statistics.centred(b))
    after = statistics.align(statistics.centred(a[order]), statistics.centred(b[order]))
    assert after.z == pytest.approx(before.z, abs=1e-3)


@given(st.integers(0, 2**32))
def test_an_alignment_is_symmetric(seed):
    a, b = (statistics.centred(rows(seed + n)) for n in (0, 1))
    assert statistics.align(a, b).z == pytest.approx(statistics.align(b, a).z, abs=1e-3)


def test_what_all_rows_share_aligns_nothing():
    shared = 100 * rows(3, 1)
    a, b = (statistics.centred(rows(seed) + shared) for seed in (4, 5))
    assert abs(statistics.align(a, b).z) < 4


def test_rows_that_do_not_vary_align_nothing():
    constant = statistics.centred(np.ones((40, 8), np.float32))
    assert statistics.align(constant, statistics.centred(rows(1, 40, 8))).z == 0


@given(st.permutations(range(30)))
def test_a_matching_finds_a_permutation_of_the_rows(order):
    a = rows(6, 30, 64)
    b = a[order]
    found = statistics.match(a @ b.T, np.random.default_rng(0))
    assert np.array_equal(np.array(order)[found], np.arange(30))


def test_fewer_rows_are_matched_to_more():
    b = rows(7, 30, 64)
    found = statistics.match(b[5:15] @ b.T, np.random.default_rng(0))
    assert found.tolist() == list(range(5, 15))


@pytest.mark.parametrize("count", [0, 1, 3, 8])
def test_the_p_value_of_an_agreement_lies_between_those_of_the_counts_around(count):
    first = np.arange(200)
    second = np.roll(first, 1)
    # Of the first rows the matchings agree; the others are in a circle, without a fixed one.
    second[:count] = first[:count]
    second[count:] = np.roll(first[count:], 1)
    found = statistics.agree(first, second, 200)
    assert found.agreeing == count
    assert poisson.sf(count, 1) <= exp(found.log_p) <= poisson.sf(count - 1, 1)


def test_complete_agreement_of_many_units_does_not_underflow():
    found = statistics.agree(np.arange(2000), np.arange(2000), 2000)
    assert -log(10) * 6000 < found.log_p < -log(10) * 5000


def test_a_bound_for_great_counts_is_no_smaller_than_the_tail():
    for count in (20, 25, 40):
        bound = statistics._log_poisson_above(count, 1.0)
        exact = log(float(poisson.sf(count, 1)))
        assert exact <= bound + 1e-9 < exact + 0.1


@given(st.permutations(range(25)))
def test_the_rank_correlation_is_spearmans(order):
    x, y = np.arange(25), np.array(order)
    expected = spearmanr(x, y, alternative="greater").pvalue
    assert exp(statistics.rank_correlation_log_p(x, y)) == pytest.approx(
        expected, rel=1e-6, abs=1e-15
    )


def test_one_order_is_as_unlikely_as_one_of_all():
    found = statistics.rank_correlation_log_p(np.arange(6), np.arange(6))
    assert exp(found) == pytest.approx(1 / factorial(6))


@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=40))
def test_the_combination_is_fishers(ps):
    expected = chi2.sf(-2 * np.log(ps).sum(), 2 * len(ps))
    found = statistics.fisher([log(p) for p in ps])
    assert found == pytest.approx(np.log(expected), rel=1e-6, abs=1e-9)


def test_a_combination_does_not_underflow():
    assert -30_000 < statistics.fisher([-1000.0] * 30) < -29_000


@given(st.lists(st.floats(-50, 0), min_size=1, max_size=10), st.data())
def test_smaller_p_values_never_give_a_greater_combination(log_ps, data):
    place = data.draw(st.integers(0, len(log_ps) - 1))
    smaller = [*log_ps]
    smaller[place] -= data.draw(st.floats(0, 20))
    assert statistics.fisher(smaller) <= statistics.fisher(log_ps) + 1e-9
