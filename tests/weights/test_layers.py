"""The names by which published architectures are recognised."""

import numpy as np
import pytest
from safetensors.numpy import save_file
from support.checkpoints import DOWN, EMBED, GATE, NORM, UP, awq, gptq, model, sketch

from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.comparison import Outcome, compare
from attribcheck.weights.layers import find_layers, natural_key

UNITS, WIDTH = 96, 48
GATED = {
    "Llama": ("model.layers.{}.mlp", "gate_proj", "up_proj", "down_proj"),
    "a vision language model": (
        "language_model.model.layers.{}.mlp",
        "gate_proj",
        "up_proj",
        "down_proj",
    ),
    "Llama as first published": ("layers.{}.feed_forward", "w1", "w3", "w2"),
    "Mixtral": ("model.layers.{}.block_sparse_moe.experts.0", "w1", "w3", "w2"),
    "DeepSeek": ("model.layers.{}.mlp.experts.3", "gate_proj", "up_proj", "down_proj"),
    "GGUF": ("blk.{}", "ffn_gate", "ffn_up", "ffn_down"),
    "T5": ("encoder.block.{}.layer.1.DenseReluDense", "wi_0", "wi_1", "wo"),
}
PLAIN = {
    "GPT-NeoX": ("gpt_neox.layers.{}.mlp", "dense_h_to_4h", "dense_4h_to_h"),
    "GPT-J": ("transformer.h.{}.mlp", "fc_in", "fc_out"),
    "OPT": ("model.decoder.layers.{}", "fc1", "fc2"),
    "BERT": ("bert.encoder.layer.{}", "intermediate.dense", "output.dense"),
    "DistilBERT": ("distilbert.transformer.layer.{}.ffn", "lin1", "lin2"),
    "MPT": ("transformer.blocks.{}.ffn", "up_proj", "down_proj"),
    "GPT-2, as a linear layer": ("transformer.h.{}.mlp", "c_fc", "c_proj"),
}


def ones(*shape):
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def layers(tmp_path, arrays):
    save_file({n: np.ascontiguousarray(a) for n, a in arrays.items()}, tmp_path / "m.safetensors")
    return find_layers(open_checkpoint(tmp_path / "m.safetensors"))


@pytest.mark.parametrize("name", GATED)
def test_gated_layers_are_recognised(tmp_path, name):
    before, gate, up, down = GATED[name]
    arrays = {}
    for number in range(12):
        arrays[f"{before.format(number)}.{gate}.weight"] = ones(UNITS, WIDTH)
        arrays[f"{before.format(number)}.{up}.weight"] = ones(UNITS, WIDTH)
        arrays[f"{before.format(number)}.{down}.weight"] = ones(WIDTH, UNITS)
    found = layers(tmp_path, arrays)
    assert [layer.name for layer in found.mlps] == [before.format(n) for n in range(12)]
    assert all(layer.gate and layer.gate.size == UNITS for layer in found.mlps)
    assert all((layer.down.size, layer.down.width) == (UNITS, WIDTH) for layer in found.mlps)
    assert found.matrices == set(arrays)


@pytest.mark.parametrize("name", PLAIN)
def test_layers_without_a_gate_are_recognised(tmp_path, name):
    before, up, down = PLAIN[name]
    arrays = {
        f"{before.format(0)}.{up}.weight": ones(UNITS, WIDTH),
        f"{before.format(0)}.{down}.weight": ones(WIDTH, UNITS),
        f"{before.format(0)}.attention.output.dense.weight": ones(WIDTH, WIDTH),
    }
    (layer,) = layers(tmp_path, arrays).mlps
    assert layer.gate is None
    assert (layer.up.size, layer.down.size) == (UNITS, UNITS)


def test_gpt2_stores_inputs_by_outputs(tmp_path):
    arrays = {
        "wte.weight": ones(100, WIDTH),
        "h.0.mlp.c_fc.weight": ones(WIDTH, UNITS),
        "h.0.mlp.c_proj.weight": ones(UNITS, WIDTH),
    }
    (layer,) = layers(tmp_path, arrays).mlps
    assert (layer.up.size, layer.up.width) == (UNITS, WIDTH)
    assert np.array_equal(layer.up.take(np.array([5]))[0], arrays["h.0.mlp.c_fc.weight"][:, 5])


@pytest.mark.parametrize(("both", "down"), [("gate_up_proj", "down_proj"), ("Wi", "Wo")])
def test_gate_and_up_in_one_matrix_are_divided(tmp_path, both, down):
    arrays = {
        f"layers.0.mlp.{both}.weight": ones(2 * UNITS, WIDTH),
        f"layers.0.mlp.{down}.weight": ones(WIDTH, UNITS),
    }
    (layer,) = layers(tmp_path, arrays).mlps
    values = arrays[f"layers.0.mlp.{both}.weight"]
    assert np.array_equal(layer.gate.take(np.arange(UNITS)), values[:UNITS])
    assert np.array_equal(layer.up.take(np.arange(UNITS)), values[UNITS:])


