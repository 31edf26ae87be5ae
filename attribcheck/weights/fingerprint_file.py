"""Writes and reads fingerprints as files.

Format: a safetensors file, so that anybody can look into it. Its metadata hold one JSON document
under ``attribcheck.weights`` (``document``); docs/weights.md describes it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from attribcheck.core.text import printable
from attribcheck.weights import document
from attribcheck.weights.document import Document, Settings, StoredArray, integer, text
from attribcheck.weights.fingerprint import (
    NORM_PROJECTION,
    Array,
    Fingerprint,
    MlpSketch,
    NormSketch,
    ValueSketch,
)
from attribcheck.weights.tensors import opened


def serialise(fingerprint: Fingerprint) -> bytes:
    """Return the file's content; equal fingerprints give equal bytes."""
    from safetensors.numpy import save

    arrays = {name: np.ascontiguousarray(one) for name, one in _arrays(fingerprint).items()}
    value = _document(fingerprint)
    stored = {n: StoredArray(a.dtype.str, a.shape, a.tobytes()) for n, a in arrays.items()}
    value["checksum"] = document.checksum(value, stored)
    packed = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return bytes(save(arrays, metadata={document.METADATA_KEY: packed}))


def is_fingerprint(path: Path) -> bool:
    """Tell whether a file is a fingerprint, of whatever version.

    Raises:
        AttribcheckError: it can't be read.
    """
    with opened(path) as stream:
        return f'"{document.METADATA_KEY}"'.encode() in stream.read(4096)


def read(path: Path) -> Fingerprint:
    """Return the fingerprint in a file.

    Raises:
        AttribcheckError: it can't be read, is of another version, damaged or malformed.
    """
    shown = printable(str(path))
    with opened(path) as stream:
        return restored(document.read(stream, shown), shown)


def restored(read: Document, shown: str) -> Fingerprint:
    """Return the fingerprint of a document.

    Raises:
        AttribcheckError: its parts disagree.
    """
    try:
        arrays = {
            name: np.frombuffer(array.content, array.dtype).reshape(array.shape)
            for name, array in read.arrays.items()
        }
        return _restored(read, arrays)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise document.malformed(shown, error) from error


def _arrays(fingerprint: Fingerprint) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    for number, mlp in enumerate(fingerprint.mlps):
        arrays |= {f"mlp.{number}.{name}": array for name, array in mlp.arrays.items()}
    for number, value in enumerate(fingerprint.values):
        arrays[f"value.{number}"] = value.rows
    if fingerprint.dimensions is not None:
        arrays["dimensions"] = fingerprint.dimensions
    for number, norm in enumerate(fingerprint.norms):
        arrays[f"norm.{number}"] = norm.projection
    return arrays


def _document(fingerprint: Fingerprint) -> dict[str, Any]:
    return {
        "format": document.FORMAT,
        "name": fingerprint.name,
        "origin": fingerprint.origin._asdict() | {"holders": list(fingerprint.origin.holders)},
        "files": [list(record) for record in fingerprint.files],
        "family": fingerprint.family,
        "settings": fingerprint.settings._asdict(),
        "tensors": [
            [record.name, record.dtype, list(record.shape), record.sha256]
            for record in fingerprint.tensors
        ],
        "matrices": sorted(fingerprint.matrices),
        "mlps": [
            {"name": mlp.name, "units": mlp.units, "width": mlp.width, "gated": mlp.gated}
            for mlp in fingerprint.mlps
        ],
        "values": [
            {"name": v.name, "units": v.units, "width": v.width, "heads": v.heads}
            for v in fingerprint.values
        ],
        "embedding": {"tokens": fingerprint.tokens, "width": fingerprint.width},
        "norms": [
            {"name": n.name, "size": n.size, "mean": n.mean, "deviation": n.deviation}
            for n in fingerprint.norms
        ],
        "notes": list(fingerprint.notes),
    }


def _restored(read: Document, arrays: dict[str, Array]) -> Fingerprint:
    """Return the value of a document, every part of which is checked.

    Raises:
        ValueError: a part has the wrong type, range or shape; KeyError or TypeError the same.
    """
    value = read.value
    settings = read.settings
    row_bytes = settings.bits // 8
    mlps = []
    for number, entry in enumerate(value["mlps"]):
        prefix = f"mlp.{number}."
        found = {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}
        mlp = MlpSketch(
            text(entry["name"]),
            integer(entry["units"], 1, 2**31 - 1),
            integer(entry["width"], 1, 2**31 - 1),
            _boolean(entry["gated"]),
            found,
        )
        _require_mlp_arrays(mlp, settings)
        mlps.append(mlp)
    values = []
    for number, entry in enumerate(value["values"]):
        units, heads = integer(entry["units"], 1, 2**31 - 1), integer(entry["heads"], 1, 2**20)
        if units % heads:
            raise ValueError("heads")
        rows = arrays[f"value.{number}"]
        _require_shape(rows, (min(units, settings.rows), row_bytes))
        width = integer(entry["width"], 1, 2**31 - 1)
        values.append(ValueSketch(text(entry["name"]), units, width, heads, rows))
    width = integer(value["embedding"]["width"], 0, 2**31 - 1)
    dimensions = arrays.get("dimensions")
    if dimensions is not None:
        _require_shape(dimensions, (min(width, settings.rows), row_bytes))
    norms = []
    for number, entry in enumerate(value["norms"]):
        projection = arrays[f"norm.{number}"]
        _require_shape(projection, (NORM_PROJECTION,))
        size = integer(entry["size"], 1, 2**31 - 1)
        mean, deviation = float(entry["mean"]), float(entry["deviation"])
        norms.append(NormSketch(text(entry["name"]), size, mean, deviation, projection))
    return Fingerprint(
        read.name,
        text(value["family"]),
        settings,
        read.tensors,
        read.matrices,
        tuple(mlps),
        tuple(values),
        integer(value["embedding"]["tokens"], 0, 2**31 - 1),
        width,
        dimensions,
        tuple(norms),
        tuple(text(note) for note in value["notes"]),
        read.files,
        read.origin,
    )


def _require_mlp_arrays(mlp: MlpSketch, settings: Settings) -> None:
    row_bytes = settings.bits // 8
    chosen = min(mlp.units, settings.rows)
    roles = ("gate", "up", "down") if mlp.gated else ("up", "down")
    expected = {f"index.{role}" for role in roles} | {"content.rows"}
    if "anchored.rows" in mlp.arrays:
        expected |= {f"anchored-index.{role}" for role in roles} | {"anchored.rows"}
    for kind in ("content", "anchored"):
        rows = mlp.arrays.get(f"{kind}.rows")
        if rows is None:
            continue
        expected |= {f"{kind}.first", f"{kind}.second"}
        if rows.ndim != 1 or not 1 <= len(rows) <= mlp.units or rows.dtype.kind != "i":
            raise ValueError(f"{kind}.rows")
        if rows[0] < 0 or rows[-1] >= mlp.units or (np.diff(rows) <= 0).any():
            raise ValueError(f"{kind}.rows")
        for part in ("first", "second"):
            _require_shape(mlp.arrays[f"{kind}.{part}"], (len(rows), row_bytes))
    if set(mlp.arrays) != expected:
        raise ValueError("arrays of an MLP")
    for name in expected:
        if "index." in name:
            _require_shape(mlp.arrays[name], (chosen, row_bytes))


def _require_shape(array: Array, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"an array of the shape {array.shape} instead of {shape}")
    if len(shape) == 2 and array.dtype.kind != "u":
        raise ValueError("an array of another type")


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("no boolean")
    return value
