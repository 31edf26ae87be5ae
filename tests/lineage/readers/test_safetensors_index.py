"""The index of sharded weights has metadata, too."""

import json

from support.model_files import told


def test_the_metadata_of_an_index_is_read() -> None:
    text = '{"metadata": {"base_model": "foo-corp/Foo-7B"}, "weight_map": {"w": "a.safetensors"}}'
    assert told("model.safetensors.index.json", text) == [
        ("base model", "foo-corp/Foo-7B", "stated", "base_model", 0)
    ]


def test_sizes_alone_name_nothing() -> None:
    text = '{"metadata": {"total_size": 8}, "weight_map": {}}'
    assert told("model.safetensors.index.json", text) == []


def test_the_names_of_the_tensors_tell_their_family() -> None:
    names = ("wte.weight", "wpe.weight", "ln_f.weight", "ln_f.bias")
    layer = (
        *(f"attn.{part}.{kind}" for part in ("c_attn", "c_proj") for kind in ("weight", "bias")),
        *(f"mlp.{part}.{kind}" for part in ("c_fc", "c_proj") for kind in ("weight", "bias")),
        *(f"{part}.{kind}" for part in ("ln_1", "ln_2") for kind in ("weight", "bias")),
    )
    every = [*names, *(f"h.{number}.{name}" for number in range(2) for name in layer)]
    text = json.dumps({"metadata": {}, "weight_map": dict.fromkeys(every, "a.safetensors")})
    assert told("model.safetensors.index.json", text) == [
        ("model code", "gpt2", "structural", "names of tensors", 0)
    ]
