"""How fast and in how much memory models are fingerprinted, and fingerprints compared.

The files have the shapes of a model of 7B parameters. For speed a part of one with real numbers is
read, in turns with hashlib's SHA-256 of the same bytes; for memory a complete one and a half, of
sparse files, which read as zeros.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from attribcheck.weights.document import Settings, TensorRecord
from attribcheck.weights.fingerprint import Fingerprint, MlpSketch
from attribcheck.weights.fingerprint_file import serialise

WIDTH, UNITS, TOKENS, LAYERS = 4096, 11008, 32000, 32
CHUNK = 4 * 2**20
ROUNDS = 5


def table() -> str:
    """Return the figures as Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gigabytes, ours, hashing = _throughput(folder)
        ratio = statistics.median(a / b for a, b in zip(ours, hashing, strict=True))
        rates = [gigabytes / statistics.median(times) for times in (ours, hashing)]
        lines = [
            "| what | figure |",
            "| --- | --- |",
            f"| fingerprint of {gigabytes:.2f} GB of bf16 | {rates[0]:.2f} GB/s |",
            f"| hashlib's SHA-256 of the same bytes | {rates[1]:.2f} GB/s |",
            f"| ratio of their times, median of {ROUNDS} turns | {ratio:.2f} |",
        ]
        size, peak, seconds = _memory(folder)
        lines.append(
            f"| peak memory at {size:.1f} GB of shards | {peak:.0f} MB ({seconds:.0f} s) |"
        )
        written, seconds = _comparison(folder)
        lines.append(f"| fingerprint of the shapes of 7B parameters | {written / 1e6:.1f} MB |")
        lines.append(f"| comparison of two such fingerprints | {seconds:.1f} s |")
    return "\n".join(lines)


def _tensors(layers: range, *, embedding: bool) -> list[tuple[str, tuple[int, ...]]]:
    found: list[tuple[str, tuple[int, ...]]] = []
    if embedding:
        found.append(("model.embed_tokens.weight", (TOKENS, WIDTH)))
    for layer in layers:
        before = f"model.layers.{layer}."
        found += [(f"{before}self_attn.{n}_proj.weight", (WIDTH, WIDTH)) for n in "qkvo"]
        found += [(f"{before}mlp.{n}_proj.weight", (UNITS, WIDTH)) for n in ("gate", "up")]
        found.append((f"{before}mlp.down_proj.weight", (WIDTH, UNITS)))
        found.append((f"{before}post_attention_layernorm.weight", (WIDTH,)))
    return found


def _write(path: Path, tensors: list[tuple[str, tuple[int, ...]]], block: bytes = b"") -> int:
    """Write a file of bf16, sparse without a block that is repeated; return its size."""
    header, at = {}, 0
    for name, shape in tensors:
        size = 2 * int(np.prod(shape))
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    with path.open("wb") as stream:
        stream.write(struct.pack("<Q", len(text)) + text)
        if block:
            for start in range(0, at, len(block)):
                stream.write(block[: at - start])
        stream.truncate(8 + len(text) + at)
    return at


def _throughput(folder: Path) -> tuple[float, list[float], list[float]]:
    values = np.random.default_rng(0).standard_normal(8 * 2**20).astype(np.float32) * 0.02
    block = (values.view(np.uint32) >> 16).astype(np.uint16).tobytes()
    model = folder / "part"
    model.mkdir()
    size = _write(model / "model.safetensors", _tensors(range(4), embedding=True), block)
    (model / "config.json").write_text(json.dumps({"num_attention_heads": 32}))
    ours, hashing = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        digest = hashlib.sha256()
        with (model / "model.safetensors").open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        hashing.append(time.perf_counter() - start)
        start = time.perf_counter()
        _run(folder, "fingerprint", str(model), "-o", "part.fingerprint")
        ours.append(time.perf_counter() - start)
    (model / "model.safetensors").unlink()
    return size / 1e9, ours, hashing


def _memory(folder: Path) -> tuple[float, float, float]:
    model = folder / "sparse"
    model.mkdir()
    size, count = 0, 48
    for number in range(8):
        layers = range(number * count // 8, (number + 1) * count // 8)
        name = f"model-{number + 1:05}-of-00008.safetensors"
        size += _write(model / name, _tensors(layers, embedding=number == 0))
    start = time.perf_counter()
    _run(folder, "fingerprint", str(model), "-o", "sparse.fingerprint")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return size / 1e9, peak / 1e6, time.perf_counter() - start


def _comparison(folder: Path) -> tuple[int, float]:
    """Compare random signs in the shapes of 7B parameters: what is slow depends on shapes alone."""
    for seed in (1, 2):
        content = serialise(_random(seed))
        (folder / f"{seed}.fingerprint").write_bytes(content)
    start = time.perf_counter()
    _run(folder, "compare", "1.fingerprint", "2.fingerprint", "--report", "html=r.html")
    return len(content), time.perf_counter() - start


def _random(seed: int) -> Fingerprint:
    generator = np.random.default_rng(seed)
    settings = Settings()

    def signs() -> np.ndarray:
        return generator.integers(0, 256, (settings.rows, settings.bits // 8), np.uint8)

    def mlp(number: int) -> MlpSketch:
        arrays = {
            f"{kind}.{role}": signs()
            for kind in ("index", "anchored-index")
            for role in ("gate", "up", "down")
        }
        for kind in ("content", "anchored"):
            rows = np.sort(generator.permutation(UNITS)[: settings.rows]).astype(np.int32)
            arrays |= {f"{kind}.rows": rows}
            arrays |= {f"{kind}.{part}": signs() for part in ("first", "second")}
        return MlpSketch(f"model.layers.{number}.mlp", UNITS, WIDTH, gated=True, arrays=arrays)

    tensors = tuple(
        TensorRecord(name, "BF16", shape, hashlib.sha256(f"{seed}{name}".encode()).hexdigest())
        for name, shape in _tensors(range(LAYERS), embedding=True)
    )
    return Fingerprint(
        f"random {seed}",
        "llama",
        settings,
        tensors,
        frozenset(),
        tuple(mlp(number) for number in range(LAYERS)),
        (),
        TOKENS,
        WIDTH,
        signs(),
        (),
        (),
    )


def _run(folder: Path, *arguments: str) -> None:
    environment = {
        **os.environ,
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "2"),
    }
    subprocess.run(
        [sys.executable, "-m", "attribcheck", "weights", *arguments],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
