"""What two fingerprints have in common besides the tests: equal tensors, and cosines of norms."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple, Protocol

from attribcheck.formats.safetensors_header import BITS, expected_size
from attribcheck.weights.document import TensorRecord
from attribcheck.weights.fingerprint import Fingerprint
from attribcheck.weights.tensors import CHUNK

_MAX_ZEROS = 16 * 2**30
"""Bytes. A fingerprint can say any shape; a greater tensor is not taken for zeros."""


class HasTensors(Protocol):
    """A fingerprint, or its document alone."""

    @property
    def tensors(self) -> tuple[TensorRecord, ...]:
        """Every tensor."""
        ...

    @property
    def matrices(self) -> frozenset[str]:
        """Names of those that are weights of layers or embeddings."""
        ...


class TensorMatches(NamedTuple):
    """Equal tensors by SHA-256, under whatever name, and equal shapes under one name.

    Attributes:
        total_a: Tensors of A.
        total_b: Of B.
        identical: Tensors of B whose bytes are those of some tensor of A.
        matrices: Weights of layers and embeddings among B's tensors.
        identical_matrices: How many of them are identical to one of A's, and not zero throughout.
        same_shape: Tensors of B with name and shape as in A.
    """

    total_a: int
    total_b: int
    identical: int
    matrices: int
    identical_matrices: int
    same_shape: int


class NormCosines(NamedTuple):
    """Means over the norm vectors that both models have; a description that decides nothing."""

    vectors: int
    raw: float
    centred: float


def common_matrices(a: HasTensors, b: HasTensors) -> frozenset[tuple[str, tuple[int, ...], str]]:
    """Return the matrices of B whose bytes A has, by type, shape and hash; none of zeros."""
    known = {(r.dtype, r.shape, r.sha256) for r in a.tensors if r.name in a.matrices}
    return frozenset(
        record[1:]
        for record in b.tensors
        if record.name in b.matrices and record[1:] in known and not _is_zero(record)
    )


def match_tensors(a: Fingerprint, b: Fingerprint) -> TensorMatches:
    """Return how many tensors are equal, byte for byte and in type and shape."""
    known = {(r.dtype, r.shape, r.sha256) for r in a.tensors}
    shapes = {(r.name, r.shape) for r in a.tensors}
    matrices = [record for record in b.tensors if record.name in b.matrices]
    common = common_matrices(a, b)
    return TensorMatches(
        len(a.tensors),
        len(b.tensors),
        sum((r.dtype, r.shape, r.sha256) in known for r in b.tensors),
        len(matrices),
        sum(record[1:] in common for record in matrices),
        sum((r.name, r.shape) in shapes for r in b.tensors),
    )


@cache
def _is_zero(record: TensorRecord) -> bool:
    """Tell by its hash whether a tensor is zero throughout, as added blocks are at first."""
    if record.dtype not in BITS:
        return False
    left = expected_size(record.dtype, record.shape)
    if left > _MAX_ZEROS:
        return False
    digest = hashlib.sha256()
    while left > 0:
        digest.update(bytes(min(left, CHUNK)))
        left -= CHUNK
    return digest.hexdigest() == record.sha256


def compare_norms(a: Fingerprint, b: Fingerprint) -> NormCosines | None:
    """Return the mean cosines of the norm vectors of one name, or None without any."""
    others = {(norm.name, norm.size): norm for norm in b.norms}
    raw, centred = [], []
    for one in a.norms:
        other = others.get((one.name, one.size))
        if other is None:
            continue
        product = one.projection.astype(float) @ other.projection.astype(float)
        lengths = [float((n.projection.astype(float) ** 2).sum()) ** 0.5 for n in (one, other)]
        cosine = float(product) / (lengths[0] * lengths[1]) if min(lengths) > 0 else 0.0
        centred.append(cosine)
        whole = [(n.mean**2 + n.deviation**2) ** 0.5 for n in (one, other)]
        if min(whole) > 0:
            covariance = one.deviation * other.deviation * cosine
            raw.append((one.mean * other.mean + covariance) / (whole[0] * whole[1]))
    if not raw:
        return None
    return NormCosines(len(raw), sum(raw) / len(raw), sum(centred) / len(centred))
