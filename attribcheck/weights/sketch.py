"""Makes the fingerprint of a model from its files, one tensor at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from attribcheck.weights import projections
from attribcheck.weights.checkpoint import Checkpoint
from attribcheck.weights.document import Settings, TensorRecord
from attribcheck.weights.fingerprint import (
    NORM_PROJECTION,
    Array,
    Fingerprint,
    MlpSketch,
    NormSketch,
    ValueSketch,
)
from attribcheck.weights.layers import MlpLayer, ValueLayer, find_layers
from attribcheck.weights.matrices import Indices, Units, read_small
from attribcheck.weights.tensors import Floats, Progress, StoredTensor, digests

ANCHOR_TOKENS = 2048
"""Token embeddings that the anchored projection combines, at most."""
SEARCHED_UNITS = 2048
"""Units of a layer that are searched in a model at hand, where a fingerprint holds fewer."""


class _Space(NamedTuple):
    """A projection of the residual stream.

    Attributes:
        name: "content" or "anchored": what the arrays of a fingerprint are called.
        projection: Residual dimensions by bits.
        direction: Of length 1. By the cosine with it the units of ``name`` are chosen.
        shadow: The direction, projected.
        gain: What a dimension is multiplied by before: the norm, folded in. None for 1.
    """

    name: str
    projection: Floats
    direction: Floats
    shadow: Floats
    gain: Floats | None = None


class _Projected(NamedTuple):
    """Rows, projected. All else is linear, and done with the few numbers that are left.

    Attributes:
        rows: The rows themselves, with the gain.
        lengths: Of them.
        values: Rows by bits, of rows of length 1.
        along: Their cosines with the direction.
    """

    rows: Floats
    lengths: Floats
    values: Floats
    along: Floats


def fingerprint(
    checkpoint: Checkpoint,
    settings: Settings | None = None,
    *,
    content_rows: int | None = None,
    progress: Progress | None = None,
) -> Fingerprint:
    """Return the fingerprint of a model.

    Args:
        checkpoint: The model.
        settings: By default those that every fingerprint has.
        content_rows: How many units of a layer are chosen by content, where more are wanted than
            ``settings.rows``: a model at hand can be searched completely for another's units.
        progress: Called with the number of bytes each time a tensor was hashed, by a thread.

    Raises:
        AttribcheckError: a file can't be read.
    """
    pool = ThreadPoolExecutor(max_workers=1)
    by_file: dict[Path, list[StoredTensor]] = {}
    for tensor in checkpoint.tensors.values():
        by_file.setdefault(tensor.path, []).append(tensor)
    try:
        # hashlib lets other threads run, so that the sketch costs hardly any time besides.
        jobs = [pool.submit(digests, path, here, progress) for path, here in by_file.items()]
        found = _sketched(checkpoint, settings or Settings(), content_rows or 0)
        hashed = [job.result() for job in jobs]
    finally:
        pool.shutdown(cancel_futures=True)
    sums = {name: digest for one in hashed for name, digest in one.tensors.items()}
    return found._replace(
        tensors=tuple(
            TensorRecord(one.name, one.dtype, one.shape, sums[one.name])
            for one in checkpoint.tensors.values()
        ),
        files=tuple(sorted(one.file for one in hashed)),
    )


def _sketched(checkpoint: Checkpoint, settings: Settings, content_rows: int) -> Fingerprint:
    """Return the fingerprint without the tensors' hashes."""
    layers = find_layers(checkpoint)
    anchored = dimensions = None
    if layers.embedding:
        anchored, dimensions = _anchors(layers.embedding, settings)
    limit = max(settings.rows, content_rows)
    return Fingerprint(
        checkpoint.path.resolve().name,
        checkpoint.family,
        settings,
        (),
        layers.matrices,
        tuple(
            _mlp(layer, settings, anchored, limit, checkpoint.norm_offset) for layer in layers.mlps
        ),
        tuple(_value(layer, settings) for layer in layers.values),
        layers.embedding.size if layers.embedding else 0,
        layers.embedding.width if layers.embedding else 0,
        dimensions,
        tuple(_norm(tensor, settings) for tensor in layers.norms),
        (*checkpoint.notes, *layers.notes),
    )


