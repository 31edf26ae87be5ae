"""Reads the index of sharded safetensors: ``model.safetensors.index.json``.

Format: https://huggingface.co/docs/transformers/big_models
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.lineage import weights_metadata
from attribcheck.lineage.readers.json_files import JsonFile


class SafetensorsIndex:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name.endswith((".safetensors.index.json", ".bin.index.json"))

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        index = JsonFile(content).value
        metadata, names = index.get("metadata"), index.get("weight_map")
        if isinstance(metadata, dict):
            yield from weights_metadata.claims(metadata)
        if isinstance(names, dict):
            yield from weights_metadata.structural(dict.fromkeys(names, 0))
