"""Follows the tables of a FlatBuffer without a schema: every offset is checked before it is used.

Format: https://flatbuffers.dev/internals/
"""

from __future__ import annotations

from attribcheck.core.errors import AttribcheckError


class Table:
    """A table of a buffer.

    Args:
        data: The buffer.
        at: The position of the table.

    Raises:
        AttribcheckError: it, or something that it refers to, is outside of the buffer.
    """

    def __init__(self, data: memoryview, at: int) -> None:
        self._data = data
        self._at = at
        back = int.from_bytes(_bytes(data, at, 4), "little", signed=True)
        self._vtable = at - back
        self._size = int.from_bytes(_bytes(data, self._vtable, 2), "little")

    @classmethod
    def root(cls, data: memoryview) -> Table:
        """Return the root table of a buffer."""
        return cls(data, int.from_bytes(_bytes(data, 0, 4), "little"))

    def _field(self, index: int) -> int | None:
        slot = 4 + 2 * index
        if slot + 2 > self._size:
            return None
        offset = int.from_bytes(_bytes(self._data, self._vtable + slot, 2), "little")
        return self._at + offset if offset else None

    def _target(self, index: int) -> int | None:
        field = self._field(index)
        return None if field is None else field + _offset(self._data, field)

    def number(self, index: int) -> int:
        """Return an unsigned 32-bit field; 0 when it is not there."""
        field = self._field(index)
        return 0 if field is None else _offset(self._data, field)

    def text(self, index: int, most: int = 4096) -> str:
        """Return a string field, at most ``most`` bytes of it; "" when it is not there."""
        target = self._target(index)
        if target is None:
            return ""
        length = _offset(self._data, target)
        if length > len(self._data):
            raise AttribcheckError(f"a string of {length} bytes")
        return bytes(_bytes(self._data, target + 4, min(length, most))).decode("utf-8", "replace")

    def tables(self, index: int, most: int = 10_000) -> list[Table]:
        """Return the tables of a vector; an empty list when it is not there."""
        target = self._target(index)
        if target is None:
            return []
        length = _offset(self._data, target)
        if length > most:
            raise AttribcheckError(f"a vector of {length} tables; at most {most} are read")
        places = [target + 4 + 4 * number for number in range(length)]
        return [Table(self._data, place + _offset(self._data, place)) for place in places]

    def content(self, index: int) -> memoryview:
        """Return a vector of bytes; an empty one when it is not there."""
        target = self._target(index)
        if target is None:
            return self._data[:0]
        return _bytes(self._data, target + 4, _offset(self._data, target))


def _offset(data: memoryview, at: int) -> int:
    return int.from_bytes(_bytes(data, at, 4), "little")


def _bytes(data: memoryview, at: int, size: int) -> memoryview:
    if at < 0 or size > len(data) - at:
        raise AttribcheckError(f"byte {at} is outside of a buffer of {len(data)} bytes")
    return data[at : at + size]
