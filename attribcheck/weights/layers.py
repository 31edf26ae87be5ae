"""Finds the layers of a model by the names of its tensors.

A table of the names that published architectures use, because a safetensors file says nothing of
what its tensors are for. A model with other names gets hashes and norms, and no tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribcheck.weights.checkpoint import Attention, Checkpoint
from attribcheck.weights.matrices import Units, is_readable
from attribcheck.weights.modules import EXPERT, Modules, Named
from attribcheck.weights.packed import PackedMatrix
from attribcheck.weights.tensors import StoredTensor

MIN_UNITS = 32
"""Fewer units give no test a chance, and the normal approximation no ground."""
MAX_UNITS = 2**21
MAX_LAYERS = 512
MAXEXPERTS = 4
"""Experts of one layer that are sketched: the first of them."""

# The last parts of the names in one layer: gate, up, down. Without a gate: None.
_MLP_NAMES: tuple[tuple[str | None, str, str], ...] = (
    ("gate_proj", "up_proj", "down_proj"),  # Llama, Mistral, Qwen, Gemma, OLMo, DeepSeek
    ("w1", "w3", "w2"),  # Llama as first published, experts of Mixtral
    ("ffn_gate", "ffn_up", "ffn_down"),  # GGUF
    ("wi_0", "wi_1", "wo"),  # T5 1.1
    (None, "wi", "wo"),  # T5
    (None, "ffn_up", "ffn_down"),
    (None, "up_proj", "down_proj"),  # MPT, Nemotron
    (None, "dense_h_to_4h", "dense_4h_to_h"),  # GPT-NeoX, BLOOM, Falcon
    (None, "c_fc", "c_proj"),  # GPT-2
    (None, "fc_in", "fc_out"),  # GPT-J
    (None, "fc1", "fc2"),  # OPT, Phi, ViT
    (None, "intermediate.dense", "output.dense"),  # BERT
    (None, "lin1", "lin2"),  # DistilBERT
)
_FUSED_NAMES = (("gate_up_proj", "down_proj"), ("Wi", "Wo"))  # Phi-3; ModernBERT. The gate is first
_VALUE_NAMES = ("v_proj", "attention.wv", "self.value", "attn_v", "SelfAttention.v", "v_lin")
_EMBEDDING_NAMES = (
    "embed_tokens",
    "wte",
    "word_embeddings",
    "tok_embeddings",
    "embed_in",
    "token_embd",
    "shared",
)


class MlpLayer(NamedTuple):
    """One MLP: the matrices that read and write the residual stream, by hidden unit.

    Attributes:
        name: The common part of its tensors' names.
        gate: None where the MLP has none.
        up: What else reads the residual stream.
        down: What writes to it.
        gain: The norm whose output it reads, if that is known.
        matrices: The names of the tensors.
    """

    name: str
    gate: Units | None
    up: Units
    down: Units
    gain: StoredTensor | None
    matrices: tuple[str, ...]

    @property
    def primary(self) -> Units:
        """The matrix by which units are chosen and matched first."""
        return self.gate or self.up


class ValueLayer(NamedTuple):
    """The value projection of one attention: its rows fall into heads of equal size."""

    name: str
    units: Units
    heads: int


class Layers(NamedTuple):
    """The parts of a model that are tested.

    Attributes:
        mlps: In the order of the model.
        values: In the order of the model; none where the number of heads is not known.
        embedding: Token embeddings, tokens by residual dimensions.
        norms: Vectors whose names say that they are norms.
        matrices: Names of the tensors that are weights of layers or embeddings: what counts when
            tensors are identical.
        notes: What could not be used, each a sentence.
    """

    mlps: list[MlpLayer]
    values: list[ValueLayer]
    embedding: Units | None
    norms: list[StoredTensor]
    matrices: frozenset[str]
    notes: list[str]


def find_layers(checkpoint: Checkpoint) -> Layers:
    """Return the layers of a model.

    Raises:
        AttribcheckError: scales or a packed matrix can't be read.
    """
    modules = Modules(checkpoint.tensors)
    embedding, embedding_name = _embedding(modules)
    width = embedding.width if embedding else 0
    mlps = _some_experts(sorted(_mlps(modules, width), key=lambda layer: natural_key(layer.name)))
    values = sorted(_values(modules, checkpoint.attention), key=lambda v: natural_key(v.name))
    notes = list(modules.notes)
    if len(mlps) > MAX_LAYERS:
        notes.append(f"of {len(mlps)} MLPs the first {MAX_LAYERS} were sketched")
        mlps = mlps[:MAX_LAYERS]
    if not mlps:
        notes.append("no MLP was recognised by the names of its tensors: nothing is sketched")
    if not values:
        notes.append("attention was not sketched: the number of heads, or the names, are unknown")
    if embedding is None:
        notes.append("no token embedding was recognised: the anchored tests can't be made")
    names = {name for layer in mlps for name in layer.matrices}
    names |= {layer.name for layer in values} | ({embedding_name} if embedding else set())
    norms = sorted(_norms(checkpoint.tensors), key=lambda tensor: natural_key(tensor.name))
    return Layers(mlps, values[:MAX_LAYERS], embedding, norms, frozenset(names), notes)


def natural_key(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts names by the numbers in them: layer 2 before layer 10."""
    return [
        (int(part), "") if part.isdecimal() and part.isascii() else (-1, part)
        for part in re.split(r"([0-9]{1,9})", name)
    ]


