"""Walks the fields of a protobuf message without a schema: bounded, nothing is copied or built.

Format: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.errors import AttribcheckError

MAX_FIELDS = 100_000
"""The messages that are read here have tens of fields; their largest are skipped as one."""
_VARINT, _I64, _LEN, _I32 = 0, 1, 2, 5
_MAX_VARINT = 10  # bytes


def fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield the number and the value of each field: an integer, or a field with a length.

    Fixed 32- and 64-bit values are skipped.

    Raises:
        AttribcheckError: the message is malformed or truncated, or has too many fields.
    """
    at = count = 0
    size = len(message)
    while at < size:
        count += 1
        if count > MAX_FIELDS:
            raise AttribcheckError(f"a message has more than {MAX_FIELDS} fields")
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if not number:
            raise AttribcheckError(f"byte {at}: a field without a number")
        if wire == _VARINT:
            value, at = _varint(message, at)
            yield number, value
        elif wire == _LEN:
            length, at = _varint(message, at)
            if length > size - at:
                raise AttribcheckError(
                    f"byte {at}: a field of {length} bytes, and {size - at} are there"
                )
            yield number, message[at : at + length]
            at += length
        elif wire in (_I32, _I64):
            at += 4 if wire == _I32 else 8
            if at > size:
                raise AttribcheckError("the message ends within a field")
        else:
            raise AttribcheckError(f"byte {at}: a field of the unknown type {wire}")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    for byte in message[at : at + _MAX_VARINT]:
        value |= (byte & 127) << shift
        shift += 7
        at += 1
        if byte < 128:
            return value, at
    raise AttribcheckError(f"byte {at}: a number that does not end")


def text(value: int | memoryview, most: int = 4096) -> str:
    """Return a field with a length as text, at most ``most`` bytes of it; "" for an integer."""
    return "" if isinstance(value, int) else bytes(value[:most]).decode("utf-8", "replace")
