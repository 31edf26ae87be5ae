"""The tests of independence, as log p-values.

All are tests of one hypothesis: the hidden units of the two models were initialised independently,
and training treats units alike. Then the units of one model are exchangeable given the other model,
so that the pairing "unit i with unit i" is one of all pairings, drawn uniformly.

Sources: W. Hoeffding, "A combinatorial central limit theorem", 1951 (the aligned test); S. Zhu,
A. Ahmed, R. Kuditipudi, P. Liang, "Independence Tests for Language Models", ICML 2025 (matching
units by two matrices and comparing the matchings); R. A. Fisher, "Statistical Methods for Research
Workers", 1932 (the combination).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, lgamma, log, log1p
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.special import gammainc, log_ndtr, logsumexp
from scipy.stats import t as student

from attribcheck.weights.matrices import Indices
from attribcheck.weights.tensors import Floats


class Alignment(NamedTuple):
    """How far rows of one matrix resemble the rows of another at the same place.

    Attributes:
        total: The sum of inner products of the pairs of rows.
        variance: Of that sum, over all pairings.
        scale: The sum that identical rows would have.
    """

    total: float
    variance: float
    scale: float

    @property
    def z(self) -> float:
        """The sum in standard deviations; 0 where nothing varies."""
        return self.total / self.variance**0.5 if self.variance > 0 else 0.0


def centred(rows: Floats) -> Floats:
    """Subtract the mean row, so that what all rows share says nothing."""
    found: Floats = rows - rows.mean(axis=0)
    return found


def align(
    a: Floats, b: Floats, gram_a: Floats | None = None, gram_b: Floats | None = None
) -> Alignment:
    """Return how far the rows of two centred matrices of one shape agree in their order.

    Hoeffding: over uniformly drawn pairings the sum of similarities has mean 0, once both matrices
    are centred, and the variance below. It is near normal for 32 rows or more.

    Args:
        a: Rows by columns, centred.
        b: The same.
        gram_a: ``a.T @ a``, where it is at hand.
        gram_b: The same of b.
    """
    if len(a) < 2:
        return Alignment(0.0, 0.0, 1.0)
    gram_a = a.T @ a if gram_a is None else gram_a
    gram_b = b.T @ b if gram_b is None else gram_b
    variance = float(np.vdot(gram_a, gram_b)) / (len(a) - 1)
    total = float(np.vdot(a, b))
    return Alignment(total, max(variance, 0.0), float(a.size))


def pooled(parts: Sequence[Alignment]) -> Alignment:
    """Return the sum of alignments of disjoint sets of units (the heads of one attention)."""
    return Alignment(
        sum(part.total for part in parts),
        sum(part.variance for part in parts),
        sum(part.scale for part in parts) or 1.0,
    )


def log_p_of_z(z: float) -> float:
    """Return the log of the one-sided p-value of a standard normal value."""
    return float(log_ndtr(-z))


def match(similarity: Floats, generator: np.random.Generator) -> Indices:
    """Return for each row the column that is assigned to it, so that the sum is the greatest.

    Rows and columns are shuffled first. The solver breaks ties by position, which favours the
    identity: unshuffled, 14 % of pairs of pure noise at 16 bits were below .05.

    Args:
        similarity: At most as many rows as columns.
        generator: For two matchings that are compared, in two different states.
    """
    rows, columns = (generator.permutation(size) for size in similarity.shape)
    shuffled = similarity[np.ix_(rows, columns)]
    found = np.empty(len(rows), np.int64)
    found[rows] = columns[linear_sum_assignment(shuffled, maximize=True)[1]]
    return found


class Agreement(NamedTuple):
    """How many units two matchings assign to the same unit.

    Attributes:
        agreeing: Units.
        units: That were matched.
        expected: Agreeing units by chance.
        log_p: Of so many or more.
    """

    agreeing: int
    units: int
    expected: float
    log_p: float


def agree(first: Indices, second: Indices, columns: int) -> Agreement:
    """Return how far two matchings of the same rows to the same columns agree.

    Of two independent matchings, each uniform, the number of agreements is Poisson with mean
    rows / columns (the matching problem of Montmort, near exact from 10 rows on). A count is
    discrete; the rank correlation among the units that do not agree breaks its ties, which makes
    the p-value continuous without a random number.

    Args:
        first: For each row its column.
        second: The same.
        columns: How many columns there are.
    """
    same = first == second
    count = int(same.sum())
    mean = len(first) / columns
    rest = ~same
    tie = rank_correlation_log_p(first[rest], second[rest]) if rest.sum() > 3 else log(0.5)
    here = count * log(mean) - mean - lgamma(count + 1)
    log_p = float(np.logaddexp(_log_poisson_above(count, mean), here + tie))
    return Agreement(count, len(first), mean, min(log_p, 0.0))


def _log_poisson_above(count: int, mean: float) -> float:
    """Return log P(X > count) for a Poisson variable; for great counts a close upper bound."""
    if count < 20:
        return log(max(float(gammainc(count + 1, mean)), 1e-300))
    # The terms fall at least as fast as a geometric series.
    first = (count + 1) * log(mean) - mean - lgamma(count + 2)
    return first - log1p(-mean / (count + 2))


def rank_correlation_log_p(x: Indices, y: Indices) -> float:
    """Return the log of the one-sided p-value of Spearman's correlation of values without ties."""
    count = len(x)
    if count < 4:
        return log(0.5)
    ranks = [np.argsort(np.argsort(values)) - (count - 1) / 2 for values in (x, y)]
    r = float(ranks[0] @ ranks[1] / (ranks[0] @ ranks[0]))
    if r >= 1 - 1e-12:
        return -lgamma(count + 1)  # one order of all
    statistic = r * ((count - 2) / ((1 - r) * (1 + r))) ** 0.5 if r > -1 + 1e-12 else -inf
    return max(float(student.logsf(statistic, count - 2)), -lgamma(count + 1))


def fisher(log_ps: Sequence[float]) -> float:
    """Return the log of the combined p-value of independent tests.

    -2 times the sum of logs has a chi-square distribution with 2n degrees of freedom, whose upper
    tail is a finite sum for an even number. It stays exact where a p-value would underflow.
    """
    half = -sum(log_ps)
    if half <= 0:
        return 0.0
    terms = [index * log(half) - lgamma(index + 1) for index in range(len(log_ps))]
    return min(float(logsumexp(terms)) - half, 0.0)