def _mlps(modules: Modules, width: int) -> Iterator[MlpLayer]:
    done: set[str] = set()
    for gate_name, up_name, down_name in _MLP_NAMES:
        for module in modules.names:
            before = _without(module, up_name)
            if before is None or before in done:
                continue
            gate = modules.matrix(before + gate_name) if gate_name else None
            if gate is None and (gate_name or _has_gate(modules, before, up_name)):
                continue
            up, down = modules.matrix(module), modules.matrix(before + down_name)
            if up is None or down is None:
                continue
            layer = _layer(before, (gate, up, down), modules.gain(module), width)
            if layer:
                done.add(before)
                yield layer
    yield from _fused_mlps(modules, done)


def _fused_mlps(modules: Modules, done: set[str]) -> Iterator[MlpLayer]:
    """Yield the layers that keep gate and up in one matrix."""
    for fused_name, down_name in _FUSED_NAMES:
        for module in modules.names:
            before = _without(module, fused_name)
            both = modules.matrix(module) if before is not None else None
            down = modules.matrix(f"{before}{down_name}") if before is not None else None
            if before is None or before in done or not both or not down:
                continue
            half, rest = divmod(both[0].shape[0], 2)
            if rest or not _is_fit(half, both[0].shape[1]) or down[0].shape[1] != half:
                continue
            done.add(before)
            yield MlpLayer(
                before.rstrip("."),
                Units(both[0], part=(0, half)),
                Units(both[0], part=(half, 2 * half)),
                Units(down[0], transposed=True),
                modules.gain(module),
                (both[1], down[1]),
            )


def _has_gate(modules: Modules, before: str, up_name: str) -> bool:
    """Tell whether a module has a gate after all, though none that can be read."""
    return any(
        before + gate in modules.names for gate, up, _ in _MLP_NAMES if gate and up == up_name
    )


def _layer(
    before: str,
    matrices: tuple[Named | None, Named, Named],
    gain: StoredTensor | None,
    width: int,
) -> MlpLayer | None:
    """Return the layer, if its shapes fit each other.

    Args:
        before: The common part of the names.
        matrices: Gate, up and down.
        gain: The norm before it.
        width: Residual dimensions, 0 if unknown: they tell which side is the units'.
    """
    gate, up, down = matrices
    shape = up[0].shape
    if down[0].shape != shape[::-1] or (gate and gate[0].shape != shape):
        return None
    # A packed matrix, and GPT-2's, are stored as inputs by outputs.
    transposed = isinstance(up[0], PackedMatrix) or (shape[0] == width and shape[1] != width)
    if not _is_fit(*(shape[::-1] if transposed else shape)):
        return None
    return MlpLayer(
        before.rstrip(".") or up[1],
        Units(gate[0], transposed) if gate else None,
        Units(up[0], transposed),
        Units(down[0], not transposed),
        gain,
        tuple(matrix[1] for matrix in matrices if matrix),
    )


def _is_fit(units: int, width: int) -> bool:
    return MIN_UNITS <= units <= MAX_UNITS and width >= 2


def _without(module: str, ending: str) -> str | None:
    """Return what stands before an ending of complete parts, or None where it does not end so."""
    if module == ending:
        return ""
    return module.removesuffix(ending) if module.endswith(f".{ending}") else None


def _some_experts(layers: list[MlpLayer]) -> list[MlpLayer]:
    return [
        layer
        for layer in layers
        if not (match := EXPERT.search(layer.name)) or int(match[1]) < MAXEXPERTS
    ]


def _values(modules: Modules, attention: Attention) -> Iterator[ValueLayer]:
    heads = attention.key_value_heads
    if not heads:
        return
    for module in modules.names:
        if all(_without(module, name) is None for name in _VALUE_NAMES):
            continue
        matrix = modules.matrix(module)
        if matrix is None:
            continue
        units = Units(matrix[0], isinstance(matrix[0], PackedMatrix))
        if units.size % heads == 0 and _is_fit(units.size, units.width):
            yield ValueLayer(matrix[1], units, heads)


def _embedding(modules: Modules) -> tuple[Units | None, str]:
    for name in _EMBEDDING_NAMES:
        for module in modules.names:
            if _without(module, name) is None:
                continue
            matrix = modules.matrix(module)
            if matrix and not isinstance(matrix[0], PackedMatrix) and _is_fit(*matrix[0].shape):
                return Units(matrix[0]), matrix[1]
    return None, ""


def _norms(tensors: Mapping[str, StoredTensor]) -> Iterator[StoredTensor]:
    for tensor in tensors.values():
        name = tensor.name.lower()
        is_norm = "norm" in name or re.search(r"(?:^|\.)ln_?(?:f|\d)", name)
        is_vector = len(tensor.shape) == 1 and 16 <= tensor.shape[0] <= MAX_UNITS
        if is_norm and is_vector and name.endswith(".weight") and is_readable(tensor):
            yield tensor
