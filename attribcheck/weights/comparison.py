"""Compares two fingerprints: equal tensors, tests of independence, and what may be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from math import exp, log, pi, sin
from typing import NamedTuple

from scipy.special import ndtri

from attribcheck.core.errors import UsageError
from attribcheck.weights import layer_tests, statistics
from attribcheck.weights.descriptions import (
    NormCosines,
    TensorMatches,
    compare_norms,
    match_tensors,
)
from attribcheck.weights.fingerprint import Fingerprint
from attribcheck.weights.layer_tests import Aligned, LayerMap, LayerTest

THRESHOLD = 1e-6
"""A p-value below it, already multiplied by the number of tests, is evidence."""
DOUBT = 1e-3
"""From ``THRESHOLD`` to here the tests say neither."""
FLOOR = 1e-12
"""Nobody can check a smaller p-value; it is shown as "< 1e-12"."""
MIN_SHARE = 0.1
"""Of the units of some layer, that have to agree before a second-grade test counts. Its null
distribution rests on more than the exchangeability of units: models trained apart may have a few
units that react to the same tokens, and two layers of one model, which share a basis, agree in up
to 3 % of their units (all-MiniLM-L6-v2, measured)."""
MIN_AGREEING = 16
"""Units, at least: a tenth of a small layer is soon reached by chance."""
_POWER = 0.99
_BLIND = 0.5
"""With a smallest detectable cosine above it, too little is there to say anything."""


class Outcome(Enum):
    """What the comparison says."""

    IDENTICAL = "identical tensors"
    NOT_INDEPENDENT = "not independently initialised"
    NO_EVIDENCE = "no evidence against independence"
    INCONCLUSIVE = "inconclusive"


class Family(NamedTuple):
    """Tests of one kind, combined.

    Attributes:
        name: Of the kind.
        tests: The single ones.
        size: How many there are (those of the layer map are not all listed).
        log_p: Combined: by Fisher, or for the layer map by Bonferroni.
        is_second_grade: Rests on more than the exchangeability of units.
        decides: Whether the verdict counts it.
    """

    name: str
    tests: tuple[LayerTest, ...]
    size: int
    log_p: float
    is_second_grade: bool
    decides: bool


class LayerMatch(NamedTuple):
    """A layer of B and the layer of A that it matches best, beyond the threshold."""

    a: int
    b: int
    log_p: float
    cosine: float | None


class Comparison(NamedTuple):
    """What was found of two models.

    Attributes:
        a: The first model.
        b: The second.
        outcome: The verdict.
        reason: For an inconclusive one.
        log_p: The smallest of all deciding families, times the number of all families.
        detectable: The mean cosine of units in their order that would have been found, nearly
            surely; None where no test used the order.
        families: Kinds of tests.
        classes: The aligned test of each matrix, as description.
        matches: Layers that match.
        map: Every layer against every layer, or None.
        tensors: Equal ones.
        norms: Their cosines, or None.
    """

    a: Fingerprint
    b: Fingerprint
    outcome: Outcome
    reason: str
    log_p: float
    detectable: float | None
    families: tuple[Family, ...]
    classes: tuple[LayerTest, ...]
    matches: tuple[LayerMatch, ...]
    map: LayerMap | None
    tensors: TensorMatches
    norms: NormCosines | None


def compare(a: Fingerprint, b: Fingerprint) -> Comparison:
    """Return what the tests find.

    Raises:
        UsageError: the fingerprints were made with different settings.
    """
    if a.settings != b.settings:
        raise UsageError(
            f"the fingerprints differ in their settings: {a.settings} and {b.settings}",
            hint="make both with the same --seed, --rows and --bits",
        )
    aligned = layer_tests.aligned(a, b, "index")
    values = layer_tests.aligned_values(a, b)
    table = layer_tests.layer_map(a, b)
    families = tuple(_families(a, b, aligned, values, table))
    best = min((family.log_p for family in families if family.decides), default=0.0)
    log_p = min(best + log(max(len(families), 1)), 0.0)
    detectable = _detectable((aligned, values), len(families))
    tensors = match_tensors(a, b)
    outcome, reason = _verdict(tensors, families, log_p, detectable)
    return Comparison(
        a,
        b,
        outcome,
        reason,
        log_p,
        detectable,
        families,
        tuple(layer_tests.aligned_classes(a, b)),
        _matches(families, table),
        table,
        tensors,
        compare_norms(a, b),
    )


def is_evidence(log_p: float) -> bool:
    """Whether a p-value, already multiplied by the number of tests, is evidence."""
    return log_p < log(THRESHOLD)


def with_controls(comparison: Comparison, controls: Sequence[Comparison]) -> Comparison:
    """Return the comparison, inconclusive if the tests flag a control, which is known to be apart.

    Args:
        comparison: Of A and B.
        controls: Of A or B with models that are known to be independent of both.
    """
    flagged = [
        one for one in controls if one.log_p < log(DOUBT) or one.outcome is Outcome.IDENTICAL
    ]
    if not flagged or comparison.outcome is Outcome.IDENTICAL:
        return comparison
    names = " and ".join(f"{one.a.name} with {one.b.name}" for one in flagged[:3])
    return comparison._replace(
        outcome=Outcome.INCONCLUSIVE,
        reason=f"the same tests flag a control, which was said to be independent: {names}",
    )


def _families(
    a: Fingerprint, b: Fingerprint, aligned: Aligned, values: Aligned, table: LayerMap | None
) -> list[Family]:
    pairs = [(number, number) for number in range(min(len(a.mlps), len(b.mlps)))]
    found = [
        _fisher("aligned", aligned.tests),
        _fisher("values", values.tests),
        _fisher("order", layer_tests.ordered(a, b, pairs)),
        _fisher("residual dimensions", layer_tests.dimensions(a, b).tests),
        _fisher("anchored aligned", layer_tests.aligned(a, b, "anchored-index").tests),
        _second_grade("permutation-free", layer_tests.permutation_free(a, b, "content", pairs)),
        _second_grade(
            "anchored permutation-free", layer_tests.permutation_free(a, b, "anchored", pairs)
        ),
    ]
    if table and table.tests > len(aligned.tests):
        log_p = min(float(table.log_p.min()) + log(table.tests), 0.0)
        found.insert(1, Family("layer map", (), table.tests, log_p, False, True))
    return [family for family in found if family.size]


def _fisher(name: str, tests: tuple[LayerTest, ...]) -> Family:
    log_p = statistics.fisher([test.log_p for test in tests]) if tests else 0.0
    return Family(name, tests, len(tests), log_p, is_second_grade=False, decides=True)


def _second_grade(name: str, tests: tuple[LayerTest, ...]) -> Family:
    found = [test.agreement for test in tests if test.agreement]
    decides = any(one.agreeing >= max(MIN_SHARE * one.units, MIN_AGREEING) for one in found)
    return _fisher(name, tests)._replace(is_second_grade=True, decides=decides)


def _detectable(aligned: Sequence[Aligned], families: int) -> float | None:
    """Return the mean cosine that the aligned test finds with a probability of 99 %."""
    parts = [one.total for one in aligned if one.total.variance > 0]
    if not parts:
        return None
    total = statistics.pooled(parts)
    needed = -float(ndtri(THRESHOLD / families)) + float(ndtri(_POWER))
    share = min(1.0, needed * total.variance**0.5 / total.scale)
    return sin(pi / 2 * share)


def _verdict(
    tensors: TensorMatches, families: Sequence[Family], log_p: float, detectable: float | None
) -> tuple[Outcome, str]:
    if tensors.identical_matrices:
        return Outcome.IDENTICAL, ""
    if not families:
        return Outcome.INCONCLUSIVE, "no layers of the two could be compared"
    if is_evidence(log_p):
        return Outcome.NOT_INDEPENDENT, ""
    if log_p < log(DOUBT):
        return Outcome.INCONCLUSIVE, f"p lies between {THRESHOLD:g} and {DOUBT:g}"
    undecided = [one for one in families if not one.decides and one.log_p < log(THRESHOLD)]
    if undecided:
        return Outcome.INCONCLUSIVE, (
            "two matchings of the units agree more often than by chance, but in no layer for"
            f" {MIN_SHARE:.0%} of them"
        )
    if detectable is None:
        return Outcome.INCONCLUSIVE, "the shapes differ, so the most powerful test can't be made"
    if detectable > _BLIND:
        return Outcome.INCONCLUSIVE, "there are too few units to say anything"
    return Outcome.NO_EVIDENCE, ""


def _matches(families: Sequence[Family], table: LayerMap | None) -> tuple[LayerMatch, ...]:
    """Return for each layer of B the best of A, where its p-value times all pairs is evidence."""
    found: dict[int, LayerMatch] = {}
    if table:
        for j in range(table.log_p.shape[1]):
            i = int(table.log_p[:, j].argmin())
            log_p = float(table.log_p[i, j]) + log(table.tests)
            if log_p < log(THRESHOLD):
                found[j] = LayerMatch(i, j, log_p, float(table.cosine[i, j]))
    for family in families:
        for test in family.tests if family.decides else ():
            log_p = test.log_p + log(family.size)
            if family.name != "values" and test.b not in found and log_p < log(THRESHOLD):
                found[test.b] = LayerMatch(test.a, test.b, log_p, test.cosine)
    return tuple(found[number] for number in sorted(found))


def p_value(log_p: float) -> float:
    """Return a p-value, at least ``FLOOR``."""
    return max(exp(log_p), FLOOR)


def shown_p(log_p: float) -> str:
    """Return a p-value as people read it: "= 0.31", "< 1e-12"."""
    value = exp(log_p)
    return f"< {FLOOR:g}" if value < FLOOR else f"= {value:.2g}"
