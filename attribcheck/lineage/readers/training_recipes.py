"""Reads the recipes of trainers: YAML of axolotl, LLaMA-Factory, TRL and their like.

Format: https://docs.axolotl.ai/docs/config-reference.html (``base_model``)
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage import yaml_values
from attribcheck.lineage.readers.base import Places, model_name

_KEYS = {
    "base_model": "",
    "model_name_or_path": "",
    "pretrained_model_name_or_path": "",
    "base_model_config": "the configuration of the base model",
    "tokenizer_config": "of the tokenizer",
}


class TrainingRecipes:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``; a recipe of mergekit has its own reader."""
        return (
            name.endswith((".yml", ".yaml"))
            and b"merge_method" not in content
            and (b"base_model" in content or b"model_name_or_path" in content)
        )

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content, 4 * yaml_values.MAX_CHARACTERS)
        document = yaml_values.parse(places.text)
        sections = [("", document)]
        if isinstance(document.value, dict):
            sections += [(f"{key}.", one) for key, one in document.value.items()]
        for prefix, section in sections:
            for key, note in _KEYS.items():
                value = section.get(key)
                if value and (found := model_name(value.value)):
                    line, excerpt = places.at_line(value.line)
                    yield LineageClaim(
                        ClaimKind.BASE_MODEL,
                        found,
                        Strength.CONFIGURED,
                        line,
                        prefix + key,
                        excerpt,
                        note,
                    )
