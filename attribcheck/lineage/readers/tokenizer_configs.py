"""Reads the configurations of tokenizers and processors, which keep the model they come from.

Format: https://huggingface.co/docs/transformers/main_classes/tokenizer
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import LineageClaim
from attribcheck.lineage.readers.json_files import JsonFile

_NAMES = frozenset({"tokenizer_config.json", "preprocessor_config.json", "processor_config.json"})


class TokenizerConfigs:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name in _NAMES

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        file = JsonFile(content)
        part = "of the tokenizer" if name.startswith("tokenizer") else "of the processor"
        for key in ("name_or_path", "_name_or_path"):
            yield from file.models(key, note=part)
