"""Pure noise: the tests flag it as often as they say, and no oftener."""

import numpy as np
import pytest
from support.checkpoints import model, sketch

from attribcheck.weights import statistics
from attribcheck.weights.comparison import Outcome, compare
from attribcheck.weights.document import Settings

PAIRS = 400


def signs(generator, rows, bits):
    return generator.integers(0, 2, (rows, bits)).astype(np.float32) * 2 - 1


def share_below(level, log_ps):
    return np.mean(np.array(log_ps) < np.log(level))


def assert_calibrated(log_ps):
    """The bounds are those that a calibrated test leaves once in 10,000 runs; the seed is fixed."""
    assert 0.015 < share_below(0.05, log_ps) < 0.1
    assert share_below(0.001, log_ps) < 0.015
    assert 0.4 < share_below(0.5, log_ps) < 0.6


@pytest.mark.parametrize(("rows", "bits"), [(96, 16), (96, 256)])
def test_the_aligned_test_flags_noise_as_often_as_it_says(rows, bits):
    generator = np.random.default_rng(0)
    log_ps = []
    for _ in range(PAIRS):
        pair = [statistics.centred(signs(generator, rows, bits)) for _ in range(2)]
        log_ps.append(statistics.log_p_of_z(statistics.align(*pair).z))
    assert_calibrated(log_ps)


@pytest.mark.parametrize(("rows", "columns", "bits"), [(96, 96, 16), (64, 96, 64), (96, 96, 256)])
def test_two_matchings_of_noise_agree_as_often_as_they_should(rows, columns, bits):
    """At 16 bits half of the similarities are ties: the solver would favour the identity."""
    generator = np.random.default_rng(1)
    log_ps = []
    for number in range(PAIRS):
        matchings = [
            statistics.match(
                signs(generator, rows, bits) @ signs(generator, columns, bits).T,
                np.random.default_rng((part, number)),
            )
            for part in range(2)
        ]
        log_ps.append(statistics.agree(*matchings, columns).log_p)
    assert_calibrated(log_ps)


def test_a_matching_of_nothing_but_ties_is_no_identity():
    found = statistics.match(np.zeros((300, 300), np.float32), np.random.default_rng(2))
    assert (found == np.arange(300)).sum() < 8


def test_the_order_of_matched_noise_is_random():
    generator = np.random.default_rng(3)
    log_ps = []
    for number in range(PAIRS):
        similarity = signs(generator, 48, 32) @ signs(generator, 96, 32).T
        found = statistics.match(similarity, np.random.default_rng(number))
        log_ps.append(statistics.rank_correlation_log_p(np.arange(48), found))
    assert_calibrated(log_ps)


def test_models_of_noise_are_not_flagged(tmp_path):
    settings = Settings(rows=64, bits=64)
    models = [sketch(tmp_path / str(n), model(n), settings) for n in range(24)]
    found = [compare(a, b) for a, b in zip(models[::2], models[1::2], strict=True)]
    assert {one.outcome for one in found} == {Outcome.NO_EVIDENCE}
    by_kind = [family.log_p for one in found for family in one.families]
    assert len(by_kind) == 12 * 7
    assert min(by_kind) > np.log(1e-4)
