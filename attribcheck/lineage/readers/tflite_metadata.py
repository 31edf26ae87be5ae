"""Reads the metadata of TensorFlow Lite models.

Format: the schemas of TFLite (``Model.metadata``, ``Model.buffers``) and of its metadata
(``ModelMetadata.name``, ``description``, ``author``, ``license``), by their field numbers:
https://ai.google.dev/edge/litert/models/metadata
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.formats.flatbuffer import Table
from attribcheck.lineage import weights_metadata

_MAGIC, _METADATA_MAGIC = b"TFL3", b"M001"
_BUFFERS, _METADATA = 4, 6
_ENTRY_NAME, _ENTRY_BUFFER, _BUFFER_DATA = 0, 1, 0
_TEXTS = {"name": 0, "description": 1, "version": 2, "author": 4, "license": 5}


class TfliteMetadata:
    """See ``base.Reader``; the text of its metadata is what the engine scans of the file."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``; recognised by its content, whatever its name."""
        return content[4:8] == _MAGIC

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        yield from weights_metadata.claims(_metadata(content))

    def text(self, content: bytes) -> str:
        """Return the text in the metadata; see ``registry.header_text``."""
        return weights_metadata.text_of(_metadata(content))


def _metadata(content: bytes) -> dict[str, str]:
    model = Table.root(memoryview(content))
    for entry in model.tables(_METADATA):
        if entry.text(_ENTRY_NAME) == "TFLITE_METADATA":
            buffers = model.tables(_BUFFERS, most=200_000)
            index = entry.number(_ENTRY_BUFFER)
            data = buffers[index].content(_BUFFER_DATA) if index < len(buffers) else memoryview(b"")
            if bytes(data[4:8]) == _METADATA_MAGIC:
                table = Table.root(data)
                texts = {key: table.text(field, 2**16) for key, field in _TEXTS.items()}
                return {key: text for key, text in texts.items() if text}
    return {}
