"""Reads the metadata of ONNX models: ``metadata_props`` and the texts beside it.

Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, message ModelProto
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.formats import protobuf
from attribcheck.lineage import weights_metadata

_IR_VERSION, _DOC_STRING, _GRAPH, _PROPERTIES = 1, 6, 7, 14
_KEY, _VALUE = 1, 2
_MAX_PROPERTIES = 1000


class OnnxMetadata:
    """See ``base.Reader``; the text of its metadata is what the engine scans of the file."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name.endswith((".onnx", ".ort")) and content[:1] == b"\x08"

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        yield from weights_metadata.claims(_metadata(content))

    def text(self, content: bytes) -> str:
        """Return the text in the metadata; see ``registry.header_text``."""
        return weights_metadata.text_of(_metadata(content))


def _metadata(content: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, value in protobuf.fields(memoryview(content)):
        if number == _DOC_STRING:
            found["doc_string"] = protobuf.text(value, 2**16)
        elif number == _PROPERTIES and not isinstance(value, int):
            pair = {key: protobuf.text(text) for key, text in protobuf.fields(value)}
            if len(found) < _MAX_PROPERTIES:
                found[pair.get(_KEY, "")] = pair.get(_VALUE, "")
    return found
