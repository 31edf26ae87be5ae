"""Runs the tests of independence on the layers of two fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import pi, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from attribcheck.weights import projections, statistics
from attribcheck.weights.document import Settings
from attribcheck.weights.fingerprint import Fingerprint, MlpSketch, ValueSketch
from attribcheck.weights.layers import MIN_UNITS
from attribcheck.weights.statistics import Alignment
from attribcheck.weights.tensors import Floats

MAX_MAP = 128 * 128
"""Pairs of layers; beyond them only layers of the same place are compared."""


class LayerTest(NamedTuple):
    """One test of one layer of A against one of B.

    Attributes:
        a: The number of the layer in A, from 0.
        b: In B.
        tensors: Which were tested: "gate+up+down", "value".
        log_p: The log of the p-value.
        cosine: The mean centred cosine of the paired units, estimated; None where units were
            matched instead.
        agreement: Where units were matched, how many agree; else None.
        error: The standard deviation of ``cosine`` if the models are independent; None with it.
    """

    a: int
    b: int
    tensors: str
    log_p: float
    cosine: float | None = None
    agreement: statistics.Agreement | None = None
    error: float | None = None


class Aligned(NamedTuple):
    """Tests of one family, and the sum of all their alignments."""

    tests: tuple[LayerTest, ...]
    total: Alignment


class LayerMap(NamedTuple):
    """Every layer of A against every layer of B, by their units' order.

    Attributes:
        log_p: A's layers by B's; 0 where shapes differ.
        cosine: The same; estimated.
        tests: How many pairs have one shape.
    """

    log_p: NDArray[np.float64]
    cosine: NDArray[np.float64]
    tests: int


class _Rows(NamedTuple):
    """Rows of one layer, ready to be aligned."""

    rows: Floats
    gram: Floats


def aligned(a: Fingerprint, b: Fingerprint, prefix: str) -> Aligned:
    """Return the aligned tests of the MLPs of the same place and shape.

    Args:
        a: One model.
        b: The other.
        prefix: "index" or "anchored-index".
    """
    tests, alignments = [], []
    for number, (one, other) in enumerate(zip(a.mlps, b.mlps, strict=False)):
        if not _are_comparable(one, other, prefix):
            continue
        alignment = _align(_rows(one, prefix), _rows(other, prefix))
        alignments.append(alignment)
        tests.append(_layer_test(number, number, "+".join(_roles(one)), alignment))
    return Aligned(tuple(tests), statistics.pooled(alignments))


def aligned_classes(a: Fingerprint, b: Fingerprint) -> Iterator[LayerTest]:
    """Yield the aligned test of each single matrix of each MLP, as description."""
    for number, (one, other) in enumerate(zip(a.mlps, b.mlps, strict=False)):
        if _are_comparable(one, other, "index"):
            for role in _roles(one):
                pair = [
                    statistics.centred(projections.unpack(mlp.arrays[f"index.{role}"]))
                    for mlp in (one, other)
                ]
                yield _layer_test(number, number, role, statistics.align(*pair))


def aligned_values(a: Fingerprint, b: Fingerprint) -> Aligned:
    """Return the aligned tests of the value projections; rows are exchangeable within a head."""
    tests, alignments = [], []
    for number, (one, other) in enumerate(zip(a.values, b.values, strict=False)):
        same = (one.units, one.width, one.heads) == (other.units, other.width, other.heads)
        if same and one.units >= MIN_UNITS:
            alignment = _align_heads(one, other, a.settings)
            alignments.append(alignment)
            tests.append(_layer_test(number, number, "value", alignment))
    return Aligned(tuple(tests), statistics.pooled(alignments))


def dimensions(a: Fingerprint, b: Fingerprint) -> Aligned:
    """Return the test of the residual dimensions: the same tokens, seen along each of them."""
    one, other = a.dimensions, b.dimensions
    if one is None or other is None or a.width != b.width or len(one) < MIN_UNITS:
        return Aligned((), statistics.pooled(()))
    pair = [statistics.centred(projections.unpack(bits)) for bits in (one, other)]
    alignment = statistics.align(*pair)
    return Aligned((_layer_test(0, 0, "embedding", alignment),), alignment)


def permutation_free(
    a: Fingerprint, b: Fingerprint, kind: str, pairs: Sequence[tuple[int, int]]
) -> tuple[LayerTest, ...]:
    """Return the tests that need no order of units: two matchings of the units, compared.

    Args:
        a: One model.
        b: The other.
        kind: "content" or "anchored".
        pairs: Layers of A and B.
    """
    tests = []
    for i, j in pairs:
        one, other = a.mlps[i], b.mlps[j]
        if not _can_match(one, other, kind):
            continue
        if len(one.arrays[f"{kind}.rows"]) > len(other.arrays[f"{kind}.rows"]):
            one, other = other, one
        first = _similarity(one, other, f"{kind}.first")
        # Up and down may change their signs together without any effect: only the size counts.
        second = np.abs(_similarity(one, other, f"{kind}.second"))
        found = statistics.agree(
            statistics.match(first, np.random.default_rng((1, i, j))),
            statistics.match(second, np.random.default_rng((2, i, j))),
            second.shape[1],
        )
        names = "gate~up" if one.gated else "up~down"
        tests.append(LayerTest(i, j, names, found.log_p, agreement=found))
    return tuple(tests)


def ordered(
    a: Fingerprint, b: Fingerprint, pairs: Sequence[tuple[int, int]]
) -> tuple[LayerTest, ...]:
    """Return the tests of layers with different numbers of units: is their order the same?

    Units are matched by their first matrix; the numbers of matched units are compared.
    """
    tests = []
    for i, j in pairs:
        one, other = a.mlps[i], b.mlps[j]
        if one.units == other.units or not _can_match(one, other, "content"):
            continue
        if len(one.arrays["content.rows"]) > len(other.arrays["content.rows"]):
            one, other = other, one
        similarity = _similarity(one, other, "content.first")
        columns = statistics.match(similarity, np.random.default_rng((3, i, j)))
        log_p = statistics.rank_correlation_log_p(
            one.arrays["content.rows"].astype(np.int64),
            other.arrays["content.rows"].astype(np.int64)[columns],
        )
        tests.append(LayerTest(i, j, "gate" if one.gated else "up", log_p))
    return tuple(tests)


def layer_map(a: Fingerprint, b: Fingerprint, prefix: str = "index") -> LayerMap | None:
    """Return every layer of A against every one of B, or None where there are too many or none."""
    shape = (len(a.mlps), len(b.mlps))
    if not 1 < shape[0] * shape[1] <= MAX_MAP:
        return None
    rows_a = [_rows(mlp, prefix) if _has(mlp, prefix) else None for mlp in a.mlps]
    log_p, cosine, tests = np.zeros(shape), np.zeros(shape), 0
    for j, other in enumerate(b.mlps):
        rows_b = _rows(other, prefix) if _has(other, prefix) else None
        for i, one in enumerate(a.mlps):
            rows = rows_a[i]
            if rows is None or rows_b is None or not _are_comparable(one, other, prefix):
                continue
            test = _layer_test(i, j, "", _align(rows, rows_b))
            log_p[i, j], cosine[i, j] = test.log_p, test.cosine or 0.0
            tests += 1
    return LayerMap(log_p, cosine, tests) if tests else None


def cosine_of(alignment: Alignment) -> float:
    """Return the mean cosine of rows by the share of their signs that agree.

    Source: M. Charikar, "Similarity estimation techniques from rounding algorithms", 2002.
    """
    return sin(pi / 2 * max(-1.0, min(1.0, alignment.total / alignment.scale)))


def _layer_test(a: int, b: int, tensors: str, alignment: Alignment) -> LayerTest:
    error = pi / 2 * alignment.variance**0.5 / alignment.scale
    return LayerTest(
        a,
        b,
        tensors,
        statistics.log_p_of_z(alignment.z),
        cosine=cosine_of(alignment),
        error=error,
    )


def _roles(mlp: MlpSketch) -> tuple[str, ...]:
    return ("gate", "up", "down") if mlp.gated else ("up", "down")


def _has(mlp: MlpSketch, prefix: str) -> bool:
    return f"{prefix}.up" in mlp.arrays


def _are_comparable(one: MlpSketch, other: MlpSketch, prefix: str) -> bool:
    """Tell whether the units of two layers have the same numbers, in the same space."""
    return (
        (one.units, one.gated) == (other.units, other.gated)
        and one.units >= MIN_UNITS
        and (one.width == other.width or prefix != "index")
        and _has(one, prefix)
        and _has(other, prefix)
    )


def _can_match(one: MlpSketch, other: MlpSketch, kind: str) -> bool:
    return (
        one.gated == other.gated
        and (one.width == other.width or kind != "content")
        and all(len(mlp.arrays.get(f"{kind}.rows", ())) >= MIN_UNITS for mlp in (one, other))
    )


def _rows(mlp: MlpSketch, prefix: str) -> _Rows:
    """Return the signs of all matrices of an MLP, side by side: one permutation orders them all."""
    parts = [projections.unpack(mlp.arrays[f"{prefix}.{role}"]) for role in _roles(mlp)]
    rows = statistics.centred(np.concatenate(parts, axis=1))
    return _Rows(rows, rows.T @ rows)


def _align(one: _Rows, other: _Rows) -> Alignment:
    return statistics.align(one.rows, other.rows, one.gram, other.gram)


def _align_heads(one: ValueSketch, other: ValueSketch, settings: Settings) -> Alignment:
    chosen = projections.choose_rows(settings.seed, f"rows/{one.units}", one.units, settings.rows)
    heads = chosen // (one.units // one.heads)
    rows = [projections.unpack(sketch.rows) for sketch in (one, other)]
    return statistics.pooled(
        [
            statistics.align(*(statistics.centred(part[heads == head]) for part in rows))
            for head in np.unique(heads)
        ]
    )


def _similarity(one: MlpSketch, other: MlpSketch, name: str) -> Floats:
    similarity: Floats = (
        projections.unpack(one.arrays[name]) @ projections.unpack(other.arrays[name]).T
    )
    return similarity
