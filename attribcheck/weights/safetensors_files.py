"""Reads which tensors a safetensors file has, and where."""

from __future__ import annotations

from pathlib import Path

from attribcheck.core.text import printable
from attribcheck.formats import safetensors_header
from attribcheck.weights.tensors import StoredTensor, opened


def read_header(path: Path) -> tuple[list[StoredTensor], dict[str, str]]:
    """Return the tensors of a file, in the order of their data, and its metadata.

    Raises:
        AttribcheckError: the file can't be read, or see ``safetensors_header.read``.
    """
    with opened(path) as stream:
        header = safetensors_header.read(stream, printable(str(path)))
    tensors = [
        StoredTensor(one.name, one.dtype, one.shape, path, one.offset, one.size)
        for one in header.tensors
    ]
    return tensors, header.metadata
