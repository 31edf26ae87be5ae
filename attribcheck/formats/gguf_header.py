"""Reads the header of a GGUF file: the places of its tensors, and the keys with a single value.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
The reader of the gguf library is not used: it maps every value of the header into Python objects
before anything is checked.
"""

from __future__ import annotations

import struct
from math import prod
from typing import BinaryIO, NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats.safetensors_header import MAX_ELEMENTS

MAGIC = b"GGUF"
_MAX_HEADER = 512 * 2**20
_MAX_KEYS = 65_536
_MAX_TENSORS = 200_000
_MAX_VALUES = 2_000_000
_MAX_NAME = 65_535
_MAX_STRING = 16 * 2**20
_MAX_KEPT = 4096
"""Bytes of a string value that are kept; longer ones (chat templates) are skipped."""

_STRING, _ARRAY = 8, 9
_SCALARS = dict(enumerate("<B <b <H <h <I <i <f <?".split())) | {10: "<Q", 11: "<q", 12: "<d"}


class Entry(NamedTuple):
    """A tensor of the header.

    Attributes:
        name: Its name.
        shape: Dimensions, the slowest first; the file has them the other way round.
        kind: The number of its type.
        offset: Of its first byte, from the start of the file.
    """

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int


class GgufHeader(NamedTuple):
    """What a GGUF file says of itself: its tensors as listed, and the keys with a single value."""

    tensors: tuple[Entry, ...]
    keys: dict[str, str | int | float | bool]


def read(stream: BinaryIO, shown: str) -> GgufHeader:
    """Return the header of a file; the sizes of its tensors are not checked.

    Args:
        stream: The file, at any position.
        shown: What messages call it, printable.

    Raises:
        AttribcheckError: the file is truncated, of another version or byte order, or its header is
            malformed.
    """
    return _Header(stream, shown).read()


class _Header:
    """Reads a header from front to end; every length is checked before it is used."""

    def __init__(self, stream: BinaryIO, shown: str) -> None:
        self._stream = stream
        self._shown = shown
        self._size = stream.seek(0, 2)
        self._end = min(self._size, _MAX_HEADER)
        self._values = 0
        stream.seek(0)

    def read(self) -> GgufHeader:
        if self._take(4) != MAGIC:
            raise self._error("no GGUF file")
        version = self._number("<I")
        if version not in (2, 3):
            raise self._error(f"GGUF version {version}; 2 and 3 are read, little-endian")
        tensor_count, key_count = self._number("<Q"), self._number("<Q")
        if tensor_count > _MAX_TENSORS or key_count > _MAX_KEYS:
            raise self._error(f"{tensor_count} tensors and {key_count} keys are too many")
        keys: dict[str, str | int | float | bool] = {}
        names: set[str] = set()
        for _ in range(key_count):
            name = self._name(names)
            value = self._value(self._number("<I"), depth=0)
            if value is not None:
                keys[name] = value
        alignment = keys.get("general.alignment", 32)
        if type(alignment) is not int or not 0 < alignment <= 2**20 or alignment % 8:
            raise self._error("malformed general.alignment")
        names = set()
        infos = [self._info(names) for _ in range(tensor_count)]
        base = -(-self._stream.tell() // alignment) * alignment
        tensors = tuple(Entry(*info[:3], base + info[3]) for info in infos)
        if (last := max((tensor.offset for tensor in tensors), default=0)) > self._size:
            raise self._error(f"a tensor begins at byte {last} of {self._size}: truncated")
        return GgufHeader(tensors, keys)

    def _error(self, problem: str) -> AttribcheckError:
        return AttribcheckError(f"{self._shown}: {problem}")

    def _take(self, size: int) -> bytes:
        if size > self._end - self._stream.tell():
            raise self._error("the header does not end within the file, or 512 MiB")
        return self._stream.read(size)

    def _skip(self, size: int) -> None:
        if size > self._end - self._stream.tell():
            raise self._error("the header does not end within the file, or 512 MiB")
        self._stream.seek(size, 1)

    def _number(self, form: str) -> int:
        return int(struct.unpack(form, self._take(struct.calcsize(form)))[0])

    def _name(self, seen: set[str]) -> str:
        length = self._number("<Q")
        if length > _MAX_NAME:
            raise self._error(f"a name of {length} bytes")
        try:
            name = self._take(length).decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._error("a name is not UTF-8") from error
        if name in seen:
            raise self._error(f"the name {name[:120]!a} is there twice")
        seen.add(name)
        return name

    def _value(self, kind: int, depth: int) -> str | int | float | bool | None:
        """Return a single value, or None after an array or a long string."""
        self._values += 1
        if self._values > _MAX_VALUES:
            raise self._error("the header has too many values")
        if kind in _SCALARS:
            form = _SCALARS[kind]
            found = struct.unpack(form, self._take(struct.calcsize(form)))[0]
            return found if isinstance(found, (bool, int, float)) else None
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY and depth < 4:
            self._skip_array(depth)
            return None
        raise self._error(f"a value of the unknown kind {kind}")

    def _string(self) -> str | None:
        length = self._number("<Q")
        if length > _MAX_STRING:
            raise self._error(f"a string of {length} bytes")
        if length > _MAX_KEPT:
            self._skip(length)
            return None
        return self._take(length).decode("utf-8", "replace")

    def _skip_array(self, depth: int) -> None:
        kind, count = self._number("<I"), self._number("<Q")
        if kind in _SCALARS:
            self._skip(struct.calcsize(_SCALARS[kind]) * count)
            return
        for _ in range(count):
            self._value(kind, depth + 1)

    def _info(self, names: set[str]) -> tuple[str, tuple[int, ...], int, int]:
        name = self._name(names)
        rank = self._number("<I")
        if rank > 4:
            raise self._error(f"tensor {name[:120]!a}: {rank} dimensions")
        shape = tuple(self._number("<Q") for _ in range(rank))[::-1]
        if prod(shape) > MAX_ELEMENTS:
            raise self._error(f"tensor {name[:120]!a}: more than 2^48 elements")
        return name, shape, self._number("<I"), self._number("<Q")
