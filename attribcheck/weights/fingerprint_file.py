"""Writes and reads fingerprints as files.

Format: a safetensors file, so that anybody can look into it. Its metadata hold one JSON document
under ``attribcheck.weights``; docs/weights.md describes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.formats import bounded_json
from attribcheck.weights import safetensors_files
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
from attribcheck.weights.tensors import StoredTensor, opened, read_exactly

FORMAT = "attribcheck/weights-fingerprint/1"
_FAMILY = "attribcheck/weights-fingerprint/"
METADATA_KEY = "attribcheck.weights"
SUFFIX = ".fingerprint"
MAX_FILE = 512 * 2**20
_DTYPES = {"U8": "u1", "I32": "<i4", "F16": "<f2"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


def serialise(fingerprint: Fingerprint) -> bytes:
    """Return the file's content; equal fingerprints give equal bytes."""
    from safetensors.numpy import save

    arrays = _arrays(fingerprint)
    document = _document(fingerprint)
    document["checksum"] = _checksum(document, arrays)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return bytes(save(contiguous, metadata={METADATA_KEY: text}))


def is_fingerprint(path: Path) -> bool:
    """Tell whether a file is a fingerprint, of whatever version.

    Raises:
        AttribcheckError: it can't be read.
    """
    with opened(path) as stream:
        return f'"{METADATA_KEY}"'.encode() in stream.read(4096)


def read(path: Path) -> Fingerprint:
    """Return the fingerprint in a file.

    Raises:
        AttribcheckError: it can't be read, is of another version, damaged or malformed.
    """
    shown = printable(str(path))
    stored, metadata = safetensors_files.read_header(path)
    text = metadata.get(METADATA_KEY)
    if text is None:
        raise AttribcheckError(f"{shown} is no fingerprint of weights")
    document = bounded_json.parse(text.encode("utf-8", "surrogatepass"), shown)
    version = document.get("format") if isinstance(document, dict) else None
    if version != FORMAT:
        known = isinstance(version, str) and version.startswith(_FAMILY)
        raise AttribcheckError(
            f"{shown}: format {str(version)[:80]!a}; this attribcheck reads {FORMAT}",
            hint="make the fingerprint again, or use the attribcheck that made it"
            if known
            else None,
        )
    arrays = _read_arrays(path, stored, shown)
    checksum = document.pop("checksum", None)
    if checksum != _checksum(document, arrays):
        raise AttribcheckError(
            f"{shown}: the checksum does not fit: the file was damaged or changed",
            hint="get it again, or make it again from the model",
        )
    try:
        return _restored(document, arrays)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise AttribcheckError(f"{shown}: malformed fingerprint: {what[:160]}") from error


def _read_arrays(path: Path, stored: list[StoredTensor], shown: str) -> dict[str, Array]:
    if sum(tensor.size for tensor in stored) > MAX_FILE:
        raise AttribcheckError(f"{shown}: a fingerprint of more than {MAX_FILE} bytes is not read")
    arrays = {}
    with opened(path) as stream:
        for tensor in stored:
            if tensor.dtype not in _DTYPES:
                raise AttribcheckError(f"{shown}: no fingerprint holds {tensor.dtype}")
            raw = read_exactly(stream, tensor.offset, tensor.size, shown)
            arrays[tensor.name] = np.frombuffer(raw, _DTYPES[tensor.dtype]).reshape(tensor.shape)
    return arrays


def _checksum(document: Mapping[str, Any], arrays: Mapping[str, Array]) -> str:
    """Return SHA-256 over the document without its checksum, then each array by name."""
    digest = hashlib.sha256()
    digest.update(json.dumps(document, sort_keys=True, separators=(",", ":")).encode())
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"\n{name} {array.dtype.str} {list(array.shape)}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


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
        "format": FORMAT,
        "name": fingerprint.name,
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


def _restored(document: dict[str, Any], arrays: dict[str, Array]) -> Fingerprint:
    """Return the value of a document, every part of which is checked.

    Raises:
        ValueError: a part has the wrong type, range or shape; KeyError or TypeError the same.
    """
    settings = Settings(
        _text(document["settings"]["seed"]),
        _integer(document["settings"]["rows"], 1, 65_536),
        _integer(document["settings"]["bits"], 8, 4096),
    )
    if settings.bits % 8:
        raise ValueError("bits")
    row_bytes = settings.bits // 8
    mlps = []
    for number, entry in enumerate(document["mlps"]):
        prefix = f"mlp.{number}."
        found = {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}
        mlp = MlpSketch(
            _text(entry["name"]),
            _integer(entry["units"], 1, 2**31 - 1),
            _integer(entry["width"], 1, 2**31 - 1),
            _boolean(entry["gated"]),
            found,
        )
        _require_mlp_arrays(mlp, settings)
        mlps.append(mlp)
    values = []
    for number, entry in enumerate(document["values"]):
        units, heads = _integer(entry["units"], 1, 2**31 - 1), _integer(entry["heads"], 1, 2**20)
        if units % heads:
            raise ValueError("heads")
        rows = arrays[f"value.{number}"]
        _require_shape(rows, (min(units, settings.rows), row_bytes))
        width = _integer(entry["width"], 1, 2**31 - 1)
        values.append(ValueSketch(_text(entry["name"]), units, width, heads, rows))
    width = _integer(document["embedding"]["width"], 0, 2**31 - 1)
    dimensions = arrays.get("dimensions")
    if dimensions is not None:
        _require_shape(dimensions, (min(width, settings.rows), row_bytes))
    norms = []
    for number, entry in enumerate(document["norms"]):
        projection = arrays[f"norm.{number}"]
        _require_shape(projection, (NORM_PROJECTION,))
        size = _integer(entry["size"], 1, 2**31 - 1)
        mean, deviation = float(entry["mean"]), float(entry["deviation"])
        norms.append(NormSketch(_text(entry["name"]), size, mean, deviation, projection))
    return Fingerprint(
        _text(document["name"]),
        _text(document["family"]),
        settings,
        tuple(_record(entry) for entry in document["tensors"]),
        frozenset(_text(name) for name in document["matrices"]),
        tuple(mlps),
        tuple(values),
        _integer(document["embedding"]["tokens"], 0, 2**31 - 1),
        width,
        dimensions,
        tuple(norms),
        tuple(_text(note) for note in document["notes"]),
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


def _record(entry: list[Any]) -> TensorRecord:
    name, dtype, shape, digest = entry
    if not _SHA256.fullmatch(_text(digest)):
        raise ValueError("sha256")
    sizes = tuple(_integer(size, 0, 2**63) for size in shape)
    return TensorRecord(_text(name), _text(dtype), sizes, digest)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("no boolean")
    return value


def _integer(value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("a number out of range")
    return value
