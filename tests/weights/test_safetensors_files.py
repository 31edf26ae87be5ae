"""Headers of safetensors files: those of the library are read, hostile ones are refused."""

import json
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save
from support.checkpoints import raw

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats import bounded_json
from attribcheck.weights.safetensors_files import read_header


def entry(shape=(2, 2), begin=0, end=16, dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def test_what_the_library_writes_is_read(tmp_path):
    tensors = {
        "b": np.arange(6, dtype=np.float16).reshape(2, 3),
        "a": np.ones((4, 4), np.float32),
        "scalar": np.array(3, np.int64),
        "empty": np.zeros((0, 5), np.float32),
    }
    path = tmp_path / "m.safetensors"
    path.write_bytes(save(tensors, metadata={"format": "np"}))
    found, metadata = read_header(path)
    assert metadata == {"format": "np"}
    assert {t.name: t.shape for t in found} == {n: v.shape for n, v in tensors.items()}
    for tensor in found:
        data = path.read_bytes()[tensor.offset : tensor.offset + tensor.size]
        assert data == tensors[tensor.name].tobytes()


@pytest.mark.parametrize(
    ("header", "data", "problem"),
    [
        ({"a": entry()}, b"\0" * 15, "the tensors end at byte .*: the file is truncated"),
        ({"a": entry()}, b"\0" * 17, "bytes follow that no tensor has"),
        ({"a": entry(), "b": entry(begin=8, end=24)}, b"\0" * 24, "overlaps the one before"),
        ({"a": entry(), "b": entry(begin=20, end=36)}, b"\0" * 36, "leaves bytes unused"),
        ({"a": entry(end=12)}, b"\0" * 12, "12 bytes do not fit its shape and type"),
        ({"a": entry(begin=16, end=0)}, b"\0" * 16, "malformed data_offsets"),
        ({"a": entry(shape=(2**62, 2**62))}, b"", "more than 2\\^48 elements"),
        ({"a": entry(shape=(-1, 4))}, b"\0" * 16, "malformed shape"),
        ({"a": entry(shape=(1.5, 4))}, b"\0" * 16, "malformed shape"),
        ({"a": entry(shape=(True, 4))}, b"\0" * 16, "malformed shape"),
        ({"a": entry(shape=(1,) * 9)}, b"\0" * 16, "malformed shape"),
        ({"a": entry(dtype="F31")}, b"\0" * 16, "unknown type 'F31'"),
        ({"a": entry(dtype=["F32"])}, b"\0" * 16, "unknown type"),
        ({"a": {"dtype": "F32"}}, b"", "malformed shape"),
        ({"a": 7}, b"", "tensor 'a' is no JSON object"),
        ([1, 2], b"", "the header is no JSON object"),
        ({"__metadata__": {"a": 1}}, b"", "__metadata__ holds something else"),
        (b'{"a": {}, "a": {}}', b"", "the key 'a' is there twice"),
        (b'{"a": NaN}', b"", "NaN is no JSON number"),
        (b"[" * 300_000, b"", "nested too deeply"),
        (b"[" * 900_000, b"", "too many entries"),
        (b'{"a": "\xff"}', b"", "no valid JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", b"", "no valid JSON"),
        (b"{", b"", "no valid JSON"),
        (b"", b"", "no valid JSON"),
    ],
    ids=str,
)
def test_a_malformed_header_is_an_error_that_says_what_is_wrong(tmp_path, header, data, problem):
    path = raw(tmp_path / "m.safetensors", header, data)
    with pytest.raises(AttribcheckError, match=problem) as caught:
        read_header(path)
    assert str(path) in caught.value.message
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("length", [3, 2**31, 2**63, 2**64 - 1])
def test_a_header_that_says_more_than_is_there_is_refused(tmp_path, length):
    path = raw(tmp_path / "m.safetensors", b"{}", length=length)
    with pytest.raises(AttribcheckError, match=f"the header says {length} bytes, and 2 are there"):
        read_header(path)


@pytest.mark.parametrize("content", [b"", b"\0" * 7])
def test_a_file_without_a_length_is_refused(tmp_path, content):
    path = tmp_path / "m.safetensors"
    path.write_bytes(content)
    with pytest.raises(AttribcheckError, match="no safetensors file"):
        read_header(path)


def test_a_header_of_100_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "m.safetensors"
    with path.open("wb") as stream:
        stream.write(struct.pack("<Q", 10**8))
        stream.truncate(10**8 + 8)
    tracemalloc.start()
    try:
        with pytest.raises(AttribcheckError, match="a header of 100000000 bytes"):
            read_header(path)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_a_header_of_millions_of_small_lists_is_refused_before_they_are_made(tmp_path):
    path = raw(tmp_path / "m.safetensors", b'{"a":[' + b"[]," * 5_000_000 + b"[]]}")
    tracemalloc.start()
    try:
        with pytest.raises(AttribcheckError, match="too many entries"):
            read_header(path)
        assert tracemalloc.get_traced_memory()[1] < 3 * bounded_json.MAX_BYTES
    finally:
        tracemalloc.stop()


def test_a_name_can_not_write_to_the_terminal(tmp_path):
    path = raw(tmp_path / "m.safetensors", {"\x1b[2J\n": entry(dtype="X")}, b"\0" * 16)
    with pytest.raises(AttribcheckError) as caught:
        read_header(path)
    assert caught.value.message.isprintable()


def test_a_pipe_does_not_hang(tmp_path):
    import os

    os.mkfifo(tmp_path / "m.safetensors")
    with pytest.raises(AttribcheckError, match="no regular file"):
        read_header(tmp_path / "m.safetensors")


VALID = save({"a": np.ones((2, 3), np.float32), "b": np.zeros(4, np.int8)}, {"format": "np"})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(VALID) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_any_damage_gives_tensors_within_the_file_or_an_error(tmp_path, place, put, cut):
    path = tmp_path / "m.safetensors"
    damaged = VALID[:place] + put + (b"" if cut else VALID[place + len(put) :])
    path.write_bytes(damaged)
    try:
        found, _ = read_header(path)
    except AttribcheckError:
        return
    assert all(tensor.offset + tensor.size <= len(damaged) for tensor in found)
    assert sum(tensor.size for tensor in found) < len(damaged)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_any_json_is_read_as_json(value):
    assert bounded_json.parse(json.dumps(value).encode(), "x") == value
