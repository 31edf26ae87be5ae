"""Reads the recipes of mergekit: YAML that names the models which are merged.

Format: https://github.com/arcee-ai/mergekit#merge-configuration
"""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage import yaml_values
from attribcheck.lineage.readers.base import Places, model_name

_KEYS = ("model", "base_model")


class MergeRecipes:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name.endswith((".yml", ".yaml")) and b"merge_method" in content

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content, 4 * yaml_values.MAX_CHARACTERS)
        seen = set()
        for key, value in _entries(yaml_values.parse(places.text), ""):
            found = model_name(value.value)
            if found and found not in seen:
                seen.add(found)
                line, excerpt = places.at_line(value.line)
                yield LineageClaim(
                    ClaimKind.BASE_MODEL,
                    found,
                    Strength.CONFIGURED,
                    line,
                    key,
                    excerpt,
                    "relation: merge",
                )


def _entries(value: yaml_values.Value, path: str) -> Iterator[tuple[str, yaml_values.Value]]:
    """Yield the values of ``model`` and ``base_model`` at any depth, each with its path."""
    if isinstance(value.value, dict):
        for key, inner in value.value.items():
            here = f"{path}.{key}" if path else key
            if key in _KEYS and isinstance(inner.value, str):
                yield here, inner
            yield from _entries(inner, here)
    elif isinstance(value.value, list):
        for index, inner in enumerate(value.value):
            yield from _entries(inner, f"{path}[{index}]")
