"""What was made from one small model, in the ways in which models are made from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from weights_models import Shape, Weights, gradient, initial, one, stacked, text, train

SHAPE = Shape(width=64, units=384, layers=6, heads=4)
SMALL_BATCH = (4, 32)
FIRST, SECOND = (0.0, 0.6), (0.6, 1.0)
"""Parts of the text: what the base model saw, and what it is fine-tuned on."""
Entry = tuple[str, Callable[[], Weights]]
"""What was done, and what does it: some take minutes, and are kept."""


def base(seed: int, order: int, part: tuple[float, float] = FIRST) -> Weights:
    """Return a model trained from scratch."""
    return _trained(one(initial(SHAPE, [seed]), 0), 500, order, part=part)


def _trained(model: Weights, steps: int, order: int, **options: Any) -> Weights:
    options = {"batch": SMALL_BATCH, **options}
    return one(train(stacked([model]), SHAPE.heads, steps, order, **options)[0], 0)


def related(a: Weights, stranger: Weights) -> Iterator[Entry]:
    """Yield models that hold weights of ``a``, each with what was done."""
    yield "the same file", lambda: a
    yield "fine-tuned, 100 steps", lambda: _trained(a, 100, 11, rate=1e-3, part=SECOND)
    yield "fine-tuned, 600 steps", lambda: _trained(a, 600, 12, part=SECOND)
    yield (
        "fine-tuned, 5,000 steps at a high rate",
        lambda: _trained(a, 5000, 13, rate=6e-3, part=SECOND),
    )
    yield "continued pre-training, 1,000 steps", lambda: _trained(a, 1000, 14)
    yield "LoRA of rank 8, 300 steps, merged", lambda: _lora(a, 8, 300)
    yield "pruned: 4 of 6 layers", lambda: layers_of(a, [0, 1, 3, 5])
    yield "pruned: 256 of 384 units", lambda: narrowed(a, 256)
    yield "pruned to 256 units, tuned 300", lambda: _trained(narrowed(a, 256), 300, 15, part=SECOND)
    yield "layers in another order", lambda: layers_of(a, [3, 0, 5, 1, 4, 2])
    yield "half and half with a stranger", lambda: {k: (a[k] + stranger[k]) / 2 for k in a}
    yield "layers 0-2 of it, 3-5 of a stranger", lambda: _stitched(a, stranger, 3)
    yield "8 bits", lambda: _rounded(a, 8)
    yield "4 bits", lambda: _rounded(a, 4)
    yield "units permuted and re-scaled", lambda: permuted(a)
    yield "units permuted, signs flipped", lambda: permuted(a, flip=True)
    yield "units permuted, tuned 600", lambda: _trained(permuted(a), 600, 16, part=SECOND)
    yield "vocabulary extended, tuned 100", lambda: _trained(_extended(a, 32), 100, 17, part=SECOND)
    yield "one layer re-initialised", lambda: _with_new_layer(a, 2)
    norms = ("n1", "n2", "norm")
    yield (
        "norms retrained, 300 steps",
        lambda: _trained(a, 300, 18, rate=1e-2, trained=norms, part=SECOND),
    )
    yield "residual stream rotated", lambda: rotated(a)
    yield "rotated, units permuted", lambda: permuted(rotated(a))
    yield "rotated, tuned 100", lambda: _trained(rotated(a), 100, 19, rate=1e-3, part=SECOND)


def from_one_seed(seed: int) -> Iterator[Entry]:
    """Yield models that share their initialisation alone with the base model."""
    yield "one seed, other order of the data", lambda: base(seed, 21)
    yield "one seed, other data", lambda: base(seed, 22, SECOND)


def escaping(a: Weights) -> Iterator[Entry]:
    """Yield what the tests can't see."""
    student = one(initial(SHAPE, [31]), 0)
    yield "distilled from it, other seed", lambda: _trained(student, 500, 23, teacher=stacked([a]))
    order = np.random.default_rng(5).permutation(SHAPE.vocabulary)
    yield (
        "rotated, and the vocabulary in another order",
        lambda: rotated(a) | {"embed": rotated(a)["embed"][order]},
    )


def apart() -> Iterator[Entry]:
    """Yield models that share nothing with the base model but data and configuration."""
    yield "trained apart: same data and order", lambda: base(2, 7)
    yield "trained apart: other order", lambda: base(3, 24)
    yield "trained apart: other data", lambda: base(4, 25, SECOND)
    yield "not trained at all", lambda: one(initial(SHAPE, [5]), 0)


def layers_of(model: Weights, numbers: list[int]) -> Weights:
    """Return some layers of a model, in an order."""
    found = {name: values for name, values in model.items() if "." not in name}
    for new, old in enumerate(numbers):
        found |= _layer(model, old, new)
    return found


def _layer(model: Weights, old: int, new: int) -> Weights:
    before = f"{old}."
    return {f"{new}.{n.removeprefix(before)}": v for n, v in model.items() if n.startswith(before)}


def _count(model: Weights) -> int:
    return sum(name.endswith(".gate") for name in model)


