"""The answers of another tool, Cisco's Model Provenance Kit, beside those of attribcheck.

The kit needs PyTorch, so it has an environment of its own (Python 3.12 or later), made from its
repository, github.com/cisco-ai-defense/model-provenance-kit, at the commit in ``COMMIT``. Give the
path of its command: ``python benchmarks/weights_peer.py .../bin/provenancekit [--write]``. Both
read the same folders: models of ``weights_zoo`` with the configuration and the tokeniser of one.
"""

from __future__ import annotations

import json
import os
import string
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pages
import weights_zoo
from safetensors.numpy import save_file
from weights_models import Weights, named
from weights_power import kept

COMMIT = "9991417767c0bb42d7e0ca376dc9a8843c5569b9"
PAIRS = (
    "trained apart: same data and order",
    "trained apart: other order",
    "trained apart: other data",
    "not trained at all",
    "fine-tuned, 600 steps",
    "units permuted and re-scaled",
    "units permuted, tuned 600",
    "residual stream rotated",
    "rotated, units permuted",
    "pruned: 4 of 6 layers",
    "half and half with a stranger",
)
_ATTRIBCHECK = str(Path(sys.executable).with_name("attribcheck"))


def table(command: str) -> str:
    """Compare every pair with both, and return the table as Markdown.

    Args:
        command: The path of ``provenancekit``.
    """
    header = "| pair | the kit's score | of weights alone | its decision | attribcheck |"
    lines = [header, "| --- | --- | --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        a = kept("base", lambda: weights_zoo.base(1, 7))
        first = _folder(Path(folder, "base"), a)
        for number, (name, model) in enumerate(_models(a)):
            second = _folder(Path(folder, str(number)), model)
            cells = [name, *_peer(command, first, second), _ours(first, second)]
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1], flush=True)
    return "\n".join(lines)


def _models(a: Weights) -> Iterator[tuple[str, Weights]]:
    stranger = kept(PAIRS[0], lambda: weights_zoo.base(2, 7))
    makers = dict([*weights_zoo.related(a, stranger), *weights_zoo.apart()])
    for name in PAIRS:
        yield name, kept(name, makers[name])


def _folder(path: Path, model: Weights) -> Path:
    """Write a model as Hugging Face's libraries read it."""
    path.mkdir()
    shape = weights_zoo.SHAPE
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.width,
        "intermediate_size": shape.units,
        "num_hidden_layers": sum(name.endswith(".gate") for name in model),
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.heads,
        "tie_word_embeddings": True,
        "torch_dtype": "float32",
    }
    Path(path, "config.json").write_text(json.dumps(config))
    words = [*string.printable, *(f"<{number}>" for number in range(shape.vocabulary))]
    vocabulary = {word: number for number, word in enumerate(words[: shape.vocabulary])}
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "model": {"type": "BPE", "vocab": vocabulary, "merges": []},
    }
    Path(path, "tokenizer.json").write_text(json.dumps(tokenizer))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast"}
    Path(path, "tokenizer_config.json").write_text(json.dumps(settings))
    save_file(named(model), Path(path, "model.safetensors"), metadata={"format": "pt"})
    return path


def _peer(command: str, first: Path, second: Path) -> tuple[str, str, str]:
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    done = subprocess.run(
        [command, "compare", str(first), str(second), "--json", "--no-cache"],
        capture_output=True,
        text=True,
        env={**os.environ, **offline},
        check=False,
    )
    if done.returncode:
        return "-", "-", f"none: {done.stderr.strip().splitlines()[-1]}"
    answer = json.loads(done.stdout)
    scores, label = answer["scores"], answer["interpretation"]["label"]
    identity = scores["identity_score"]
    return (
        f"{scores['pipeline_score']:.2f}",
        "-" if identity is None else f"{identity:.2f}",
        f"{scores['provenance_decision']} ({label})",
    )


def _ours(first: Path, second: Path) -> str:
    command = [_ATTRIBCHECK, "weights", "compare", str(first), str(second), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    answer = json.loads(done.stdout)
    bound = "<=" if answer["p_is_floor"] else "="
    return f"{answer['verdict']} (p {bound} {answer['p']:.2g})"


if __name__ == "__main__":
    text = table(sys.argv[1])
    if "--write" in sys.argv:
        pages.replace("weights.md", "weights-peer", text)
