"""What a model card says of itself: the YAML block at the top of a README.

Format: https://huggingface.co/docs/hub/model-cards (``base_model``, ``model-index``).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_BLOCK = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_NAME = re.compile(r"(?:readme|model[-_]?card)(?:\.\w+)?\Z", re.IGNORECASE)
_LONGEST = 100_000


class ModelCard(NamedTuple):
    """A model card.

    Attributes:
        names: What the model is called: the names in its ``model-index``.
        base_models: The models that it was made from.
    """

    names: tuple[str, ...]
    base_models: tuple[str, ...]


def may_be(path: str) -> bool:
    """Whether a file is called as a model card is: README.md, MODEL_CARD.md, ..."""
    return bool(_NAME.match(path.rpartition("/")[2]))


def read(text: str) -> ModelCard | None:
    """Return what the block at the top of ``text`` says; None when there is none to be read."""
    block = _BLOCK.match(text[:_LONGEST])
    if block is None:
        return None
    import yaml  # lazy: few repositories hold a model card

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
