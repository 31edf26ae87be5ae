"""Opens a model: one file, or a folder with its shards and its configuration.

A checkpoint is only an inventory; the bytes of tensors are read when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.text import printable
from attribcheck.formats import bounded_json
from attribcheck.weights import gguf_files, safetensors_files
from attribcheck.weights.tensors import StoredTensor, opened

INDEX_SUFFIX = ".safetensors.index.json"
CONFIG = "config.json"
_SHARD = re.compile(r"-(\d{5,6})-of-(\d{5,6})\.(?:safetensors|gguf)$")
_PICKLED = (".bin", ".pt", ".pth", ".ckpt")
_MAX_SHARDS = 2000


class Attention(NamedTuple):
    """How the attention of a model is divided into heads; 0 where the model does not say."""

    heads: int = 0
    key_value_heads: int = 0


class Checkpoint(NamedTuple):
    """The tensors of a model.

    Attributes:
        path: The file or folder that was named.
        tensors: By name, in the order of the files.
        attention: From the configuration.
        family: The configuration's ``model_type``, or GGUF's architecture; "" where none says.
        norm_offset: What the model adds to the stored gains of its norms: 1 in Gemma, as
            safetensors; else 0.
        notes: What could not be used, each a sentence.
    """

    path: Path
    tensors: Mapping[str, StoredTensor]
    attention: Attention
    family: str
    norm_offset: float
    notes: tuple[str, ...]


def open_checkpoint(path: Path) -> Checkpoint:
    """Return the inventory of a model.

    Args:
        path: A ``.safetensors`` or ``.gguf`` file, or a folder: with an index, with one such file,
            or with all shards of one.

    Raises:
        UsageError: nothing there is a model, or it can't be told which file is meant.
        AttribcheckError: a file can't be read, is malformed, or a shard is missing.
    """
    shown = printable(str(path))
    if path.is_dir():
        files, index = _files_of(path)
    elif path.exists():
        files, index = [path], None
    else:
        raise UsageError(f"{shown} does not exist")
    tensors: dict[str, StoredTensor] = {}
    keys: dict[str, Any] = {}
    for file in files:
        found, more = _read(file)
        keys |= more
        for tensor in found:
            if index is not None and index.get(tensor.name) != file.name:
                continue
            if tensor.name in tensors:
                raise AttribcheckError(f"{shown}: tensor {tensor.name[:120]!a} is in two files")
            tensors[tensor.name] = tensor
    if index is not None and len(tensors) != len(index):
        missing = next(name for name in index if name not in tensors)
        raise AttribcheckError(
            f"{shown}: tensor {missing[:120]!a} is not in {index[missing][:120]!a}"
        )
    if not tensors:
        raise UsageError(f"{shown} holds no tensors")
    folder = path if path.is_dir() else path.parent
    return _described(path, tensors, keys, folder / CONFIG)


def _read(file: Path) -> tuple[list[StoredTensor], dict[str, Any]]:
    if file.suffix in _PICKLED:
        raise UsageError(
            f"{printable(str(file))} is pickled: reading it would run what is in it",
            hint="convert the model to safetensors",
        )
    if gguf_files.is_gguf(file):
        header = gguf_files.read_header(file)
        return header.tensors, header.keys
    return safetensors_files.read_header(file)[0], {}


def _files_of(folder: Path) -> tuple[list[Path], dict[str, str] | None]:
    """Return the files of the model in a folder, and where an index says each tensor is."""
    shown = printable(str(folder))
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise AttribcheckError(f"can't read {shown}: {error.strerror or error}") from error
    indexes = [name for name in names if name.endswith(INDEX_SUFFIX)]
    if len(indexes) == 1:
        index = _weight_map(folder / indexes[0])
        files = [folder / name for name in sorted(set(index.values()))]
        for file in files:
            if not file.is_file():
                raise AttribcheckError(f"{shown}: the shard {printable(file.name)} is missing")
        return files, index
    found = [name for name in names if name.endswith((".safetensors", ".gguf"))]
    if len(found) == 1 and not _SHARD.search(found[0]):
        return [folder / found[0]], None
    if found and _are_all_shards(found):
        return [folder / name for name in found], None
    if not found and any(name.endswith(_PICKLED) for name in names):
        raise UsageError(
            f"{shown} holds pickled weights alone: reading them would run what is in them",
            hint="convert the model to safetensors",
        )
    if not found:
        raise UsageError(f"{shown} holds no .safetensors or .gguf file")
    raise UsageError(
        f"{shown} holds several files of weights that are not the shards of one model",
        hint="name one of them: " + ", ".join(printable(name) for name in found[:4]),
    )


def _are_all_shards(names: Iterable[str]) -> bool:
    matches = [_SHARD.search(name) for name in names]
    numbers = {(int(m[1]), int(m[2])) for m in matches if m}
    totals = {total for _, total in numbers}
    return (
        all(matches)
        and len(totals) == 1
        and {number for number, _ in numbers} == set(range(1, totals.pop() + 1))
    )


def _weight_map(path: Path) -> dict[str, str]:
    shown = printable(str(path))
    index = _read_json(path)
    found = index.get("weight_map") if isinstance(index, dict) else None
    if not isinstance(found, dict) or not found:
        raise AttribcheckError(f"{shown}: no weight_map")
    for name in found.values():
        if not isinstance(name, str) or not name or name in (".", "..") or set(name) & set("/\\\0"):
            raise AttribcheckError(f"{shown}: {str(name)[:120]!a} names no file beside the index")
    if len(set(found.values())) > _MAX_SHARDS:
        raise AttribcheckError(f"{shown}: more than {_MAX_SHARDS} shards")
    return found


def _read_json(path: Path) -> Any:
    with opened(path) as stream:
        data = stream.read(bounded_json.MAX_BYTES + 1)
    return bounded_json.parse(data, printable(str(path)))


def _described(
    path: Path, tensors: dict[str, StoredTensor], keys: dict[str, Any], config_path: Path
) -> Checkpoint:
    notes = []
    if keys:
        family = str(keys.get("general.architecture", ""))
        heads = _count(keys.get(f"{family}.attention.head_count"))
        key_value = _count(keys.get(f"{family}.attention.head_count_kv")) or heads
        return Checkpoint(path, tensors, Attention(heads, key_value), family, 0.0, ())
    config: Any = {}
    if config_path.is_file():
        try:
            config = _read_json(config_path)
        except AttribcheckError as error:
            notes.append(f"the configuration was not used: {error.message}")
    if not isinstance(config, dict):
        config = {}
    family = config.get("model_type", "")
    family = family if isinstance(family, str) else ""
    if isinstance(config.get("text_config"), dict):
        config = config["text_config"]
    heads = _count(config.get("num_attention_heads")) or _count(config.get("n_head"))
    attention = Attention(heads, _count(config.get("num_key_value_heads")) or heads)
    offset = 1.0 if family.startswith("gemma") else 0.0
    return Checkpoint(path, tensors, attention, family, offset, tuple(notes))


def _count(value: object) -> int:
    return value if type(value) is int and 0 < value <= 65_536 else 0
