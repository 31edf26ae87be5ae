"""Reads the header of a safetensors file, which is refused unless it describes the file exactly.

Format: https://github.com/huggingface/safetensors#format (eight bytes of length, JSON, data). The
library is not used here: it maps the file, knows no positions, and has no bfloat16 for numpy.
"""

from __future__ import annotations

from math import prod
from typing import Any, BinaryIO, NamedTuple, TypeGuard

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats import bounded_json

METADATA = "__metadata__"
MAX_RANK = 8
MAX_ELEMENTS = 2**48

# Bits of an element, by safetensors' name of the type.
# Source: https://docs.rs/safetensors/latest/safetensors/tensor/enum.Dtype.html
BITS = {
    "F64": 64,
    "F32": 32,
    "F16": 16,
    "BF16": 16,
    "F8_E4M3": 8,
    "F8_E5M2": 8,
    "F8_E8M0": 8,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "F4": 4,
    "I64": 64,
    "I32": 32,
    "I16": 16,
    "I8": 8,
    "U64": 64,
    "U32": 32,
    "U16": 16,
    "U8": 8,
    "BOOL": 8,
    "C64": 64,
}


class Entry(NamedTuple):
    """A tensor of the header: ``offset`` from the start of the file and ``size``, in bytes."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int
    size: int


class SafetensorsHeader(NamedTuple):
    """The tensors in the order of their data, and the metadata."""

    tensors: tuple[Entry, ...]
    metadata: dict[str, str]


def expected_size(dtype: str, shape: tuple[int, ...]) -> int:
    """Return how many bytes a tensor of a safetensors type takes."""
    return (prod(shape) * BITS[dtype] + 7) // 8


def read(stream: BinaryIO, shown: str) -> SafetensorsHeader:
    """Return the header of a file.

    Args:
        stream: The file, at any position.
        shown: What messages call it, printable.

    Raises:
        AttribcheckError: the file is truncated, or its header is malformed: lengths beyond the
            file, unknown types, sizes that disagree, overlapping or unused bytes.
    """
    size = stream.seek(0, 2)
    if size < 8:
        raise AttribcheckError(f"{shown}: no safetensors file: {size} bytes")
    stream.seek(0)
    length = int.from_bytes(stream.read(8), "little")
    if length > size - 8:
        raise AttribcheckError(f"{shown}: the header says {length} bytes, and {size - 8} are there")
    if length > bounded_json.MAX_BYTES:
        raise AttribcheckError(
            f"{shown}: a header of {length} bytes; at most {bounded_json.MAX_BYTES} are read"
        )
    header = bounded_json.parse(stream.read(length), f"{shown}: the header")
    if not isinstance(header, dict):
        raise AttribcheckError(f"{shown}: the header is no JSON object")
    metadata = header.pop(METADATA, {})
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise AttribcheckError(f"{shown}: {METADATA} holds something else than strings")
    tensors = [_entry(name, value, shown, 8 + length) for name, value in header.items()]
    tensors.sort(key=lambda tensor: (tensor.offset, tensor.size))
    _require_exact_cover(tensors, 8 + length, size, shown)
    return SafetensorsHeader(tuple(tensors), metadata)


def _entry(name: str, value: Any, shown: str, base: int) -> Entry:
    where = f"{shown}: tensor {name[:120]!a}"
    if not isinstance(value, dict):
        raise AttribcheckError(f"{where} is no JSON object")
    dtype, shape, offsets = (value.get(key) for key in ("dtype", "shape", "data_offsets"))
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
    return Entry(name, dtype, tuple(shape), base + begin, end - begin)


def _is_list_of_sizes(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and all(
        type(item) is int and 0 <= item <= 2**63 for item in value
    )


def _require_exact_cover(tensors: list[Entry], base: int, size: int, shown: str) -> None:
    at = base
    for tensor in tensors:
        if tensor.offset != at:
            problem = "overlaps the one before" if tensor.offset < at else "leaves bytes unused"
            raise AttribcheckError(f"{shown}: tensor {tensor.name[:120]!a} {problem}")
        at += tensor.size
    if at != size:
        problem = "the file is truncated" if at > size else "bytes follow that no tensor has"
        raise AttribcheckError(f"{shown}: the tensors end at byte {at} of {size}: {problem}")
