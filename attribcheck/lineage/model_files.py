"""Recognises files of models by their names: weights and configurations."""

from __future__ import annotations

import re

_WEIGHTS = re.compile(
    r".*\.(?:safetensors|gguf|onnx|ort|tflite|mlmodel|bin|pt|pth|ckpt|h5|msgpack|npz|engine)\Z",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?:.*/)?(?:readme|model[-_]?card)(?:\.\w+)?\Z", re.IGNORECASE)
_CONFIG = re.compile(r"(?:.*[/_])?config\.json\Z", re.IGNORECASE)
# Every other file that a reader knows by its name, and that is neither code nor weights.
_NAMED = re.compile(
    r"(?:.*/)?(?:.*-config\.json|configuration\.json|params\.json|modules\.json|model_index\.json"
    r"|config_sentence_transformers\.json|.*\.(?:safetensors|bin)\.index\.json"
    r"|modelfile(?:\..*)?|.*\.modelfile)\Z",
    re.IGNORECASE,
)


def is_weights(path: str) -> bool:
    """Whether a file has the name of one with weights; ``.bin`` and ``.pt`` are read by nobody."""
    return bool(_WEIGHTS.match(path))


def is_model_file(path: str) -> bool:
    """Whether a file has the name of weights or of a configuration."""
    return is_weights(path) or bool(_CONFIG.match(path))


def is_card(path: str) -> bool:
    """Whether a file has the name of a model card."""
    return bool(_CARD.match(path))


def names_models(path: str) -> bool:
    """Whether readers look for models in a file because of its name: a card or a configuration.

    Under another name the same content names no model.
    """
    return bool(_CARD.match(path) or _CONFIG.match(path) or _NAMED.match(path))