def _anchors(embedding: Units, settings: Settings) -> tuple[_Space, Array]:
    """Return the projection on combinations of the model's own tokens, and signs of dimensions.

    Inner products with token embeddings stay as they are when the residual stream is rotated. A
    token is known by its row in the embedding.
    """
    tokens = projections.choose_rows(settings.seed, "tokens", embedding.size, ANCHOR_TOKENS)
    vectors = embedding.take(tokens)
    vectors -= vectors.mean(axis=0)
    row_bytes = settings.bits // 8
    raw = projections.random_bytes(settings.seed, "anchors", embedding.size * row_bytes)
    bits = np.frombuffer(raw, np.uint8).reshape(embedding.size, row_bytes)[tokens]
    basis = vectors.T @ projections.unpack(bits)
    raw = projections.random_bytes(settings.seed, "anchor-direction", embedding.size)
    coefficients = (np.frombuffer(raw, np.uint8)[tokens] & 1).astype(np.float32) * 2 - 1
    chosen = projections.choose_rows(
        settings.seed, f"rows/{embedding.width}", embedding.width, settings.rows
    )
    dimensions = basis / _lengths(basis)[:, None]
    signs = projections.pack(dimensions[chosen] - dimensions.mean(axis=0))
    return _space("anchored", basis, vectors.T @ coefficients), signs


def _space(name: str, projection: Floats, direction: Floats) -> _Space:
    direction = direction / max(float(np.linalg.norm(direction)), 1e-30)
    return _Space(name, projection, direction, direction @ projection)


def _mlp(
    layer: MlpLayer,
    settings: Settings,
    anchored: _Space | None,
    limit: int,
    norm_offset: float,
) -> MlpSketch:
    """Return the sketch of one MLP.

    Args:
        layer: The MLP.
        settings: See ``Settings``.
        anchored: The model's own tokens.
        limit: Units chosen by content.
        norm_offset: See ``Checkpoint``.
    """
    units, width = layer.up.size, layer.up.width
    projection = projections.signs(settings.seed, f"projection/{width}", width, settings.bits)
    direction = projections.signs(settings.seed, f"direction/{width}", width, 1)[:, 0]
    spaces = [_space("content", projection, direction)]
    if anchored is not None and len(anchored.projection) == width:
        gain = None
        if layer.gain and layer.gain.shape == (width,):
            gain = read_small(layer.gain) + np.float32(norm_offset)
        spaces.append(anchored._replace(gain=gain))
    index = projections.choose_rows(settings.seed, f"rows/{units}", units, settings.rows)
    contents = _choose_by_content(layer.primary, spaces, limit)
    wanted = np.unique(np.concatenate([index, *contents]))
    # The first two are matched too, so that they are needed of all chosen units.
    if layer.gate:
        rows = {"gate": layer.gate.take(wanted), "up": layer.up.take(wanted)}
        rows["down"] = layer.down.take(index)
    else:
        rows = {"up": layer.up.take(wanted), "down": layer.down.take(wanted)}
    arrays: dict[str, Array] = {}
    for space, content in zip(spaces, contents, strict=True):
        places = [np.searchsorted(wanted, chosen) for chosen in (index, content)]
        arrays[f"{space.name}.rows"] = content.astype(np.int32)
        arrays |= _signs(rows, space, *places)
    return MlpSketch(layer.name, units, width, layer.gate is not None, arrays)


def _choose_by_content(primary: Units, spaces: list[_Space], limit: int) -> list[Indices]:
    """Return for each space the units most along its direction, whatever their numbers are.

    Two models of one origin choose mostly the same units, also after these were permuted.
    """
    if primary.size <= limit:
        return [np.arange(primary.size, dtype=np.int64)] * len(spaces)
    ones = np.ones(primary.width, np.float32)
    gains = np.stack([ones if space.gain is None else space.gain for space in spaces], axis=1)
    directions = np.stack([space.direction for space in spaces], axis=1)
    products, lengths = primary.products(directions * gains, gains * gains)
    cosines = np.abs(products) / np.maximum(lengths, np.float32(1e-30))
    return [
        np.sort(np.argsort(-column, kind="stable")[:limit]).astype(np.int64) for column in cosines.T
    ]


