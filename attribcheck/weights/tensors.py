"""Where a tensor's bytes are, and how its element type is decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.weights.document import FileRecord

Floats = NDArray[np.float32]
Progress = Callable[[int], None]
CHUNK = 4 * 2**20
"""Bytes read at a time."""
_NUMPY = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I8": "i1",
    "I16": "<i2",
    "I32": "<i4",
    "U8": "u1",
}
DECODED = frozenset([*_NUMPY, "BF16", "F8_E4M3", "F8_E5M2"])
"""Types whose elements can be read as numbers here. Others are hashed alone."""


class StoredTensor(NamedTuple):
    """A tensor in a file.

    Attributes:
        name: As the file has it.
        dtype: safetensors' name of the type ("BF16"), or for GGUF's blocks "GGUF:" and the name.
        shape: Dimensions, the slowest first (GGUF stores them the other way round).
        path: The file.
        offset: Of its first byte in the file.
        size: In bytes.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    path: Path
    offset: int
    size: int


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading.

    Raises:
        AttribcheckError: it can't be opened or read, or is no regular file (a pipe would block).
    """
    shown = printable(str(path))
    try:
        if not path.is_file():
            raise AttribcheckError(f"{shown} is no regular file")
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise AttribcheckError(f"can't read {shown}: {error.strerror or error}") from error


def read_exactly(stream: BinaryIO, offset: int, size: int, source: str) -> bytes:
    """Return ``size`` bytes at ``offset``.

    Raises:
        AttribcheckError: the file ends before.
    """
    stream.seek(offset)
    data = stream.read(size)
    if len(data) != size:
        raise AttribcheckError(f"{source}: the file ends at byte {offset + len(data)}, in the data")
    return data


def read_into(stream: BinaryIO, offset: int, target: NDArray[np.uint8], source: str) -> None:
    """Fill an array of bytes from ``offset`` on.

    Raises:
        AttribcheckError: the file ends before.
    """
    stream.seek(offset)
    count = stream.readinto(target.data)  # type: ignore[attr-defined] # every file has it
    if count != len(target):
        raise AttribcheckError(f"{source}: the file ends at byte {offset + count}, in the data")


class Digests(NamedTuple):
    """SHA-256 of a file and, by name, of tensors in it; in hexadecimal."""

    file: FileRecord
    tensors: dict[str, str]


def digests(path: Path, tensors: Iterable[StoredTensor], progress: Progress | None) -> Digests:
    """Return the digests of a file and of its tensors, in one pass over it.

    Args:
        path: The file.
        tensors: In the file; they don't overlap.
        progress: Called with the number of bytes after each tensor.

    Raises:
        AttribcheckError: the file can't be read, or has become shorter.
    """
    shown, whole, found, at = printable(str(path)), hashlib.sha256(), {}, 0
    with opened(path) as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        for tensor in sorted(tensors, key=lambda one: (one.offset, one.size)):
            _hash(stream, tensor.offset - at, shown, whole)
            own = hashlib.sha256()
            _hash(stream, tensor.size, shown, whole, own)
            found[tensor.name], at = own.hexdigest(), tensor.offset + tensor.size
            if progress:
                progress(tensor.size)
        _hash(stream, max(size - at, 0), shown, whole)
    return Digests(FileRecord(path.name, size, whole.hexdigest()), found)


def _hash(stream: BinaryIO, size: int, shown: str, *hashes: hashlib._Hash) -> None:
    """Add the next bytes of a file to hashes."""
    while size > 0:
        data = stream.read(min(CHUNK, size))
        if not data:
            raise AttribcheckError(f"{shown}: the file ends at byte {stream.tell()}, in the data")
        for one in hashes:
            one.update(data)
        size -= len(data)


def decode(raw: NDArray[np.uint8], dtype: str) -> Floats:
    """Return elements as numbers; the last axis of ``raw`` holds the bytes of the elements.

    Args:
        raw: Bytes, C-contiguous along the last axis.
        dtype: One of ``DECODED``.
    """
    if dtype == "BF16":  # the upper half of a 32-bit float
        return (raw.view("<u2").astype(np.uint32) << 16).view(np.float32)
    if dtype in ("F8_E4M3", "F8_E5M2"):
        values: Floats = _float8(dtype)[raw]
        return values
    numbers: Floats = raw.view(_NUMPY[dtype]).astype(np.float32)
    return numbers


@cache
def _float8(dtype: str) -> Floats:
    """Return the values of the 256 codes. NaN and infinity become 0.

    Source: "FP8 Formats for Deep Learning", https://arxiv.org/abs/2209.05433, table 1.
    """
    exponent_bits, mantissa_bits = (4, 3) if dtype == "F8_E4M3" else (5, 2)
    codes = np.arange(256)
    exponent = (codes >> mantissa_bits) & (2**exponent_bits - 1)
    mantissa = (codes & (2**mantissa_bits - 1)) / 2**mantissa_bits
    bias = 2 ** (exponent_bits - 1) - 1
    value = np.where(exponent > 0, 1 + mantissa, mantissa) * 2.0 ** (np.maximum(exponent, 1) - bias)
    if dtype == "F8_E4M3":
        value[(codes & 127) == 127] = 0
    else:
        value[exponent == 31] = 0
    values: Floats = np.where(codes & 128, -value, value).astype(np.float32)
    return values
