"""Which files a path means, and how a model is put together from its shards."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file
from support.checkpoints import model, write

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.sketch import fingerprint

INDEX = "model.safetensors.index.json"
A = model(1)


def shards(folder, weights=A, index=None):
    """Write a model as two shards and an index, as published checkpoints are."""
    folder.mkdir(exist_ok=True)
    names = sorted(weights)
    parts = {
        "model-00001-of-00002.safetensors": names[::2],
        "model-00002-of-00002.safetensors": names[1::2],
    }
    for file, inside in parts.items():
        save_file({name: weights[name] for name in inside}, folder / file)
    found = {name: file for file, inside in parts.items() for name in inside}
    (folder / INDEX).write_text(json.dumps({"weight_map": found if index is None else index}))
    return folder


def test_a_file_is_a_model(tmp_path):
    folder = write(tmp_path / "m", A)
    assert set(open_checkpoint(folder / "model.safetensors").tensors) == set(A)


def test_the_configuration_beside_it_tells_the_heads(tmp_path):
    folder = write(tmp_path / "m", A, heads=8)
    assert open_checkpoint(folder).attention == (8, 8)
    assert open_checkpoint(folder / "model.safetensors").attention == (8, 8)
    config = {"text_config": {"num_attention_heads": 8, "num_key_value_heads": 2}}
    (folder / "config.json").write_text(json.dumps(config))
    assert open_checkpoint(folder).attention == (8, 2)


@pytest.mark.parametrize("content", ["{", '{"num_attention_heads": -3}', "[]", '{"model_type": 3}'])
def test_a_configuration_that_says_nothing_is_no_error(tmp_path, content):
    folder = write(tmp_path / "m", A)
    (folder / "config.json").write_text(content)
    found = open_checkpoint(folder)
    assert found.attention == (0, 0)
    assert len(found.notes) == (content == "{")


def test_shards_give_the_same_fingerprint_as_one_file(tmp_path):
    one = fingerprint(open_checkpoint(write(tmp_path / "one", A)))
    (shards(tmp_path / "many") / "config.json").write_text(
        (tmp_path / "one/config.json").read_text()
    )
    many = fingerprint(open_checkpoint(tmp_path / "many"))
    assert set(one.tensors) == set(many.tensors)
    for a, b in zip(one.mlps, many.mlps, strict=True):
        assert all(np.array_equal(a.arrays[name], b.arrays[name]) for name in a.arrays)


def test_shards_without_an_index_are_one_model_if_all_are_there(tmp_path):
    folder = shards(tmp_path / "m")
    (folder / INDEX).unlink()
    assert set(open_checkpoint(folder).tensors) == set(A)
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(UsageError, match="not the shards of one model"):
        open_checkpoint(folder)


def test_a_missing_shard_is_named(tmp_path):
    folder = shards(tmp_path / "m")
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(
        AttribcheckError, match=r"the shard model-00002-of-00002.safetensors is missing"
    ):
        open_checkpoint(folder)


def test_a_tensor_that_is_not_in_its_shard_is_named(tmp_path):
    index = dict.fromkeys(A, "model-00001-of-00002.safetensors")
    with pytest.raises(AttribcheckError, match=r"is not in 'model-00001-of-00002.safetensors'"):
        open_checkpoint(shards(tmp_path / "m", index=index))


@pytest.mark.parametrize("name", ["../m.safetensors", "/etc/passwd", "", "..", "a\\b", "a\0b", 7])
def test_an_index_can_name_no_file_elsewhere(tmp_path, name):
    with pytest.raises(AttribcheckError, match="names no file beside the index"):
        open_checkpoint(shards(tmp_path / "m", index={"a": name}))


@pytest.mark.parametrize("content", ["{}", '{"weight_map": {}}', '{"weight_map": 3}', "[]"])
def test_an_index_without_a_map_is_refused(tmp_path, content):
    folder = shards(tmp_path / "m")
    (folder / INDEX).write_text(content)
    with pytest.raises(AttribcheckError, match="no weight_map"):
        open_checkpoint(folder)


def test_a_tensor_in_two_shards_is_refused(tmp_path):
    for number in (1, 2):
        save_file({"a": np.ones(3)}, tmp_path / f"model-0000{number}-of-00002.safetensors")
    with pytest.raises(AttribcheckError, match="tensor 'a' is in two files"):
        open_checkpoint(tmp_path)


def test_pickled_weights_are_not_opened(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x02.")
    for path in (tmp_path, tmp_path / "pytorch_model.bin"):
        with pytest.raises(UsageError, match="pickled") as caught:
            open_checkpoint(path)
        assert "safetensors" in caught.value.hint


def test_what_is_no_model_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        open_checkpoint(tmp_path / "nothing")
    with pytest.raises(UsageError, match=r"holds no .safetensors or .gguf file"):
        open_checkpoint(tmp_path)
    for name in ("a.safetensors", "b.safetensors"):
        save_file({"a": np.ones(3)}, tmp_path / name)
    with pytest.raises(UsageError) as caught:
        open_checkpoint(tmp_path)
    assert caught.value.hint == "name one of them: a.safetensors, b.safetensors"
    save_file({}, tmp_path / "empty.safetensors")
    with pytest.raises(UsageError, match="holds no tensors"):
        open_checkpoint(tmp_path / "empty.safetensors")
