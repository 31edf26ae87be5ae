"""Small language models, trained with numpy: what the tests of weights are measured on.

Transformers as Llama has them (RMSNorm before attention and before a gated MLP, tied embedding,
causal attention with a bias by distance) on the bytes of Python's standard library. Many are
trained at once on the same batches in the same order; they differ by their seed alone.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Weights = dict[str, np.ndarray]
FOLD = "qkvo"


class Shape(NamedTuple):
    """A model's sizes; ``vocabulary`` counts bytes, of which the greater ones become the last."""

    width: int
    units: int
    layers: int
    heads: int = 2
    vocabulary: int = 128


def text() -> np.ndarray:
    """Return the bytes of 150 files of the standard library, below 128."""
    folder = Path(sysconfig.get_paths()["stdlib"])
    data = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py"))[:150])
    return np.minimum(np.frombuffer(data, np.uint8), 127).astype(np.int64)


def initial(shape: Shape, seeds: list[int], scale: float = 0.05) -> Weights:
    """Return untrained models, one for each seed, along the first axis."""
    return stacked([_initial(shape, seed, scale) for seed in seeds])


def stacked(models: list[Weights]) -> Weights:
    return {name: np.stack([model[name] for model in models]) for name in models[0]}


def one(models: Weights, number: int) -> Weights:
    return {name: values[number] for name, values in models.items()}


def _initial(shape: Shape, seed: int, scale: float) -> Weights:
    generator = np.random.default_rng(seed)

    def normal(*size: int) -> np.ndarray:
        return (generator.standard_normal(size) * scale).astype(np.float32)

    model = {"embed": normal(shape.vocabulary, shape.width), "norm": np.ones(shape.width, "f4")}
    for layer in range(shape.layers):
        for name in FOLD:
            model[f"{layer}.{name}"] = normal(shape.width, shape.width)
        model[f"{layer}.gate"] = normal(shape.units, shape.width)
        model[f"{layer}.up"] = normal(shape.units, shape.width)
        model[f"{layer}.down"] = normal(shape.width, shape.units)
        for name in ("n1", "n2"):
            model[f"{layer}.{name}"] = np.ones(shape.width, np.float32)
    return model


def named(model: Weights) -> Weights:
    """Return one model with the names that Llama's checkpoints use."""
    names = {"q": "q_proj", "k": "k_proj", "v": "v_proj", "o": "o_proj"}
    found = {"model.embed_tokens.weight": model["embed"], "model.norm.weight": model["norm"]}
    for key, values in model.items():
        layer, _, name = key.partition(".")
        if not name:
            continue
        before = f"model.layers.{layer}."
        if name in names:
            found[f"{before}self_attn.{names[name]}.weight"] = values
        elif name in ("n1", "n2"):
            norm = "input_layernorm" if name == "n1" else "post_attention_layernorm"
            found[f"{before}{norm}.weight"] = values
        else:
            found[f"{before}mlp.{name}_proj.weight"] = values
    return {name: np.ascontiguousarray(values) for name, values in found.items()}


def train(
    models: Weights,
    heads: int,
    steps: int,
    order: int,
    *,
    rate: float = 3e-3,
    batch: tuple[int, int] = (8, 32),
    part: tuple[float, float] = (0.0, 1.0),
    trained: tuple[str, ...] | None = None,
    teacher: Weights | None = None,
) -> tuple[Weights, float]:
    """Train models with Adam; return them and their mean loss at the end.

    Args:
        models: As ``initial`` makes them; they are not changed.
        heads: Of the attention.
        steps: Batches.
        order: The seed of the batches.
        rate: Of learning.
        batch: Sequences in a batch, and their length.
        part: Of the text, as fractions.
        trained: The endings of the names that are trained; by default all.
        teacher: One model, whose chances are learnt instead of the text.
    """
    data = text()
    first, end = int(part[0] * len(data)), int(part[1] * len(data)) - batch[1] - 1
    generator = np.random.default_rng(order)
    weights = {name: values.copy() for name, values in models.items()}
    names = [n for n in weights if trained is None or n.rpartition(".")[2] in trained]
    moments = {name: (np.zeros_like(weights[name]), np.zeros_like(weights[name])) for name in names}
    loss = 0.0
    for step in range(1, steps + 1):
        starts = generator.integers(first, end, batch[0])
        tokens = data[starts[:, None] + np.arange(batch[1] + 1)]
        inputs, targets = tokens[:, :-1], tokens[:, 1:]
        if teacher is not None:
            targets = forward(teacher, heads, inputs)[0][0]
        loss, gradients = gradient(weights, heads, inputs, targets)
        for name in names:
            mean, square = moments[name]
            mean += 0.1 * (gradients[name] - mean)
            square += 0.01 * (gradients[name] ** 2 - square)
            change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
            weights[name] -= np.float32(rate) * (change + np.float32(0.01) * weights[name])
    return weights, loss


