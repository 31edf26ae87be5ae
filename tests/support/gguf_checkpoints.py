"""Small models as GGUF files of the gguf library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf

from support.checkpoints import DOWN, EMBED, GATE, NORM, UP, Weights

NAMES = {GATE: "ffn_gate", UP: "ffn_up", DOWN: "ffn_down", NORM: "ffn_norm"}
NAMES["self_attn.v_proj.weight"] = "attn_v"


def write(path: Path, weights: Weights, kind: Any = gguf.GGMLQuantizationType.F32) -> Path:
    """Write a model as llama.cpp's converter names and stores it."""
    writer = gguf.GGUFWriter(path, "haneul")
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_array("tokenizer.ggml.tokens", ["<s>", "a", "b"])
    writer.add_array("numbers", [1, 2, 3])
    for name, values in weights.items():
        stored, raw_type = values, gguf.GGMLQuantizationType.F32
        if values.ndim == 2:
            stored, raw_type = gguf.quants.quantize(values, kind), kind
        writer.add_tensor(name_of(name), stored, raw_dtype=raw_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def name_of(name: str) -> str:
    """Return the name that llama.cpp has for a tensor."""
    if name == EMBED:
        return "token_embd.weight"
    _, _, number, rest = name.split(".", 3)
    return f"blk.{number}.{NAMES[rest]}.weight"
