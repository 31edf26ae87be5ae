"""Reads the metadata of a model card: the YAML block at the top of a README.

Format: https://huggingface.co/docs/hub/model-cards (``base_model``, ``model-index``).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_NAME = re.compile(r"(?:readme|model[-_]?card)(?:\.\w+)?\Z", re.IGNORECASE)
_MAX_LENGTH = 100_000  # characters


class ModelCard(NamedTuple):
    """A model card.

    Attributes:
        names: The names of the model in its ``model-index``.
        base_models: The models that it is based on.
    """

    names: tuple[str, ...]
    base_models: tuple[str, ...]


def may_be(path: str) -> bool:
    """Whether a file has the name of a model card: README.md, MODEL_CARD.md, ..."""
    return bool(_NAME.match(path.rpartition("/")[2]))


def read(text: str) -> ModelCard | None:
    """Return the model card at the top of ``text``; None when there is no readable block."""
    block = _BLOCK.match(text[:_MAX_LENGTH])
    if block is None:
        return None
    import yaml  # lazy: few repositories have a model card

    try:
        facts = yaml.safe_load(block["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    index = facts.get("model-index")
    entries = index if isinstance(index, list) else []
    names = [entry.get("name") for entry in entries if isinstance(entry, dict)]
    return ModelCard(_strings(names), _strings(facts.get("base_model")))


def _strings(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one for one in values if isinstance(one, str))
