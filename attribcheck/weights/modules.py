"""The tensors of a model by module: its matrix, in whatever way it is stored, and its norm."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attribcheck.weights.matrices import PlainMatrix, Stored, is_readable, read_small, scale_fits
from attribcheck.weights.packed import PackedMatrix
from attribcheck.weights.tensors import StoredTensor

Named = tuple[Stored, str]
"""A matrix, and the name of its tensor."""
EXPERT = re.compile(r"\.experts\.(\d+)(?:\.|$)")
# The norm whose output the MLP reads, beside the MLP. The first that is there.
_NORM_NAMES = ("pre_feedforward_layernorm", "post_attention_layernorm", "ffn_norm", "ln_2")
_QUANTISED = ("qweight", "qzeros", "scales", "g_idx")
_SCALE_NAMES = ("weight_scale", "weight_scale_inv", "scale_weight", "SCB")


class Modules:
    """The tensors of a model by module: the name without ``.weight``."""

    def __init__(self, tensors: Mapping[str, StoredTensor]) -> None:
        self.tensors = tensors
        self.notes: list[str] = []
        self.names = sorted(
            {name.rpartition(".")[0] for name in tensors if name.endswith((".weight", ".qweight"))}
            | {name for name in tensors if name.rpartition(".")[2] == "gate_up_proj"}
        )

    def matrix(self, module: str) -> Named | None:
        """Return the matrix of a module and the name of its tensor, or None if it has none."""
        packed = {part: self.tensors.get(f"{module}.{part}") for part in _QUANTISED}
        if packed["qweight"] and packed["qzeros"] and packed["scales"]:
            parts = {name: tensor for name, tensor in packed.items() if tensor}
            return PackedMatrix(parts), f"{module}.qweight"
        tensor = self.tensors.get(f"{module}.weight")
        if tensor is None or len(tensor.shape) != 2 or min(tensor.shape) < 1:
            return None
        if not is_readable(tensor):
            self._note_type(tensor)
            return None
        for name in _SCALE_NAMES:
            scale = self.tensors.get(f"{module}.{name}")
            if scale and is_readable(scale) and scale_fits(scale.shape, tensor.shape[:2]):
                return PlainMatrix(tensor, read_small(scale)), tensor.name
        return PlainMatrix(tensor), tensor.name

    def gain(self, module: str) -> StoredTensor | None:
        """Return the norm before the MLP of a module."""
        above = module.rpartition(".")[0]
        while above:
            for name in _NORM_NAMES:
                found = self.tensors.get(f"{above}.{name}.weight")
                if found and len(found.shape) == 1 and is_readable(found):
                    return found
            if above.rpartition(".")[2].isdecimal() and not EXPERT.search(above + "."):
                return None
            above = above.rpartition(".")[0]
        return None

    def _note_type(self, tensor: StoredTensor) -> None:
        note = f"matrices of the type {tensor.dtype.rpartition(':')[2]} are hashed, not sketched"
        if note not in self.notes:
            self.notes.append(note)