def test_the_norm_before_an_mlp_is_found(tmp_path):
    found = layers(tmp_path, model(1))
    assert [layer.gain.name for layer in found.mlps] == [
        f"model.layers.{n}.{NORM}" for n in range(3)
    ]


def test_the_norm_before_an_expert_is_that_of_its_layer(tmp_path):
    before = "model.layers.4.mlp.experts.2."
    arrays = {f"model.layers.4.{NORM}": ones(WIDTH), f"model.layers.3.{NORM}": ones(WIDTH)}
    arrays |= {f"{before}{n}_proj.weight": ones(UNITS, WIDTH) for n in ("gate", "up")}
    (layer,) = layers(tmp_path, arrays | {f"{before}down_proj.weight": ones(WIDTH, UNITS)}).mlps
    assert layer.gain.name == f"model.layers.4.{NORM}"


def test_of_many_experts_the_first_are_sketched(tmp_path):
    arrays = {}
    for expert in range(16):
        before = f"model.layers.0.mlp.experts.{expert}."
        arrays |= {f"{before}{n}_proj.weight": ones(UNITS, WIDTH) for n in ("gate", "up")}
        arrays[f"{before}down_proj.weight"] = ones(WIDTH, UNITS)
    assert len(layers(tmp_path, arrays).mlps) == 4


@pytest.mark.parametrize(
    "change",
    [
        {f"model.layers.0.{UP}": ones(UNITS, WIDTH + 1)},
        {f"model.layers.0.{DOWN}": ones(UNITS, WIDTH)},
        {f"model.layers.0.{GATE}": ones(UNITS)},
        {
            f"model.layers.0.{GATE}": ones(4, WIDTH),
            f"model.layers.0.{UP}": ones(4, WIDTH),
            f"model.layers.0.{DOWN}": ones(WIDTH, 4),
        },
        {f"model.layers.0.{UP}": np.ones((UNITS, WIDTH), np.int64)},
        {f"model.layers.0.{UP}": np.zeros((UNITS, 0), np.float32)},
    ],
    ids="shape of up;shape of down;a vector;few units;integers;no width".split(";"),
)
def test_a_layer_whose_tensors_do_not_fit_is_left_out(tmp_path, change):
    found = layers(tmp_path, model(1) | change)
    assert [layer.name for layer in found.mlps] == ["model.layers.1.mlp", "model.layers.2.mlp"]


def test_unknown_names_are_told(tmp_path):
    found = layers(tmp_path, {"something.weight": ones(UNITS, WIDTH)})
    assert found.mlps == []
    assert "no MLP was recognised by the names of its tensors: nothing is sketched" in found.notes


def test_layers_are_in_the_order_of_their_numbers():
    names = ["b.1.c", "a.10.b", "a.9.b", "a.2.b", "a.x"]
    assert sorted(names, key=natural_key) == ["a.2.b", "a.9.b", "a.10.b", "a.x", "b.1.c"]


A = model(1, width=64, units=128)


def quantised(pack):
    found = {}
    for name, values in A.items():
        if ".mlp." in name:
            module = name.removesuffix(".weight")
            found |= {f"{module}.{part}": array for part, array in pack(values).items()}
        else:
            found[name] = values
    return found


@pytest.mark.parametrize(
    "pack",
    [lambda v: gptq(v, 4, 32), lambda v: gptq(v, 8, 64), lambda v: awq(v, 32)],
    ids=["GPTQ, 4 bits", "GPTQ, 8 bits", "AWQ, 4 bits"],
)
def test_a_quantised_model_matches_what_it_was_made_from(tmp_path, pack):
    found = compare(sketch(tmp_path / "a", A), sketch(tmp_path / "b", quantised(pack)))
    assert [match.b for match in found.matches] == [0, 1, 2]
    assert {test.tensors for test in found.classes} == {"gate", "up", "down"}
    assert all(test.cosine > 0.9 for test in found.classes)


def test_eight_bit_integers_with_scales_match_what_they_were_made_from(tmp_path):
    b = {}
    for name, values in A.items():
        if ".mlp." in name:
            scale = np.abs(values).max(1, keepdims=True) / 127
            b[name] = np.round(values / scale).astype(np.int8)
            b[name.replace(".weight", ".weight_scale")] = scale
        else:
            b[name] = values
    found = compare(sketch(tmp_path / "a", A), sketch(tmp_path / "b", b))
    assert all(test.cosine > 0.98 for test in found.classes)


def test_a_model_can_be_compared_across_naming_schemes(tmp_path):
    names = {"gate_proj": "w1", "up_proj": "w3", "down_proj": "w2", "mlp": "feed_forward"}
    b = {}
    for name, values in A.items():
        renamed = name.replace("model.embed_tokens", "tok_embeddings")
        for old, new in names.items():
            renamed = renamed.replace(old, new)
        b[renamed] = values + np.float32(1e-4)
    found = compare(sketch(tmp_path / "a", A), sketch(tmp_path / "b", b))
    assert found.outcome is Outcome.NOT_INDEPENDENT
    assert len(found.matches) == 3


def test_an_embedding_that_is_no_matrix_is_left_out(tmp_path):
    assert layers(tmp_path, model(1) | {EMBED: ones(5)}).embedding is None
