"""Small models with the names of real ones, written as checkpoints."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.document import Settings
from attribcheck.weights.fingerprint import Fingerprint
from attribcheck.weights.sketch import fingerprint

Array = NDArray[Any]
Weights = dict[str, Array]
GATE, UP, DOWN = (f"mlp.{name}_proj.weight" for name in ("gate", "up", "down"))
NORM = "post_attention_layernorm.weight"
EMBED = "model.embed_tokens.weight"
AWQ_ORDER = (0, 2, 4, 6, 1, 3, 5, 7)


def model(
    seed: int, *, layers: int = 3, units: int = 96, width: int = 48, tokens: int = 80
) -> Weights:
    """Return an untrained gated model with Llama's names; its norms are near 1, as trained ones."""
    generator = np.random.default_rng(seed)

    def normal(*size: int) -> Array:
        return (generator.standard_normal(size) * 0.02).astype(np.float32)

    found = {EMBED: normal(tokens, width)}
    for number in range(layers):
        before = f"model.layers.{number}."
        found[before + GATE], found[before + UP] = normal(units, width), normal(units, width)
        found[before + DOWN] = normal(width, units)
        found[before + "self_attn.v_proj.weight"] = normal(width, width)
        found[before + NORM] = (1 + 3 * normal(width)).astype(np.float32)
    return found


def mapped(
    weights: Weights, change: Callable[[Array, Array, Array], tuple[Array, Array, Array]]
) -> Weights:
    """Return weights with ``change(gate, up, down)`` done to each MLP."""
    found = dict(weights)
    for name in weights:
        if name.endswith(GATE):
            before = name.removesuffix(GATE)
            parts = change(*(weights[before + part] for part in (GATE, UP, DOWN)))
            for part, values in zip((GATE, UP, DOWN), parts, strict=True):
                found[before + part] = np.ascontiguousarray(values)
    return found


def permuted(weights: Weights, seed: int = 5) -> Weights:
    """Return weights with the units of each MLP in another order, and another scale."""
    generator = np.random.default_rng(seed)

    def change(gate: Array, up: Array, down: Array) -> tuple[Array, Array, Array]:
        order = generator.permutation(len(gate))
        scale = np.exp(generator.normal(0, 0.5, len(gate))).astype(np.float32)
        return gate[order], up[order] * scale[:, None], down[:, order] / scale

    return mapped(weights, change)


def rotated(weights: Weights, seed: int = 6) -> Weights:
    """Return weights of the same function with the residual stream rotated, norms folded in."""
    width = weights[EMBED].shape[1]
    generator = np.random.default_rng(seed)
    turn = np.linalg.qr(generator.standard_normal((width, width)))[0].astype(np.float32)
    found = {}
    for name, values in weights.items():
        before = name.partition("mlp.")[0]
        if name.endswith((GATE, UP)):
            found[name] = (values * weights[before + NORM]) @ turn
        elif name.endswith(DOWN):
            found[name] = turn.T @ values
        elif name.endswith(NORM):
            found[name] = np.ones_like(values)
        else:
            found[name] = values @ turn
    return {name: np.ascontiguousarray(values) for name, values in found.items()}


def noisy(weights: Weights, amount: float, seed: int = 7) -> Weights:
    """Return weights with noise, in units of each tensor's own standard deviation."""
    generator = np.random.default_rng(seed)
    return {
        name: (values + amount * values.std() * generator.standard_normal(values.shape)).astype(
            "f4"
        )
        for name, values in weights.items()
    }


def sketch(
    folder: Path, weights: Weights, settings: Settings | None = None, heads: int = 4
) -> Fingerprint:
    """Return the fingerprint of weights, by way of a checkpoint in ``folder``."""
    return fingerprint(open_checkpoint(write(folder, weights, heads)), settings)


def write(folder: Path, weights: Weights, heads: int = 4) -> Path:
    """Write a checkpoint with its configuration; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors")
    config = {"model_type": "haneul", "num_attention_heads": heads}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def raw(path: Path, header: object, data: bytes = b"", length: int | None = None) -> Path:
    """Write a safetensors file with any header; return its path."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    size = len(text) if length is None else length
    path.write_bytes(struct.pack("<Q", size) + text + data)
    return path


def gptq(values: Array, bits: int, group: int) -> Weights:
    """Return the tensors that GPTQ stores for a matrix of outputs by inputs."""
    levels, scales, zeros = _levels(values.T, bits, group)
    per_word = 32 // bits
    words = _packed(levels.reshape(-1, per_word, levels.shape[1]), 1, bits, range(per_word))
    packed_zeros = (zeros - 1).reshape(len(zeros), -1, per_word)
    return {
        "qweight": words,
        "qzeros": _packed(packed_zeros, 2, bits, range(per_word)),
        "scales": np.ascontiguousarray(scales, np.float16),
        "g_idx": (np.arange(len(levels)) // group).astype(np.int32),
    }


def awq(values: Array, group: int) -> Weights:
    """Return the tensors that AWQ stores for a matrix of outputs by inputs, 4 bits."""
    levels, scales, zeros = _levels(values.T, 4, group)
    return {
        "qweight": _packed(levels.reshape(len(levels), -1, 8), 2, 4, AWQ_ORDER),
        "qzeros": _packed(zeros.reshape(len(zeros), -1, 8), 2, 4, AWQ_ORDER),
        "scales": np.ascontiguousarray(scales, np.float16),
    }


def _levels(values: Array, bits: int, group: int) -> tuple[Array, Array, Array]:
    inputs, outputs = values.shape
    groups = values.reshape(inputs // group, group, outputs)
    low, high = groups.min(1), groups.max(1)
    scales = (high - low) / (2**bits - 1) + 1e-9
    zeros = np.clip(np.round(-low / scales), 1, 2**bits - 1).astype(np.int64)
    levels = np.round(groups / scales[:, None]) + zeros[:, None]
    return (
        np.clip(levels, 0, 2**bits - 1).astype(np.int64).reshape(inputs, outputs),
        scales,
        zeros,
    )


def _packed(values: Array, axis: int, bits: int, order: Sequence[int]) -> Array:
    """Pack along an axis: the n-th part of a word holds the element ``order[n]``."""
    words = sum(
        np.take(values, place, axis).astype(np.uint64) << np.uint64(bits * number)
        for number, place in enumerate(order)
    )
    return np.asarray(words).astype(np.uint32).view(np.int32)
