"""Recognises files of models by their names: weights and configurations."""

from __future__ import annotations

import re

_WEIGHTS = re.compile(
    r".*\.(?:safetensors|gguf|onnx|ort|tflite|mlmodel|bin|pt|pth|ckpt|h5|msgpack|npz|engine)\Z",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?:.*/)?(?:readme|model[-_]?card)(?:\.\w+)?\Z", re.IGNORECASE)
_CONFIG = re.compile(r"(?:.*[/_])?config\.json\Z", re.IGNORECASE)


def is_weights(path: str) -> bool:
    """Whether a file has the name of one with weights; ``.bin`` and ``.pt`` are read by nobody."""
    return bool(_WEIGHTS.match(path))


def is_model_file(path: str) -> bool:
    """Whether a file has the name of weights or of a configuration."""
    return is_weights(path) or bool(_CONFIG.match(path))


def is_card(path: str) -> bool:
    """Whether a file has the name of a model card."""
    return bool(_CARD.match(path))
