"""GGUF: files of the library are read; hostile headers are refused."""

import struct

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.checkpoints import EMBED, model, sketch
from support.gguf_checkpoints import name_of, write

from attribcheck.core.errors import AttribcheckError
from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.comparison import Outcome, compare
from attribcheck.weights.gguf_files import read_header
from attribcheck.weights.sketch import fingerprint

A = model(1, width=64, units=128)


def test_tensors_and_keys_of_the_librarys_files_are_read(tmp_path):
    path = write(tmp_path / "m.gguf", A)
    tensors, keys = read_header(path)
    found = {tensor.name: tensor for tensor in tensors}
    assert found["blk.1.ffn_up.weight"].shape == (128, 64)
    data = path.read_bytes()
    for name, values in A.items():
        tensor = found[name_of(name)]
        assert data[tensor.offset : tensor.offset + tensor.size] == values.tobytes()
    assert keys["general.architecture"] == "haneul"
    assert open_checkpoint(path).attention == (4, 2)


@pytest.mark.parametrize("kind", ["F32", "F16", "BF16", "Q8_0", "Q5_1", "Q4_0", "Q4_1"])
def test_a_quantised_gguf_is_no_independent_model(tmp_path, kind):
    path = write(tmp_path / "m.gguf", A, gguf.GGMLQuantizationType[kind])
    found = compare(sketch(tmp_path / "a", A, heads=2), fingerprint(open_checkpoint(path)))
    assert found.outcome in (Outcome.NOT_INDEPENDENT, Outcome.IDENTICAL)
    assert [family.name for family in found.families if family.log_p < -27] == [
        family.name for family in found.families
    ]
    assert all(test.cosine > 0.95 for test in found.classes)


def test_blocks_of_a_type_without_values_are_hashed_alone(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(header(tensors=[("blk.0.ffn_up.weight", (256, 64), 15, 0)]) + bytes(10**5))
    found = fingerprint(open_checkpoint(path))  # Q8_K
    assert found.tensors[0].dtype == "GGUF:Q8_K"
    assert found.mlps == ()
    assert "matrices of the type Q8_K are hashed, not sketched" in found.notes


def text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(data)) + data


def header(*, version=3, counts=None, keys=(), tensors=()):
    """Return a header, padded; tensors are name, shape as stored, type and offset."""
    counts = counts or (len(tensors), len(keys))
    found = b"GGUF" + struct.pack("<IQQ", version, *counts)
    for name, kind, value in keys:
        found += text(name) + struct.pack("<I", kind) + value
    for name, shape, kind, offset in tensors:
        found += text(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        found += struct.pack("<IQ", kind, offset)
    return found + bytes(-len(found) % 32)


HUGE = 2**63
MALFORMED = {
    "no magic": (b"GGML" + bytes(64), "no GGUF file"),
    "empty": (b"GGUF", "does not end within the file"),
    "version 1": (header(version=1), "GGUF version 1"),
    "other byte order": (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "GGUF version 50331648"),
    "tensors without end": (header(counts=(HUGE, 0)), "are too many"),
    "keys without end": (header(counts=(0, HUGE)), "are too many"),
    "keys that are not there": (header(counts=(0, 9)), "does not end|malformed|unknown kind"),
    "a name without end": (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, HUGE), "a name of"),
    "a string without end": (
        header(keys=[("a", 8, struct.pack("<Q", HUGE))]),
        "a string of 9223372036854775808 bytes",
    ),
    "a list without end": (
        header(keys=[("a", 9, struct.pack("<IQ", 4, HUGE))]),
        "does not end within the file",
    ),
    "lists of lists of lists": (
        header(keys=[("a", 9, struct.pack("<IQ", 9, 1) * 9)]),
        "unknown kind 9",
    ),
    "an unknown kind": (header(keys=[("a", 99, b"")]), "unknown kind 99"),
    "a key twice": (header(keys=[("a", 0, b"\0")] * 2), "the name 'a' is there twice"),
    "a name that is no text": (header(keys=[(b"\xff", 0, b"\0")]), "not UTF-8"),
    "an alignment of nothing": (
        header(keys=[("general.alignment", 4, struct.pack("<I", 0))]),
        "malformed general.alignment",
    ),
    "an alignment that is text": (
        header(keys=[("general.alignment", 8, text("x"))]),
        "malformed general.alignment",
    ),
    "a tensor twice": (header(tensors=[("a", (4,), 0, 0)] * 2) + bytes(64), "is there twice"),
    "too many dimensions": (header(tensors=[("a", (1,) * 5, 0, 0)]), "5 dimensions"),
    "too many elements": (header(tensors=[("a", (HUGE, HUGE), 0, 0)]), "more than 2\\^48"),
    "an unknown type": (header(tensors=[("a", (4,), 999, 0)]) + bytes(64), "unknown type 999"),
    "rows within a block": (header(tensors=[("a", (33,), 2, 0)]) + bytes(64), "within a block"),
    "overlapping tensors": (
        header(tensors=[("a", (8,), 0, 0), ("b", (8,), 0, 16)]) + bytes(64),
        "overlaps the one before",
    ),
    "data that is not there": (header(tensors=[("a", (64,), 0, 0)]), "truncated"),
    "an offset beyond the file": (header(tensors=[("a", (8,), 0, HUGE)]), "truncated"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_header_is_an_error_that_says_what_is_wrong(tmp_path, name):
    content, problem = MALFORMED[name]
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(AttribcheckError, match=problem) as caught:
        read_header(path)
    assert str(path) in caught.value.message
    assert caught.value.message.isprintable()


def test_millions_of_empty_values_are_refused(tmp_path):
    path = tmp_path / "m.gguf"
    count = 3_000_000
    path.write_bytes(header(keys=[("a", 9, struct.pack("<IQ", 8, count) + bytes(8 * count))]))
    with pytest.raises(AttribcheckError, match="too many values"):
        read_header(path)


VALID = header(
    keys=[("general.architecture", 8, text("haneul")), ("n", 4, struct.pack("<I", 7))],
    tensors=[("a", (8, 4), 0, 0), ("b", (32,), 2, 128)],
) + bytes(160)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(VALID) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_any_damage_gives_tensors_within_the_file_or_an_error(tmp_path, place, put, cut):
    path = tmp_path / "m.gguf"
    damaged = VALID[:place] + put + (b"" if cut else VALID[place + len(put) :])
    path.write_bytes(damaged)
    try:
        found = read_header(path)
    except AttribcheckError:
        return
    assert all(tensor.offset + tensor.size <= len(damaged) for tensor in found.tensors)


def test_without_the_library_the_error_says_how_to_get_it(tmp_path, monkeypatch):
    path = write(tmp_path / "m.gguf", {EMBED: np.ones((40, 64), np.float32)})
    monkeypatch.setitem(__import__("sys").modules, "gguf", None)
    with pytest.raises(AttribcheckError) as caught:
        read_header(path)
    assert caught.value.hint == "pip install 'attribcheck[weights]'"