def forward(weights: Weights, heads: int, inputs: np.ndarray) -> tuple[Any, Any, Any, Any]:
    """Return the chances of each next token, and what ``gradient`` needs to go back."""
    embed = weights["embed"]
    number, _, width = embed.shape
    sequences, length = inputs.shape
    layers = sum(name.endswith(".gate") for name in weights)
    flat = inputs.ravel()
    hidden = embed[:, flat]
    bias = _bias(length)
    kept: list[tuple[Any, ...]] = []
    for layer in range(layers):
        get = {n: weights[f"{layer}.{n}"] for n in ("q", "k", "v", "o", "gate", "up", "down")}
        before, back1 = _norm(hidden, weights[f"{layer}.n1"])
        split = (number, sequences, length, heads, width // heads)
        q, k, v = (
            (before @ get[n].transpose(0, 2, 1)).reshape(split).transpose(0, 1, 3, 2, 4)
            for n in "qkv"
        )
        scores = q @ k.transpose(0, 1, 2, 4, 3) / np.float32((width // heads) ** 0.5) + bias
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        attention = scores / scores.sum(-1, keepdims=True)
        mixed = (attention @ v).transpose(0, 1, 3, 2, 4).reshape(number, -1, width)
        hidden = hidden + mixed @ get["o"].transpose(0, 2, 1)
        middle, back2 = _norm(hidden, weights[f"{layer}.n2"])
        gate = middle @ get["gate"].transpose(0, 2, 1)
        up = middle @ get["up"].transpose(0, 2, 1)
        sigmoid = 1 / (1 + np.exp(-gate))
        active = gate * sigmoid
        product = active * up
        hidden = hidden + product @ get["down"].transpose(0, 2, 1)
        kept.append((get, before, back1, q, k, v, attention, mixed, middle, back2))
        kept[-1] += (gate, up, sigmoid, active, product)
    final, back = _norm(hidden, weights["norm"])
    logits = final @ embed.transpose(0, 2, 1)
    logits -= logits.max(-1, keepdims=True)
    chances = np.exp(logits)
    chances /= chances.sum(-1, keepdims=True)
    return chances, final, back, kept


def gradient(
    weights: Weights, heads: int, inputs: np.ndarray, targets: np.ndarray
) -> tuple[float, Weights]:
    """Return the mean loss of all models on a batch, and the gradient of each model's own loss.

    Args:
        weights: Models, along the first axis.
        heads: Of the attention.
        inputs: Sequences by places.
        targets: The next token at each place, or (distilled) its chances.
    """
    embed = weights["embed"]
    number, _, width = embed.shape
    sequences, length = inputs.shape
    flat = inputs.ravel()
    chances, final, back, kept = forward(weights, heads, inputs)
    if targets.dtype.kind == "i":
        wanted = np.eye(embed.shape[1], dtype=np.float32)[targets.ravel()]
    else:
        wanted = targets
    loss = float(-(wanted * np.log(chances + 1e-30)).sum(-1).mean())
    chances = (chances - wanted) / np.float32(flat.size)

    found: Weights = {}
    found["embed"] = chances.transpose(0, 2, 1) @ final
    flow, found["norm"] = back(chances @ embed)
    for layer in reversed(range(len(kept))):
        get, before, back1, q, k, v, attention, mixed, middle, back2, *mlp = kept.pop()
        gate, up, sigmoid, active, product = mlp
        found[f"{layer}.down"] = flow.transpose(0, 2, 1) @ product
        d_product = flow @ get["down"]
        d_up = d_product * active
        d_gate = d_product * up * (sigmoid * (1 + gate * (1 - sigmoid)))
        found[f"{layer}.gate"] = d_gate.transpose(0, 2, 1) @ middle
        found[f"{layer}.up"] = d_up.transpose(0, 2, 1) @ middle
        d_middle, found[f"{layer}.n2"] = back2(d_gate @ get["gate"] + d_up @ get["up"])
        flow = flow + d_middle
        found[f"{layer}.o"] = flow.transpose(0, 2, 1) @ mixed
        d_mixed = (flow @ get["o"]).reshape(number, sequences, length, heads, -1)
        d_mixed = d_mixed.transpose(0, 1, 3, 2, 4)
        d_attention = d_mixed @ v.transpose(0, 1, 2, 4, 3)
        d_v = attention.transpose(0, 1, 2, 4, 3) @ d_mixed
        d_scores = attention * (d_attention - (d_attention * attention).sum(-1, keepdims=True))
        d_scores /= np.float32((width // heads) ** 0.5)
        d_q, d_k = d_scores @ k, d_scores.transpose(0, 1, 2, 4, 3) @ q
        d_before = np.zeros_like(before)
        for name, part in (("q", d_q), ("k", d_k), ("v", d_v)):
            rows = part.transpose(0, 1, 3, 2, 4).reshape(number, -1, width)
            found[f"{layer}.{name}"] = rows.transpose(0, 2, 1) @ before
            d_before += rows @ get[name]
        d_before, found[f"{layer}.n1"] = back1(d_before)
        flow = flow + d_before
    for token in np.unique(flat):
        found["embed"][:, token] += flow[:, flat == token].sum(1)
    return loss, found


def _bias(length: int) -> np.ndarray:
    places = np.arange(length)
    distance = (places[:, None] - places[None]).astype(np.float32)
    return np.where(distance >= 0, -0.1 * distance, np.float32(-1e9)).astype(np.float32)


def _norm(values: np.ndarray, gain: np.ndarray) -> tuple[Any, Any]:
    """Return RMSNorm of values, and the function that takes a gradient back through it."""
    scale = 1 / np.sqrt((values * values).mean(-1, keepdims=True) + np.float32(1e-6))
    normal = values * scale
    gain = gain[:, None]

    def back(flow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scaled = flow * gain
        inner = (scaled * normal).mean(-1, keepdims=True)
        return scale * (scaled - normal * inner), (flow * normal).sum(1)

    return normal * gain, back
