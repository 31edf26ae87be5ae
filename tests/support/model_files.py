"""Small files of models, and the claims that are read of them."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping

from attribcheck.core.lineage import ClaimKind
from attribcheck.lineage import registry

Told = tuple[str, str, str, str, int]


def told(path: str, content: str | bytes) -> list[Told]:
    """Return kind, name, strength, key and line of each claim of a file that names something."""
    data = content.encode() if isinstance(content, str) else content
    return [
        (claim.kind.value, claim.name, claim.strength.value, claim.key, claim.line)
        for claim in registry.claims(data, path)
        if claim.kind is not ClaimKind.WEIGHTS
    ]


def names(path: str, content: str | bytes) -> list[str]:
    """Return the names in the claims of a file."""
    return [name for _, name, _, _, _ in told(path, content)]


def safetensors(metadata: Mapping[str, str] | None = None, size: int = 8) -> bytes:
    """Return a safetensors file with one tensor of ``size`` bytes."""
    header: dict[str, object] = {"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}
    if metadata:
        header["__metadata__"] = dict(metadata)
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + bytes(size)


def gguf(keys: Mapping[str, str], *, tensors: int = 0) -> bytes:
    """Return the header of a GGUF file with string keys."""

    def string(value: str) -> bytes:
        data = value.encode()
        return struct.pack("<Q", len(data)) + data

    body = b"GGUF" + struct.pack("<IQQ", 3, tensors, len(keys))
    for key, value in keys.items():
        body += string(key) + struct.pack("<I", 8) + string(value)
    return body + bytes(-len(body) % 32)


def varint(value: int) -> bytes:
    """Return a number as protobuf writes it."""
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])


def field(number: int, content: bytes) -> bytes:
    """Return a protobuf field with a length."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def onnx(metadata: Mapping[str, str], doc: str = "") -> bytes:
    """Return an ONNX model without nodes."""
    pairs = b"".join(
        field(14, field(1, key.encode()) + field(2, value.encode()))
        for key, value in metadata.items()
    )
    return b"\x08\x08" + field(6, doc.encode()) + field(7, b"") + pairs


def coreml(license_: str, author: str = "", user: Mapping[str, str] | None = None) -> bytes:
    """Return a Core ML model with metadata alone."""
    pairs = b"".join(
        field(100, field(1, key.encode()) + field(2, value.encode()))
        for key, value in (user or {}).items()
    )
    metadata = field(3, author.encode()) + field(4, license_.encode()) + pairs
    return b"\x08\x04" + field(2, field(100, metadata))


def tflite(license_: str) -> bytes:
    """Return a TensorFlow Lite model with metadata alone."""
    metadata = _FlatBuffer(b"M001")
    metadata.table("root", {5: "license"})
    metadata.vector("license", license_.encode())
    model = _FlatBuffer(b"TFL3")
    model.table("root", {4: "buffers", 6: "entries"})
    model.references("buffers", ["buffer"])
    model.references("entries", ["entry"])
    model.table("buffer", {0: "content"})
    model.table("entry", {0: "name"})
    model.vector("name", b"TFLITE_METADATA")
    model.vector("content", metadata.built())
    return model.built()


class _FlatBuffer:
    """Writes a FlatBuffer; its first table is the root, and references point forward."""

    def __init__(self, identifier: bytes) -> None:
        self._data = bytearray(4) + identifier
        self._places: dict[str, int] = {}
        self._open: list[tuple[int, str]] = [(0, "root")]

    def table(self, label: str, fields: Mapping[int, str]) -> None:
        """Add a table whose fields are references, by slot."""
        slots = max(fields) + 1
        offsets = [0] * slots
        for order, slot in enumerate(sorted(fields)):
            offsets[slot] = 4 + 4 * order
        self._align()
        vtable = len(self._data)
        size = 4 + 4 * len(fields)
        self._data += struct.pack(f"<HH{slots}H", 4 + 2 * slots, size, *offsets)
        self._align()
        self._places[label] = len(self._data)
        self._data += struct.pack("<i", len(self._data) - vtable)
        for _, target in sorted(fields.items()):
            self._reference(target)

    def references(self, label: str, targets: list[str]) -> None:
        """Add a vector of references."""
        self._align()
        self._places[label] = len(self._data)
        self._data += struct.pack("<I", len(targets))
        for target in targets:
            self._reference(target)

    def vector(self, label: str, content: bytes) -> None:
        """Add a string or a vector of bytes."""
        self._align()
        self._places[label] = len(self._data)
        self._data += struct.pack("<I", len(content)) + content + b"\0"

    def built(self) -> bytes:
        """Return the buffer."""
        for at, target in self._open:
            struct.pack_into("<I", self._data, at, self._places[target] - at)
        return bytes(self._data)

    def _reference(self, target: str) -> None:
        self._open.append((len(self._data), target))
        self._data += bytes(4)

    def _align(self) -> None:
        self._data += bytes(-len(self._data) % 4)
