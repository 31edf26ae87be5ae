"""Reads the pipelines of diffusers: ``model_index.json`` names the classes of every part.

Format: https://huggingface.co/docs/diffusers/using-diffusers/loading
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim
from attribcheck.lineage import families
from attribcheck.lineage.readers.base import strings
from attribcheck.lineage.readers.json_files import JsonFile


class DiffusionPipelines:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name == "model_index.json"

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        file = JsonFile(content)
        yield from file.models("_name_or_path")
        for key, value in file.value.items():
            for part in strings(value) if isinstance(value, list) else ():
                if family := families.of_class(part):
                    yield file.claim(ClaimKind.MODEL_CODE, family, (key,), part)
