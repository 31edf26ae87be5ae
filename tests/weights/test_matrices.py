"""Every way of storing a matrix gives its values back."""

import numpy as np
import pytest
from safetensors.numpy import save_file
from support.checkpoints import awq, gptq, raw

from attribcheck.core.errors import AttribcheckError
from attribcheck.weights import tensors as tensors_module
from attribcheck.weights.matrices import PlainMatrix, Units, read_small
from attribcheck.weights.packed import PackedMatrix
from attribcheck.weights.safetensors_files import read_header
from attribcheck.weights.tensors import decode

VALUES = np.random.default_rng(0).standard_normal((64, 128)).astype(np.float32)
SOME = np.array([0, 3, 17, 63])


def stored(path, arrays):
    save_file(arrays, path)
    return {tensor.name: tensor for tensor in read_header(path)[0]}


def bf16(values):
    return (values.view(np.uint32) >> 16).astype(np.uint16)


@pytest.fixture(params=[1, 300, 10**7], ids="{} bytes at a time".format)
def _chunks(request, monkeypatch):
    for module in ("matrices", "packed"):
        monkeypatch.setattr(f"attribcheck.weights.{module}.CHUNK", request.param)


def whole(matrix):
    return np.concatenate([block for _, block in matrix.blocks()])


@pytest.mark.usefixtures("_chunks")
@pytest.mark.parametrize("dtype", ["F64", "F32", "F16", "BF16", "I8"])
def test_plain_matrices_are_read_in_blocks_and_rows(tmp_path, dtype):
    kinds = {"F64": "f8", "F32": "f4", "F16": "f2", "I8": "i1"}
    values = (10 * VALUES).round() if dtype == "I8" else VALUES
    data = bf16(values) if dtype == "BF16" else values.astype(kinds[dtype])
    header = {"m": {"dtype": dtype, "shape": [64, 128], "data_offsets": [0, data.nbytes]}}
    path = raw(tmp_path / "m.safetensors", header, data.tobytes())
    matrix = PlainMatrix(read_header(path)[0][0])
    assert np.allclose(whole(matrix), values, rtol=1e-2)
    assert np.array_equal(matrix.rows(SOME), whole(matrix)[SOME])


def test_eight_bit_floats_have_the_values_of_their_format():
    codes = np.array([0x00, 0x38, 0x7E, 0x01, 0xB8, 0x7F], np.uint8)
    assert decode(codes, "F8_E4M3").tolist() == [0, 1, 448, 2**-9, -1, 0]
    codes = np.array([0x00, 0x3C, 0x7B, 0x01, 0xBC, 0x7C], np.uint8)
    assert decode(codes, "F8_E5M2").tolist() == [0, 1, 57344, 2**-16, -1, 0]


