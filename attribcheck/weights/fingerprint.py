"""The fingerprint of a model: what the tests need of its weights, small enough to publish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from attribcheck.weights.document import FileRecord, Origin, Settings, TensorRecord

NORM_PROJECTION = 64
"""Numbers that are kept of each norm vector."""

Array = NDArray[Any]


class MlpSketch(NamedTuple):
    """What is kept of one MLP.

    Attributes:
        name: The common part of its tensors' names.
        units: Hidden units.
        width: Residual dimensions.
        gated: Whether it has a gate.
        arrays: By name: packed signs, units by bits / 8, and row numbers. "index.*" are of units
            chosen by their numbers, "content.*" of units chosen by what their first matrix holds,
            "anchored.*" and "anchored-index.*" the same, projected on the model's own tokens.
    """

    name: str
    units: int
    width: int
    gated: bool
    arrays: Mapping[str, Array]


class ValueSketch(NamedTuple):
    """What is kept of the value projection of one attention: signs of rows chosen by number."""

    name: str
    units: int
    width: int
    heads: int
    rows: Array


class NormSketch(NamedTuple):
    """What is kept of one norm vector: enough to estimate cosines, which decide nothing."""

    name: str
    size: int
    mean: float
    deviation: float
    projection: Array


class Fingerprint(NamedTuple):
    """The fingerprint of a model.

    Attributes:
        name: Of the file or folder that it was made from.
        family: The architecture that the configuration names, or "".
        settings: See ``Settings``.
        tensors: Every tensor.
        matrices: Names of those that are weights of layers or embeddings.
        mlps: In the order of the model.
        values: In the order of the model.
        tokens: Rows of the token embedding; 0 without one.
        width: Residual dimensions of the embedding; 0 without one.
        dimensions: Signs of residual dimensions over tokens; None without an embedding.
        norms: In the order of the model.
        notes: What could not be used.
        files: The files that hold the tensors.
        origin: The component that they are of.
    """

    name: str
    family: str
    settings: Settings
    tensors: tuple[TensorRecord, ...]
    matrices: frozenset[str]
    mlps: tuple[MlpSketch, ...]
    values: tuple[ValueSketch, ...]
    tokens: int
    width: int
    dimensions: Array | None
    norms: tuple[NormSketch, ...]
    notes: tuple[str, ...]
    files: tuple[FileRecord, ...] = ()
    origin: Origin = Origin()
