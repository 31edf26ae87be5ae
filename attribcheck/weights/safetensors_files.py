"""Reads the header of a safetensors file, which is refused unless it describes the file exactly.

Format: https://github.com/huggingface/safetensors#format (eight bytes of length, JSON, data). The
library is not used here: it maps the file, knows no positions, and has no bfloat16 for numpy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeGuard

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.weights import bounded_json
from attribcheck.weights.tensors import (
    BITS,
    MAX_ELEMENTS,
    MAX_RANK,
    StoredTensor,
    expected_size,
    opened,
    read_exactly,
)

METADATA = "__metadata__"


def read_header(path: Path) -> tuple[list[StoredTensor], dict[str, str]]:
    """Return the tensors of a file, in the order of their data, and its metadata.

    Raises:
        AttribcheckError: the file can't be read, is truncated, or its header is malformed: lengths
            beyond the file, unknown types, sizes that disagree, overlapping or unused bytes.
    """
    shown = printable(str(path))
    with opened(path) as stream:
        size = stream.seek(0, 2)
        if size < 8:
            raise AttribcheckError(f"{shown}: no safetensors file: {size} bytes")
        length = int.from_bytes(read_exactly(stream, 0, 8, shown), "little")
        if length > size - 8:
            raise AttribcheckError(
                f"{shown}: the header says {length} bytes, and {size - 8} are there"
            )
        if length > bounded_json.MAX_BYTES:
            raise AttribcheckError(
                f"{shown}: a header of {length} bytes; at most {bounded_json.MAX_BYTES} are read"
            )
        header = bounded_json.parse(read_exactly(stream, 8, length, shown), f"{shown}: the header")
    if not isinstance(header, dict):
        raise AttribcheckError(f"{shown}: the header is no JSON object")
    metadata = header.pop(METADATA, {})
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise AttribcheckError(f"{shown}: {METADATA} holds something else than strings")
    tensors = [_tensor(name, entry, path, 8 + length) for name, entry in header.items()]
    tensors.sort(key=lambda tensor: (tensor.offset, tensor.size))
    _require_exact_cover(tensors, 8 + length, size, shown)
    return tensors, metadata


def _tensor(name: str, entry: Any, path: Path, base: int) -> StoredTensor:
    where = f"{printable(str(path))}: tensor {name[:120]!a}"
    if not isinstance(entry, dict):
        raise AttribcheckError(f"{where} is no JSON object")
    dtype, shape, offsets = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not isinstance(dtype, str) or dtype not in BITS:
        raise AttribcheckError(f"{where}: unknown type {str(dtype)[:40]!a}")
    if not _is_list_of_sizes(shape) or len(shape) > MAX_RANK:
        raise AttribcheckError(f"{where}: malformed shape")
    elements = 1
    for dimension in shape:
        elements *= dimension
        if elements > MAX_ELEMENTS:
            raise AttribcheckError(f"{where}: more than 2^48 elements")
    if not _is_list_of_sizes(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise AttribcheckError(f"{where}: malformed data_offsets")
    begin, end = offsets
    if end - begin != expected_size(dtype, tuple(shape)):
        raise AttribcheckError(f"{where}: {end - begin} bytes do not fit its shape and type")
    return StoredTensor(name, dtype, tuple(shape), path, base + begin, end - begin)


def _is_list_of_sizes(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(
        type(item) is int and 0 <= item <= 2**63 for item in value
    )


def _require_exact_cover(tensors: list[StoredTensor], base: int, size: int, shown: str) -> None:
    at = base
    for tensor in tensors:
        if tensor.offset != at:
            problem = "overlaps the one before" if tensor.offset < at else "leaves bytes unused"
            raise AttribcheckError(f"{shown}: tensor {tensor.name[:120]!a} {problem}")
        at += tensor.size
    if at != size:
        problem = "the file is truncated" if at > size else "bytes follow that no tensor has"
        raise AttribcheckError(f"{shown}: the tensors end at byte {at} of {size}: {problem}")
