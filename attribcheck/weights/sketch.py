"""Makes the fingerprint of a model from its files, one tensor at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from attribcheck.weights import projections
from attribcheck.weights.checkpoint import Checkpoint
from attribcheck.weights.fingerprint import (
    NORM_PROJECTION,
    Array,
    Fingerprint,
    MlpSketch,
    NormSketch,
    Settings,
    TensorRecord,
    ValueSketch,
)
from attribcheck.weights.layers import MlpLayer, ValueLayer, find_layers
from attribcheck.weights.matrices import Indices, Units, read_small
from attribcheck.weights.tensors import Floats, StoredTensor, sha256

ANCHOR_TOKENS = 4096
"""Token embeddings that the anchored projection combines, at most."""
Progress = Callable[[int], None]


class _Space(NamedTuple):
    """A projection of the residual stream.

    Attributes:
        projection: Residual dimensions by bits.
        direction: By the cosine with it the units of "content" are chosen.
    """

    projection: Floats
    direction: Floats


class _Chosen(NamedTuple):
    """Units that are sketched: by their numbers, and by their content in one space."""

    numbered: Indices
    content: Indices


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
        progress: Called with the number of bytes each time a tensor was hashed.

    Raises:
        AttribcheckError: a file can't be read.
    """
    settings = settings or Settings()
    layers = find_layers(checkpoint)
    records = []
    for tensor in checkpoint.tensors.values():
        records.append(TensorRecord(tensor.name, tensor.dtype, tensor.shape, sha256(tensor)))
        if progress:
            progress(tensor.size)
    anchored = dimensions = None
    if layers.embedding:
        anchored, dimensions = _anchors(layers.embedding, settings)
    limit = max(settings.rows, content_rows or 0)
    return Fingerprint(
        checkpoint.path.resolve().name,
        checkpoint.family,
        settings,
        tuple(records),
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
    size = embedding.size * row_bytes
    raw = projections.random_bytes(settings.seed, "anchors", size)
    bits = np.frombuffer(raw, np.uint8).reshape(embedding.size, row_bytes)[tokens]
    basis = vectors.T @ projections.unpack(bits)
    raw = projections.random_bytes(settings.seed, "anchor-direction", embedding.size)
    coefficients = (np.frombuffer(raw, np.uint8)[tokens] & 1).astype(np.float32) * 2 - 1
    chosen = projections.choose_rows(
        settings.seed, f"rows/{embedding.width}", embedding.width, settings.rows
    )
    dimensions = _unit(basis)
    return _Space(basis, vectors.T @ coefficients), projections.pack(
        dimensions[chosen] - dimensions.mean(axis=0)
    )


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
    seed = settings.seed
    plain = _Space(
        projections.signs(seed, f"projection/{width}", width, settings.bits),
        projections.signs(seed, f"direction/{width}", width, 1)[:, 0],
    )
    spaces = [("content", "index", plain, np.ones(width, np.float32))]
    if anchored is not None and len(anchored.projection) == width:
        gain = np.ones(width, np.float32)
        if layer.gain and layer.gain.shape == (width,):
            gain = read_small(layer.gain) + np.float32(norm_offset)
        spaces.append(("anchored", "anchored-index", anchored, gain))
    index = projections.choose_rows(seed, f"rows/{units}", units, settings.rows)
    contents = _choose_by_content(layer.primary, spaces, limit)
    wanted = np.unique(np.concatenate([index, *contents]))
    matrices = {
        role: matrix.take(wanted)
        for role, matrix in (("gate", layer.gate), ("up", layer.up), ("down", layer.down))
        if matrix
    }
    arrays: dict[str, Array] = {}
    for (content_name, index_name, space, gain), content in zip(spaces, contents, strict=False):
        chosen = _Chosen(np.searchsorted(wanted, index), np.searchsorted(wanted, content))
        folded = {role: rows if role == "down" else rows * gain for role, rows in matrices.items()}
        for role, rows in folded.items():
            arrays[f"{index_name}.{role}"] = _signs(_unit(rows[chosen.numbered]), space)
        roles = ("gate", "up") if layer.gate else ("up", "down")
        first, second = _pair(folded[roles[0]], folded[roles[1]], chosen, space)
        arrays[f"{content_name}.rows"] = content.astype(np.int32)
        arrays[f"{content_name}.first"] = first
        arrays[f"{content_name}.second"] = second
    return MlpSketch(layer.name, units, width, layer.gate is not None, arrays)


def _choose_by_content(
    primary: Units, spaces: list[tuple[str, str, _Space, Floats]], limit: int
) -> list[Indices]:
    """Return for each space the units most along its direction, whatever their numbers are.

    Two models of one origin choose mostly the same units, also after these were permuted.
    """
    if primary.size <= limit:
        return [np.arange(primary.size, dtype=np.int64)] * len(spaces)
    vectors = np.stack([space.direction * gain for _, _, space, gain in spaces], axis=1)
    metrics = np.stack([gain * gain for _, _, _, gain in spaces], axis=1)
    products, lengths = primary.products(vectors, metrics)
    cosines = np.abs(products) / np.maximum(lengths, np.float32(1e-30))
    return [
        np.sort(np.argsort(-column, kind="stable")[:limit]).astype(np.int64) for column in cosines.T
    ]


def _pair(first: Floats, second: Floats, chosen: _Chosen, space: _Space) -> tuple[Array, Array]:
    """Return signs of units chosen by content, for two matchings that must not share anything.

    The second vector of each unit loses its part along the first one: units whose two vectors point
    alike in both models would else be matched alike without being related. Both lose their part
    along the direction by which they were chosen.
    """
    first = _unit(first)
    second = _unit(second)
    second = _unit(second - np.einsum("ij,ij->i", second, first)[:, None] * first)
    found = []
    for rows in (first, second):
        centred = rows[chosen.content] - rows[chosen.numbered].mean(axis=0)
        found.append(_signs(centred, space, without_direction=True, centre=False))
    return found[0], found[1]


def _signs(
    rows: Floats, space: _Space, *, without_direction: bool = False, centre: bool = True
) -> Array:
    if centre:
        rows = rows - rows.mean(axis=0)
    if without_direction:
        along = space.direction / max(float(np.linalg.norm(space.direction)), 1e-30)
        rows = rows - (rows @ along)[:, None] * along
    return projections.pack(rows @ space.projection)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.maximum(lengths, np.float32(1e-30))
    return unit


def _value(layer: ValueLayer, settings: Settings) -> ValueSketch:
    units, width = layer.units.size, layer.units.width
    rows = projections.choose_rows(settings.seed, f"rows/{units}", units, settings.rows)
    projection = projections.signs(settings.seed, f"projection/{width}", width, settings.bits)
    taken = _unit(layer.units.take(rows))
    signs = projections.pack((taken - taken.mean(axis=0)) @ projection)
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
