"""Reads the configurations of adapters: ``adapter_config.json`` of PEFT.

Format: https://huggingface.co/docs/peft/developer_guides/checkpoint
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.lineage.readers.json_files import JsonFile


class AdapterConfigs:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name == "adapter_config.json"

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        file = JsonFile(content)
        yield from file.models("base_model_name_or_path", note="relation: adapter")