def _signs(
    matrices: dict[str, Floats], space: _Space, index: Indices, content: Indices
) -> dict[str, Array]:
    """Return the arrays of one MLP in one space.

    Args:
        matrices: Units by role: "gate" if there is one, "up" and "down"; the third has the units
            chosen by number alone.
        space: See ``_Space``.
        index: The rows of the units chosen by number.
        content: The rows of the units chosen by content.
    """
    needed = np.unique(np.concatenate([index, content]))
    numbered, chosen = (np.searchsorted(needed, places) for places in (index, content))
    prefix = "index" if space.name == "content" else f"{space.name}-index"
    found: dict[str, Array] = {}
    pair: list[_Projected] = []
    for role, rows in matrices.items():
        is_matched = len(pair) < 2
        projected = _projected(rows[needed] if is_matched else rows, space, role != "down")
        values = projected.values[numbered] if is_matched else projected.values
        found[f"{prefix}.{role}"] = projections.pack(values - values.mean(axis=0))
        if is_matched:
            pair.append(projected)
    for part, projected in zip(("first", "second"), _independent(*pair), strict=True):
        values = projected.values[chosen] - projected.values[numbered].mean(axis=0)
        along = projected.along[chosen] - projected.along[numbered].mean()
        # Both lose their part along the direction by which they were chosen.
        found[f"{space.name}.{part}"] = projections.pack(values - along[:, None] * space.shadow)
    return found


def _projected(rows: Floats, space: _Space, is_input: bool) -> _Projected:
    """Project rows; those that read the residual stream have the norm's gain folded in."""
    if is_input and space.gain is not None:
        rows *= space.gain
    lengths = _lengths(rows)
    values = rows @ space.projection / lengths[:, None]
    return _Projected(rows, lengths, values, rows @ space.direction / lengths)


def _independent(first: _Projected, second: _Projected) -> tuple[_Projected, _Projected]:
    """Return two sets of vectors of the same units, for two matchings that must share nothing.

    The second vector of each unit loses its part along the first one: units whose two vectors point
    alike in both models would else be matched alike without being related.
    """
    products = np.einsum("ij,ij->i", first.rows, second.rows)
    cosines = products / first.lengths / second.lengths  # their product could underflow
    left = np.sqrt(np.maximum(1 - cosines**2, np.float32(1e-12)))
    values = (second.values - cosines[:, None] * first.values) / left[:, None]
    along = (second.along - cosines * first.along) / left
    return first, second._replace(values=values, along=along)


def _lengths(rows: Floats) -> Floats:
    lengths: Floats = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.maximum(lengths, np.float32(1e-30))


def _value(layer: ValueLayer, settings: Settings) -> ValueSketch:
    units, width = layer.units.size, layer.units.width
    rows = projections.choose_rows(settings.seed, f"rows/{units}", units, settings.rows)
    projection = projections.signs(settings.seed, f"projection/{width}", width, settings.bits)
    taken = layer.units.take(rows)
    values = taken @ projection / _lengths(taken)[:, None]
    signs = projections.pack(values - values.mean(axis=0))
    return ValueSketch(layer.name, units, width, layer.heads, signs)


def _norm(tensor: StoredTensor, settings: Settings) -> NormSketch:
    values = read_small(tensor).ravel().astype(np.float64)
    mean, deviation = float(values.mean()), float(values.std())
    projection = projections.signs(
        settings.seed, f"norm/{len(values)}", len(values), NORM_PROJECTION
    )
    scale = len(values) ** 0.5 * max(deviation, 1e-30)
    projected = ((values - mean) @ projection / scale).astype("<f2")
    return NormSketch(tensor.name, len(values), mean, deviation, projected)
