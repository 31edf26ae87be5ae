"""Reads which tensors a GGUF file has, and where; the gguf library knows the sizes of its types."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Any, NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.formats import gguf_header
from attribcheck.weights.tensors import StoredTensor, opened

_PLAIN = {"F32": "F32", "F16": "F16", "BF16": "BF16", "F64": "F64"} | {
    name: name for name in ("I8", "I16", "I32", "I64")
}


class GgufHeader(NamedTuple):
    """What a GGUF file says of itself: its tensors, and the keys with a single value."""

    tensors: list[StoredTensor]
    keys: dict[str, str | int | float | bool]


def read_header(path: Path) -> GgufHeader:
    """Return the tensors of a GGUF file, in the order of their data, and its keys.

    Raises:
        AttribcheckError: the file can't be read, is truncated, of another version or byte order,
            or its header is malformed; or the gguf library is not installed.
    """
    shown = printable(str(path))
    with opened(path) as stream:
        header = gguf_header.read(stream, shown)
        size = stream.seek(0, 2)
    tensors = [_tensor(entry, path, shown) for entry in header.tensors]
    tensors.sort(key=lambda tensor: (tensor.offset, tensor.size))
    at = 0
    for tensor in tensors:
        if tensor.offset < at:
            raise AttribcheckError(f"{shown}: tensor {tensor.name[:120]!a} overlaps the one before")
        at = tensor.offset + tensor.size
    if at > size:
        raise AttribcheckError(f"{shown}: the tensors end at byte {at} of {size}: truncated")
    return GgufHeader(tensors, header.keys)


def is_gguf(path: Path) -> bool:
    """Tell whether a file begins as GGUF.

    Raises:
        AttribcheckError: it can't be read.
    """
    with opened(path) as stream:
        return stream.read(4) == gguf_header.MAGIC


def _tensor(entry: gguf_header.Entry, path: Path, shown: str) -> StoredTensor:
    gguf = require_gguf()
    where = f"{shown}: tensor {entry.name[:120]!a}"
    try:
        quantisation = gguf.GGMLQuantizationType(entry.kind)
        block, block_bytes = gguf.GGML_QUANT_SIZES[quantisation]
    except (ValueError, KeyError) as error:
        raise AttribcheckError(f"{where}: unknown type {entry.kind}") from error
    innermost = entry.shape[-1] if entry.shape else 1
    if innermost % block:
        raise AttribcheckError(f"{where}: its rows end within a block")
    size = prod(entry.shape) // block * block_bytes
    dtype = _PLAIN.get(quantisation.name, f"GGUF:{quantisation.name}")
    return StoredTensor(entry.name, dtype, entry.shape, path, entry.offset, size)


def require_gguf() -> Any:
    """Return the gguf library.

    Raises:
        AttribcheckError: it is not installed.
    """
    try:
        import gguf
    except ImportError as error:
        raise AttribcheckError(
            "reading GGUF needs the gguf library", hint="pip install 'attribcheck[weights]'"
        ) from error
    return gguf
