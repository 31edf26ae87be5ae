"""Reads ``generation_config.json``: the model that the settings come from, and assistant models.

Format: https://huggingface.co/docs/transformers/main_classes/text_generation
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.lineage.readers.json_files import JsonFile


class GenerationConfigs:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name == "generation_config.json"

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        file = JsonFile(content)
        yield from file.models("_name_or_path")
        yield from file.models("assistant_model", note="an assistant model")