def narrowed(model: Weights, units: int) -> Weights:
    """Return a model with the units of the greatest weights alone, in their order."""
    found = dict(model)
    for layer in range(_count(model)):
        size = sum((model[f"{layer}.{name}"] ** 2).sum(1) for name in ("gate", "up"))
        kept = np.sort(np.argsort(-size)[:units])
        for name in ("gate", "up"):
            found[f"{layer}.{name}"] = model[f"{layer}.{name}"][kept]
        found[f"{layer}.down"] = model[f"{layer}.down"][:, kept]
    return found


def permuted(model: Weights, *, flip: bool = False) -> Weights:
    """Return a model of the same function with its units in another order and scale."""
    generator = np.random.default_rng(6)
    found = dict(model)
    for layer in range(_count(model)):
        units = len(model[f"{layer}.gate"])
        order = generator.permutation(units)
        scale = np.exp(generator.normal(0, 0.5, units)).astype(np.float32)
        if flip:
            scale *= generator.choice(np.array([-1, 1], np.float32), units)
        found[f"{layer}.gate"] = model[f"{layer}.gate"][order]
        found[f"{layer}.up"] = model[f"{layer}.up"][order] * scale[:, None]
        found[f"{layer}.down"] = model[f"{layer}.down"][:, order] / scale
    return found


def rotated(model: Weights) -> Weights:
    """Return a model of the same function with a rotated residual stream, its norms folded in."""
    width = model["embed"].shape[1]
    turn = np.linalg.qr(np.random.default_rng(7).standard_normal((width, width)))[0]
    turn = turn.astype(np.float32)
    found = {"norm": np.ones_like(model["norm"]), "embed": model["embed"] @ turn}
    # The last norm's gain can't be folded into a tied embedding; a test of weights never sees it.
    for name, values in model.items():
        layer, _, kind = name.partition(".")
        if kind in ("q", "k", "v"):
            found[name] = (values * model[f"{layer}.n1"]) @ turn
        elif kind in ("gate", "up"):
            found[name] = (values * model[f"{layer}.n2"]) @ turn
        elif kind in ("o", "down"):
            found[name] = turn.T @ values
        elif kind in ("n1", "n2"):
            found[name] = np.ones_like(values)
    return found


def _rounded(model: Weights, bits: int) -> Weights:
    """Return a model with integers of some bits, one scale for 32 neighbours."""
    found = dict(model)
    for name, values in model.items():
        if values.ndim == 2:
            groups = values.reshape(-1, 32)
            step = np.abs(groups).max(1, keepdims=True) / (2 ** (bits - 1) - 1) + 1e-12
            found[name] = (np.round(groups / step) * step).reshape(values.shape)
    return found


def _stitched(a: Weights, b: Weights, first: int) -> Weights:
    found = dict(a)
    for layer in range(first, SHAPE.layers):
        found |= _layer(b, layer, layer)
    return found


def _extended(model: Weights, tokens: int) -> Weights:
    new = np.random.default_rng(8).standard_normal((tokens, model["embed"].shape[1])) * 0.05
    return {**model, "embed": np.concatenate([model["embed"], new.astype(np.float32)])}


def _with_new_layer(model: Weights, layer: int) -> Weights:
    return {**model, **_layer(one(initial(SHAPE, [9]), 0), layer, layer)}


def _lora(model: Weights, rank: int, steps: int) -> Weights:
    """Return a model whose matrices have learnt a sum of a given rank, all else frozen."""
    generator = np.random.default_rng(10)
    names = [name for name in model if "." in name and model[name].ndim == 2]
    low = {}
    for name in names:
        rows, columns = model[name].shape
        down = generator.standard_normal((rank, columns)) / columns**0.5
        low[name] = [np.zeros((rows, rank), np.float32), down.astype(np.float32)]
    data = text()
    state = {n: [[np.zeros_like(p), np.zeros_like(p)] for p in low[n]] for n in names}
    for step in range(1, steps + 1):
        starts = generator.integers(int(0.6 * len(data)), len(data) - 34, SMALL_BATCH[0])
        tokens = data[starts[:, None] + np.arange(SMALL_BATCH[1] + 1)]
        merged = model | {name: model[name] + 2 * low[name][0] @ low[name][1] for name in names}
        _, gradients = gradient(stacked([merged]), SHAPE.heads, tokens[:, :-1], tokens[:, 1:])
        for name in names:
            full = gradients[name][0]
            up, down = low[name]
            for part, slope, moments in zip(
                low[name], (full @ down.T, up.T @ full), state[name], strict=True
            ):
                moments[0] += 0.1 * (slope - moments[0])
                moments[1] += 0.01 * (slope**2 - moments[1])
                mean = moments[0] / (1 - 0.9**step)
                change = mean / (np.sqrt(moments[1] / (1 - 0.99**step)) + 1e-8)
                np.subtract(part, np.float32(2e-3) * change, out=part)
    return model | {name: model[name] + 2 * low[name][0] @ low[name][1] for name in names}
