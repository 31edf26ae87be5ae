"""Matrices of 2, 4 or 8 bits as GPTQ and AWQ store them.

Both pack several integers into one of 32 bits and keep a scale and a zero point for each group of
inputs and each output. GPTQ packs along the inputs, AWQ along the outputs in an order of its own.
Sources: the packing code of AutoGPTQ (https://github.com/AutoGPTQ/AutoGPTQ,
``nn_modules/qlinear``) and AutoAWQ (https://github.com/casper-hansen/AutoAWQ,
``modules/linear/gemm.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable
from attribcheck.weights.matrices import MAX_SMALL, Indices, read_small, require_bounded
from attribcheck.weights.tensors import CHUNK, Floats, StoredTensor, opened, read_exactly

_AWQ_ORDER = (0, 2, 4, 6, 1, 3, 5, 7)
"""The output, of each eight, that the n-th half-byte of a word holds."""
Integers = NDArray[np.int32]


class PackedMatrix:
    """A matrix of a GPTQ or AWQ checkpoint, stored as inputs by outputs.

    Args:
        parts: Its tensors: ``qweight``, ``qzeros``, ``scales`` and, for some of GPTQ, ``g_idx``.

    Raises:
        AttribcheckError: the shapes belong to neither format, or a part can't be read.
    """

    def __init__(self, parts: Mapping[str, StoredTensor]) -> None:
        weight, zeros, scales = (parts[name] for name in ("qweight", "qzeros", "scales"))
        self._tensor = weight
        self._where = f"{printable(str(weight.path))}: tensor {weight.name[:120]!a}"
        if not all(len(part.shape) == 2 and min(part.shape) for part in (weight, zeros, scales)):
            raise AttribcheckError(f"{self._where}: its parts are no matrices")
        if (weight.dtype, zeros.dtype) != ("I32", "I32") or scales.dtype not in (
            "F16",
            "BF16",
            "F32",
        ):
            raise AttribcheckError(f"{self._where}: neither GPTQ nor AWQ stores these types")
        groups, outputs = scales.shape
        require_bounded(weight, outputs)
        self._is_gptq = weight.shape[1] == outputs
        if zeros.shape[0] != groups or outputs % zeros.shape[1]:
            raise AttribcheckError(f"{self._where}: its scales and zero points disagree")
        self._per_word = outputs // zeros.shape[1]
        if self._per_word not in (4, 8, 16) or not self._is_consistent(weight, outputs):
            raise AttribcheckError(f"{self._where}: not packed as GPTQ or AWQ do (2, 4 or 8 bits)")
        inputs = weight.shape[0] * (self._per_word if self._is_gptq else 1)
        self.shape = (inputs, outputs)
        self._scales = read_small(scales)
        self._zeros = self._unpack(_integers(zeros), along_outputs=True)
        if self._is_gptq:
            self._zeros = self._zeros + 1  # stored less one
        self._groups = self._group_numbers(parts.get("g_idx"), inputs, groups)

    def _is_consistent(self, weight: StoredTensor, outputs: int) -> bool:
        if self._is_gptq:
            return True
        return self._per_word == 8 and weight.shape[1] * 8 == outputs

    def _group_numbers(self, tensor: StoredTensor | None, inputs: int, groups: int) -> Indices:
        if tensor is not None and self._is_gptq:
            found = _integers(tensor).ravel().astype(np.int64)
            if len(found) != inputs or found.min() < 0 or found.max() >= groups:
                raise AttribcheckError(f"{self._where}: g_idx does not fit")
            return found
        return np.arange(inputs, dtype=np.int64) // -(-inputs // groups)

    def _unpack(self, words: Integers, *, along_outputs: bool) -> Floats:
        """Return the integers in words of 32 bits, as numbers."""
        bits = 32 // self._per_word
        order = range(self._per_word) if self._is_gptq else _AWQ_ORDER
        rows, columns = words.shape
        shape = (
            (rows, columns, self._per_word) if along_outputs else (rows, self._per_word, columns)
        )
        found = np.empty(shape, np.float32)
        for number, place in enumerate(order):
            part = (words >> (bits * number)) & (2**bits - 1)
            if along_outputs:
                found[:, :, place] = part
            else:
                found[:, place] = part
        return found.reshape(
            (rows, columns * self._per_word) if along_outputs else (rows * self._per_word, columns)
        )

    def blocks(self, columns: Indices | None = None) -> Iterator[tuple[int, Floats]]:
        """See ``Stored``."""
        rows, words_a_row = self._tensor.shape
        step = max(1, CHUNK // (4 * words_a_row * self._per_word))
        inputs = self._per_word if self._is_gptq else 1
        with opened(self._tensor.path) as stream:
            for start in range(0, rows, step):
                count = min(step, rows - start)
                raw = read_exactly(
                    stream,
                    self._tensor.offset + start * words_a_row * 4,
                    count * words_a_row * 4,
                    printable(str(self._tensor.path)),
                )
                words = np.frombuffer(raw, "<i4").reshape(count, words_a_row)
                values = self._unpack(words, along_outputs=not self._is_gptq)
                groups = self._groups[start * inputs : (start + count) * inputs]
                values = (values - self._zeros[groups]) * self._scales[groups]
                yield start * inputs, values if columns is None else values[:, columns]

    def rows(self, wanted: Indices) -> Floats:
        """See ``Stored``."""
        found = np.empty((len(wanted), self.shape[1]), np.float32)
        for start, block in self.blocks():
            here = np.flatnonzero((wanted >= start) & (wanted < start + len(block)))
            found[here] = block[wanted[here] - start]
        return found


def _integers(tensor: StoredTensor) -> Integers:
    if tensor.dtype != "I32" or tensor.size > MAX_SMALL:
        raise AttribcheckError(
            f"{printable(str(tensor.path))}: tensor {tensor.name[:120]!a} should be small"
            " integers of 32 bits"
        )
    with opened(tensor.path) as stream:
        raw = read_exactly(stream, tensor.offset, tensor.size, printable(str(tensor.path)))
    return np.frombuffer(raw, "<i4").reshape(tensor.shape)
