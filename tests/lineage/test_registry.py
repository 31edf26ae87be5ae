"""All readers on hostile files: a claim or an answer, within bounds, and no exception."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.model_files import coreml, gguf, onnx, safetensors, tflite

from attribcheck.core.lineage import ClaimKind
from attribcheck.core.model import ScanFailure
from attribcheck.lineage import registry

NAMES = (
    "README.md config.json adapter_config.json tokenizer_config.json generation_config.json"
    " modules.json model_index.json model.safetensors.index.json a.yml Modelfile a.py Dockerfile"
    " m.safetensors m.gguf m.onnx m.tflite m.mlmodel"
).split()
VALID = (
    safetensors({"base_model": "foo/Foo"}),
    gguf({"general.base_model.0.name": "Foo"}),
    onnx({"license": "MIT"}),
    tflite("MIT"),
    coreml("MIT"),
    b"---\nbase_model: foo/Foo\n---\n",
    json.dumps({"_name_or_path": "foo/Foo", "model_type": "llama"}).encode(),
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(
    data=st.sampled_from(VALID),
    cut=st.integers(0, 400),
    at=st.integers(0, 300),
    junk=st.binary(max_size=12),
)
def test_damaged_files_never_raise(name: str, data: bytes, cut: int, at: int, junk: bytes) -> None:
    damaged = (data[:at] + junk + data[at + len(junk) :])[: max(0, len(data) - cut)]
    registry.claims(damaged, name)
    registry.header_text(damaged, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.safetensors", (2**63).to_bytes(8, "little") + b'{"a": 1}'),
        ("m.safetensors", (100 * 2**20).to_bytes(8, "little") + b"{" + b" " * (100 * 2**20)),
        ("m.gguf", b"GGUF" + b"\x03\0\0\0" + b"\xff" * 16),
        ("m.onnx", b"\x08\x08" + b"\x72\x00" * 3_000_000),
        ("m.tflite", b"\xff\xff\xff\x7fTFL3" + bytes(64)),
        ("config.json", b'{"model_type":' + b"[" * 500_000),
        ("config.json", b'{"model_type": "' + b"a" * (17 * 2**20) + b'"}'),
        ("README.md", b"---\nbase_model: " + b"{a: " * 50_000 + b"\n---\n"),
        ("README.md", b"---\n" + b"base_model:\n- a/b\n" * 1_000 + b"---\n"),
        ("merge.yaml", b"merge_method: x\n" + b"a: " * 100_000),
        ("config.json", b'{"model_type": "a", "model_type": "b"}'),
        ("README.md", b"---\nbase_model: &a [*a, *a]\n---\n"),
        ("m.safetensors", (64).to_bytes(8, "little") + b'{"a": 1}'),
    ],
)
def test_hostile_files_are_told_within_seconds(name: str, content: bytes) -> None:
    begin = time.perf_counter()
    (claim,) = registry.claims(content, name)
    header = registry.header_text(content, name)

    assert time.perf_counter() - begin < 20
    assert claim.kind is ClaimKind.UNREADABLE
    assert not name.startswith("m.") or isinstance(header, ScanFailure)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("get.sh", b"hf download --a " * 200_000),
        ("a.py", b"# transformers\n" + b"from transformers.models." * 100_000),
        ("LICENSE", b"Foo License\n" * 2_000_000),
    ],
)
def test_large_texts_are_answered_within_seconds(name: str, content: bytes) -> None:
    begin = time.perf_counter()
    registry.claims(content, name)
    assert time.perf_counter() - begin < 20


def test_the_name_of_a_file_is_read_in_any_case() -> None:
    content = b'{"_name_or_path": "foo/Foo"}'
    assert [claim.name for claim in registry.claims(content, "a/CONFIG.JSON")] == ["foo/Foo"]