@pytest.mark.parametrize("shape", [(), (1,), (64,), (64, 1), (2, 4), (4, 8)])
def test_scales_beside_eight_bits_are_applied(tmp_path, shape):
    integers = np.random.default_rng(1).integers(-127, 128, (64, 128)).astype(np.int8)
    scale = np.asarray(np.random.default_rng(2).random(shape) + 0.5, np.float32)
    found = stored(tmp_path / "m.safetensors", {"m": integers, "s": scale})
    matrix = PlainMatrix(found["m"], read_small(found["s"]))
    blocks = np.broadcast_to(1, (64, 128)) * scale if scale.size == 1 else None
    if blocks is None:
        scale = scale.reshape(len(scale), -1)
        blocks = np.kron(scale, np.ones((64 // len(scale), 128 // scale.shape[1])))
    assert np.allclose(whole(matrix), integers * blocks, rtol=1e-6)
    assert np.array_equal(matrix.rows(SOME), whole(matrix)[SOME])


@pytest.mark.usefixtures("_chunks")
@pytest.mark.parametrize("bits", [2, 4, 8])
def test_gptq_is_unpacked(tmp_path, bits):
    found = stored(tmp_path / "m.safetensors", gptq(VALUES, bits, 32))
    matrix = PackedMatrix(found)
    assert matrix.shape == (128, 64)
    step = read_small(found["scales"]).max()
    assert np.abs(whole(matrix) - VALUES.T).max() < 1.1 * step
    assert np.array_equal(matrix.rows(SOME), whole(matrix)[SOME])


def test_gptq_with_shuffled_groups_is_unpacked(tmp_path):
    arrays = gptq(VALUES, 4, 32)
    order = np.random.default_rng(3).permutation(4)
    arrays["scales"], arrays["qzeros"] = arrays["scales"][order], arrays["qzeros"][order]
    arrays["g_idx"] = np.argsort(order).astype(np.int32)[arrays["g_idx"]]
    matrix = PackedMatrix(stored(tmp_path / "m.safetensors", arrays))
    assert np.corrcoef(whole(matrix).ravel(), VALUES.T.ravel())[0, 1] > 0.99


@pytest.mark.usefixtures("_chunks")
def test_awq_is_unpacked(tmp_path):
    found = stored(tmp_path / "m.safetensors", awq(VALUES, 32))
    matrix = PackedMatrix(found)
    assert matrix.shape == (128, 64)
    assert np.abs(whole(matrix) - VALUES.T).max() < 1.1 * read_small(found["scales"]).max()


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("qweight", np.zeros((3, 5), np.int32)),
        ("qweight", np.zeros((16, 64), np.float32)),
        ("qzeros", np.zeros((5, 8), np.int32)),
        ("qzeros", np.zeros((4, 7), np.int32)),
        ("scales", np.zeros((4, 0), np.float16)),
        ("scales", np.zeros(64, np.float16)),
        ("g_idx", np.full(128, 9, np.int32)),
        ("g_idx", np.full(128, -1, np.int32)),
        ("g_idx", np.zeros(5, np.int32)),
    ],
)
def test_a_packed_matrix_that_disagrees_with_itself_is_refused(tmp_path, name, array):
    found = stored(tmp_path / "m.safetensors", gptq(VALUES, 4, 32) | {name: array})
    with pytest.raises(AttribcheckError):
        PackedMatrix(found)


def test_units_are_rows_or_columns(tmp_path):
    matrix = PlainMatrix(stored(tmp_path / "m.safetensors", {"m": VALUES})["m"])
    rows, columns = Units(matrix), Units(matrix, transposed=True)
    second = Units(matrix, part=(32, 64))
    assert (rows.size, rows.width) == (64, 128)
    assert (columns.size, columns.width) == (128, 64)
    assert (second.size, second.width) == (32, 128)
    assert np.array_equal(rows.take(SOME), VALUES[SOME])
    assert np.array_equal(columns.take(SOME), VALUES.T[SOME])
    assert np.array_equal(second.take(np.array([0, 31])), VALUES[[32, 63]])


@pytest.mark.usefixtures("_chunks")
def test_products_and_lengths_are_those_of_the_complete_matrix(tmp_path):
    matrix = PlainMatrix(stored(tmp_path / "m.safetensors", {"m": VALUES})["m"])
    for units, expected in (
        (Units(matrix), VALUES),
        (Units(matrix, transposed=True), VALUES.T),
        (Units(matrix, part=(16, 48)), VALUES[16:48]),
    ):
        vectors = np.random.default_rng(4).standard_normal((units.width, 2)).astype(np.float32)
        metrics = np.random.default_rng(5).random((units.width, 3)).astype(np.float32)
        products, lengths = units.products(vectors, metrics)
        assert np.allclose(products, expected @ vectors, atol=1e-4)
        assert np.allclose(lengths, np.sqrt(expected**2 @ metrics), atol=1e-4)


def test_what_is_no_number_counts_as_zero(tmp_path):
    values = VALUES.copy()
    values[0, 0], values[1, 1], values[2, 2] = np.nan, np.inf, -np.inf
    matrix = PlainMatrix(stored(tmp_path / "m.safetensors", {"m": values})["m"])
    found = Units(matrix).take(np.arange(3))
    assert (found[0, 0], found[1, 1], found[2, 2]) == (0, 0, 0)
    assert np.isfinite(Units(matrix).products(VALUES[:1].T, VALUES[:1].T ** 2)[0]).all()


def test_a_file_that_became_shorter_is_an_error(tmp_path):
    tensor = stored(tmp_path / "m.safetensors", {"m": VALUES})["m"]
    with (tmp_path / "m.safetensors").open("r+b") as stream:
        stream.truncate(tensor.offset + 100)
    with pytest.raises(AttribcheckError, match="the file ends at byte"):
        list(PlainMatrix(tensor).blocks())
    with pytest.raises(AttribcheckError, match="the file ends at byte"):
        tensors_module.digests(tensor.path, [tensor], None)


def test_a_row_of_a_gigabyte_is_refused(tmp_path):
    path = tmp_path / "m.safetensors"
    header = {"m": {"dtype": "F32", "shape": [1, 2**28], "data_offsets": [0, 2**30]}}
    raw(path, header)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size + 2**30)
    with pytest.raises(AttribcheckError, match="columns; at most"):
        PlainMatrix(read_header(path)[0][0])
