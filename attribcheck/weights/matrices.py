"""Reads matrices of hidden units from a checkpoint, a bounded part at a time.

A matrix is read as units by coordinates, whichever way it is stored: the units of an up projection
are its rows, those of a down projection its columns. Quantised matrices give their dequantised
values.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.weights.gguf_files import require_gguf
from attribcheck.weights.tensors import (
    CHUNK,
    DECODED,
    Floats,
    StoredTensor,
    decode,
    opened,
    read_exactly,
    read_into,
)

MAX_WIDTH = 2**20
MAX_SMALL = 64 * 2**20
"""Bytes of a tensor that is read in one piece: norms, scales, zero points."""
Indices = NDArray[np.int64]


class Stored(Protocol):
    """A matrix as it is stored."""

    shape: tuple[int, int]

    def blocks(self, columns: Indices | None = None) -> Iterator[tuple[int, Floats]]:
        """Yield all stored rows in order: the number of the first, and a block of rows.

        Args:
            columns: Those that are wanted; by default all.

        Raises:
            AttribcheckError: the file can't be read.
        """

    def rows(self, wanted: Indices) -> Floats:
        """Return some stored rows.

        Raises:
            AttribcheckError: the file can't be read.
        """


class Units(NamedTuple):
    """A matrix as hidden units by coordinates.

    Attributes:
        stored: The matrix.
        transposed: Whether the units are its columns.
        part: The first and the end of the stored rows that belong to it, where several matrices
            are stored as one (gate and up); else None.
    """

    stored: Stored
    transposed: bool = False
    part: tuple[int, int] | None = None

    @property
    def size(self) -> int:
        """The number of units."""
        if self.part:
            return self.part[1] - self.part[0]
        return self.stored.shape[1 if self.transposed else 0]

    @property
    def width(self) -> int:
        """The number of coordinates of a unit."""
        return self.stored.shape[0 if self.transposed else 1]

    def take(self, wanted: Indices) -> Floats:
        """Return some units as rows.

        Raises:
            AttribcheckError: the file can't be read.
        """
        if not self.transposed:
            return finite(self.stored.rows(wanted + (self.part[0] if self.part else 0)))
        found = np.empty((self.width, len(wanted)), np.float32)
        for start, block in self.stored.blocks(wanted):
            found[start : start + len(block)] = block
        return finite(np.ascontiguousarray(found.T))

    def products(self, vectors: Floats, metrics: Floats) -> tuple[Floats, Floats]:
        """Return inner products of all units with some vectors, and weighted lengths.

        Args:
            vectors: Coordinates by vectors.
            metrics: Coordinates by weights: what a squared coordinate counts in a length.

        Returns:
            Units by vectors, and units by weights.

        Raises:
            AttribcheckError: the file can't be read.
        """
        products = np.zeros((self.size, vectors.shape[1]), np.float32)
        squares = np.zeros((self.size, metrics.shape[1]), np.float32)
        first, end = self.part or (0, self.stored.shape[0])
        for start, raw in self.stored.blocks():
            block = finite(raw[max(first - start, 0) : max(end - start, 0)])
            if not len(block):
                continue
            at = max(start, first) - first
            if self.transposed:
                here = slice(at, at + len(block))
                products += block.T @ vectors[here]
                squares += (block * block).T @ metrics[here]
            else:
                products[at : at + len(block)] = block @ vectors
                squares[at : at + len(block)] = (block * block) @ metrics
        return products, np.sqrt(squares)


def finite(values: Floats) -> Floats:
    """Return values with NaN and infinity as 0, in place."""
    # One pass without a copy; a sum that overflows is looked at again.
    if not np.isfinite(values.sum()):
        values = np.nan_to_num(values, copy=True, nan=0.0, posinf=0.0, neginf=0.0)
    return values


class PlainMatrix:
    """A matrix whose elements are numbers, with the scales that some 8-bit formats keep beside it.

    Args:
        tensor: Of a type in ``DECODED``, or one of GGUF's blocks; two-dimensional.
        scale: Factors: one, one a stored row, or one a block of rows and columns.
    """

    def __init__(self, tensor: StoredTensor, scale: Floats | None = None) -> None:
        rows, columns = tensor.shape
        require_bounded(tensor, columns)
        self.shape = (rows, columns)
        self._tensor = tensor
        self._row_bytes = tensor.size // rows if rows else 0
        self._scale = scale

    def blocks(self, columns: Indices | None = None) -> Iterator[tuple[int, Floats]]:
        """See ``Stored``."""
        step = max(1, CHUNK // max(1, self._row_bytes))
        with opened(self._tensor.path) as stream:
            for start in range(0, self.shape[0], step):
                count = min(step, self.shape[0] - start)
                raw = read_exactly(
                    stream,
                    self._tensor.offset + start * self._row_bytes,
                    count * self._row_bytes,
                    printable(str(self._tensor.path)),
                )
                data = np.frombuffer(raw, np.uint8).reshape(count, self._row_bytes)
                yield start, self._decoded(data, np.arange(start, start + count), columns)

    def rows(self, wanted: Indices) -> Floats:
        """See ``Stored``."""
        data = np.empty((len(wanted), self._row_bytes), np.uint8)
        source = printable(str(self._tensor.path))
        with opened(self._tensor.path) as stream:
            for at, row in enumerate(wanted.tolist()):
                offset = self._tensor.offset + row * self._row_bytes
                read_into(stream, offset, data[at], source)
        return self._decoded(data, wanted, None)

    def _decoded(self, data: NDArray[np.uint8], rows: Indices, columns: Indices | None) -> Floats:
        """Return the values of stored rows, or of some of their columns."""
        if self._tensor.dtype.startswith("GGUF:"):
            values = _dequantized(data, self._tensor.dtype.partition(":")[2])
            values = values if columns is None else values[:, columns]
        else:
            if columns is not None:
                size = self._row_bytes // self.shape[1]
                data = np.ascontiguousarray(data.view(f"u{size}")[:, columns]).view(np.uint8)
            values = decode(data, self._tensor.dtype)
        if self._scale is not None:
            factors = _factors(self._scale, rows, self.shape)
            is_for_each = columns is not None and factors.shape[1] > 1
            values = values * (factors[:, columns] if is_for_each else factors)
        return values


def require_bounded(tensor: StoredTensor, width: int) -> None:
    """Refuse a matrix whose single row would not fit the bounds of memory.

    Raises:
        AttribcheckError: it is that wide.
    """
    if width > MAX_WIDTH:
        raise AttribcheckError(
            f"{printable(str(tensor.path))}: tensor {tensor.name[:120]!a} has {width} columns;"
            f" at most {MAX_WIDTH} are read"
        )


def is_readable(tensor: StoredTensor) -> bool:
    """Tell whether a tensor's elements can be read as numbers."""
    if tensor.dtype.startswith("GGUF:"):
        quants = require_gguf().quants
        names = {kind.name for kind in quants._type_traits}  # noqa: SLF001 - has no public list
        return tensor.dtype.partition(":")[2] in names
    return tensor.dtype in DECODED


