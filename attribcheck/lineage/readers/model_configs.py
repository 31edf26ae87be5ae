"""Reads configurations of models: ``config.json``, its nested configurations, and their like.

Format: https://huggingface.co/docs/transformers/main_classes/configuration
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage import families
from attribcheck.lineage.readers.base import strings
from attribcheck.lineage.readers.json_files import JsonFile, dotted, objects

_NAMES = frozenset({"config.json", "configuration.json", "params.json", "llm_config.json"})
_SIGNS = (b'"model_type"', b'"architectures"', b'"_name_or_path"', b'"auto_map"')
_MIN_KEYS = 8


class ModelConfigs:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        is_config = name in _NAMES or name.endswith(("_config.json", "-config.json"))
        return is_config and any(sign in content for sign in _SIGNS)

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        file = JsonFile(content)
        yield from file.models("_name_or_path")
        for path, config in objects(file.value):
            yield from _remote_code(file, path, config)
            families_here = list(_families(file, path, config))
            yield from families_here
            is_whole = not path or isinstance(config.get("model_type"), str)
            if not families_here and is_whole and len(config) >= _MIN_KEYS:
                yield from _structural(file, path, config)


def _families(
    file: JsonFile, path: tuple[str | int, ...], config: dict[str, Any]
) -> Iterator[LineageClaim]:
    seen = set()
    model_type = config.get("model_type")
    if isinstance(model_type, str) and (family := families.of_type(model_type)):
        seen.add(family)
        yield file.claim(ClaimKind.MODEL_CODE, family, (*path, "model_type"), f'"{model_type}"')
    for index, name in enumerate(strings(config.get("architectures"))[:20]):
        family = families.of_class(name)
        if family and family not in seen:
            seen.add(family)
            yield file.claim(ClaimKind.MODEL_CODE, family, (*path, "architectures", index), name)


def _remote_code(
    file: JsonFile, path: tuple[str | int, ...], config: dict[str, Any]
) -> Iterator[LineageClaim]:
    """Yield the repositories whose code ``auto_map`` names: ``org/model--module.Class``."""
    auto_map = config.get("auto_map")
    if not isinstance(auto_map, dict):
        return
    seen = set()
    for key, value in auto_map.items():
        for text in strings(value):
            repository, separator, _ = text.partition("--")
            if separator and repository not in seen:
                seen.add(repository)
                yield file.claim(ClaimKind.MODEL_CODE, repository, (*path, "auto_map", key), text)


def _structural(
    file: JsonFile, path: tuple[str | int, ...], config: dict[str, Any]
) -> Iterator[LineageClaim]:
    best, second, *_ = families.nearest(config)
    if best.score < families.THRESHOLD:
        return
    note = (
        f"{best.shared} of {best.keys} keys and {best.equal} values equal the defaults of"
        f" {best.family.model_type}, index {best.score:.2f}; next is {second.family.model_type}"
        f" with {second.score:.2f}"
    )
    yield file.claim(
        ClaimKind.MODEL_CODE,
        best.family.module,
        path or ("model_type",),
        str(config.get("model_type", "{")),
        strength=Strength.STRUCTURAL,
        note=f"{note}; at {dotted(path) or 'the top'}",
    )
