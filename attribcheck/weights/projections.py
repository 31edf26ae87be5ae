"""The seeded random numbers of a fingerprint: signs, and choices of rows.

They come from SHAKE-256 and not from numpy's generators, whose streams may change between
releases: two fingerprints have to agree on every sign, whoever makes them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from attribcheck.weights.matrices import Indices
from attribcheck.weights.tensors import Floats


def random_bytes(seed: str, purpose: str, size: int) -> bytes:
    """Return pseudo-random bytes: SHAKE-256 of the seed, a line feed and the purpose."""
    return hashlib.shake_256(f"{seed}\n{purpose}".encode()).digest(size)


@lru_cache(maxsize=8)
def signs(seed: str, purpose: str, rows: int, columns: int) -> Floats:
    """Return a matrix of -1 and 1; the bits of ``random_bytes``, the highest of a byte first."""
    raw = np.frombuffer(random_bytes(seed, purpose, (rows * columns + 7) // 8), np.uint8)
    bits = np.unpackbits(raw)[: rows * columns].reshape(rows, columns)
    return bits.astype(np.float32) * 2 - 1


def choose_rows(seed: str, purpose: str, count: int, wanted: int) -> Indices:
    """Return ``wanted`` of ``count`` row numbers, ascending; all of them if there are no more.

    The rows with the smallest 64-bit keys are chosen, so that a few more rows at the end (an
    extended vocabulary) leave most of the choice as it was.
    """
    if count <= wanted:
        return np.arange(count, dtype=np.int64)
    keys = np.frombuffer(random_bytes(seed, purpose, 8 * count), "<u8")
    return np.sort(np.argsort(keys, kind="stable")[:wanted]).astype(np.int64)


def pack(values: Floats) -> NDArray[np.uint8]:
    """Return the signs of values as bits, row by row; 0 counts as positive."""
    return np.packbits(values >= 0, axis=1)


def unpack(bits: NDArray[np.uint8]) -> Floats:
    """Return packed bits as -1 and 1."""
    return np.unpackbits(bits, axis=1).astype(np.float32) * 2 - 1