def read_small(tensor: StoredTensor) -> Floats:
    """Return a complete tensor: a norm, scales. For matrices there is ``PlainMatrix``.

    Raises:
        AttribcheckError: the file can't be read, or the tensor is not small.
    """
    if tensor.size > MAX_SMALL:
        raise AttribcheckError(
            f"{printable(str(tensor.path))}: tensor {tensor.name[:120]!a} should be small,"
            f" and has {tensor.size} bytes"
        )
    with opened(tensor.path) as stream:
        raw = read_exactly(stream, tensor.offset, tensor.size, printable(str(tensor.path)))
    data = np.frombuffer(raw, np.uint8)
    if tensor.dtype.startswith("GGUF:"):
        return finite(_dequantized(data, tensor.dtype.partition(":")[2]).reshape(tensor.shape))
    return finite(decode(data, tensor.dtype).reshape(tensor.shape))


def _dequantized(data: NDArray[np.uint8], kind: str) -> Floats:
    gguf = require_gguf()
    values: Floats = gguf.quants.dequantize(data, gguf.GGMLQuantizationType[kind])
    return values


def _factors(scale: Floats, rows: Indices, shape: tuple[int, int]) -> Floats:
    """Return what the elements of some rows are multiplied by, in a shape that broadcasts."""
    if scale.size == 1:
        return scale.reshape(1, 1)
    if scale.shape[0] == shape[0] and prod(scale.shape[1:]) == 1:
        return scale.reshape(-1, 1)[rows]
    block_rows = -(-shape[0] // scale.shape[0])
    block_columns = -(-shape[1] // scale.shape[1])
    return np.repeat(scale[rows // block_rows], block_columns, axis=1)[:, : shape[1]]


def scale_fits(scale: tuple[int, ...], shape: tuple[int, int]) -> bool:
    """Tell whether scales of this shape belong to a matrix: see ``PlainMatrix``."""
    if prod(scale) == 1 or (scale and scale[0] == shape[0] and prod(scale[1:]) == 1):
        return True
    return len(scale) == 2 and all(
        0 < part <= whole for part, whole in zip(scale, shape, strict=False)
    )
