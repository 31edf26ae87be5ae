"""The file of a fingerprint: what is in it, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save
from support.checkpoints import model, sketch, write

from attribcheck.core.errors import AttribcheckError
from attribcheck.weights import fingerprint_file, projections
from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.document import METADATA_KEY, Settings, StoredArray, checksum
from attribcheck.weights.fingerprint_file import read, serialise
from attribcheck.weights.safetensors_files import read_header
from attribcheck.weights.sketch import fingerprint

A = model(1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return sketch(tmp_path_factory.mktemp("model"), A, Settings(rows=48, bits=64))


@pytest.fixture
def path(made, tmp_path):
    found = tmp_path / "haneul.fingerprint"
    found.write_bytes(serialise(made))
    return found


def parts(path):
    """Return the document and the arrays of a fingerprint."""
    _, metadata = read_header(path)
    return json.loads(metadata[METADATA_KEY]), load_file(path)


def put(path, document, arrays):
    """Write a fingerprint whose checksum fits, whatever else is wrong."""
    document.pop("checksum", None)
    stored = {n: StoredArray(a.dtype.str, a.shape, a.tobytes()) for n, a in arrays.items()}
    document["checksum"] = checksum(document, stored)
    path.write_bytes(save(arrays, metadata={METADATA_KEY: json.dumps(document)}))


def test_what_is_written_is_read(made, path):
    found = read(path)
    assert found._replace(mlps=(), values=(), norms=(), dimensions=None) == made._replace(
        mlps=(), values=(), norms=(), dimensions=None
    )
    assert np.array_equal(found.dimensions, made.dimensions)
    for a, b in zip(found.mlps, made.mlps, strict=True):
        assert a.arrays.keys() == b.arrays.keys()
        assert all(np.array_equal(a.arrays[name], b.arrays[name]) for name in a.arrays)
    assert serialise(found) == serialise(made)


def test_one_model_gives_the_same_bytes_wherever_it_is(made, tmp_path):
    again = sketch(tmp_path / made.name, A, made.settings)
    assert serialise(again) == serialise(made)


def test_every_tensor_is_in_it_with_its_hash(made):
    import hashlib

    found = {record.name: record for record in made.tensors}
    assert {n: r.shape for n, r in found.items()} == {n: v.shape for n, v in A.items()}
    assert all(found[n].sha256 == hashlib.sha256(v.tobytes()).hexdigest() for n, v in A.items())


def test_every_file_is_in_it_with_its_hash(tmp_path):
    import hashlib

    folder = write(tmp_path / "haneul", A)
    content = (folder / "model.safetensors").read_bytes()
    (record,) = fingerprint(open_checkpoint(folder)).files
    assert record == ("model.safetensors", len(content), hashlib.sha256(content).hexdigest())


def test_it_holds_no_weights_but_signs_and_the_projections_of_norms(path):
    _, arrays = parts(path)
    kinds = {name.rsplit(".", 1)[-1]: array.dtype.kind for name, array in arrays.items()}
    assert {kind for name, kind in kinds.items() if name in ("gate", "up", "first")} == {"u"}
    assert {array.dtype.str for array in arrays.values()} == {"|u1", "<i4", "<f2"}


def test_a_path_of_this_machine_is_not_in_it(made, tmp_path):
    assert str(tmp_path.parent).encode() not in serialise(made)


def test_signs_and_choices_are_those_that_the_format_says():
    """Fixed for the version: another release must agree on every bit."""
    signs = projections.signs("attribcheck", "projection/4", 4, 8)
    raw = projections.random_bytes("attribcheck", "projection/4", 4)
    assert raw.hex() == "96c1c035"
    assert np.array_equal(projections.pack(signs).ravel(), np.frombuffer(raw, np.uint8))
    assert projections.choose_rows("attribcheck", "rows/10", 10, 4).tolist() == [1, 5, 8, 9]


@given(st.integers(2, 300), st.integers(1, 100), st.integers(0, 50))
def test_a_few_more_rows_leave_most_of_a_choice(count, wanted, more):
    before = set(projections.choose_rows("s", "tokens", count, wanted).tolist())
    after = set(projections.choose_rows("s", "tokens", count + more, wanted).tolist())
    assert len(after) == min(wanted, count + more)
    assert {row for row in after if row < count} <= before


@pytest.mark.parametrize("kind", ["array", "document", "name"])
def test_damage_is_found_by_the_checksum(path, kind):
    document, arrays = parts(path)
    if kind == "array":
        arrays["mlp.0.index.up"] = arrays["mlp.0.index.up"] ^ 1
    elif kind == "document":
        document["tensors"][0][3] = "0" * 64
    else:
        arrays["value.9"] = arrays.pop("value.0")
    path.write_bytes(save(arrays, metadata={METADATA_KEY: json.dumps(document)}))
    with pytest.raises(AttribcheckError, match="the checksum does not fit") as caught:
        read(path)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("version", "hint"),
    [("attribcheck/weights-fingerprint/1", "make the fingerprint again"), ("x", None), (7, None)],
)
def test_another_version_is_refused(path, version, hint):
    document, arrays = parts(path)
    put(path, document | {"format": version}, arrays)
    with pytest.raises(AttribcheckError, match="this attribcheck reads") as caught:
        read(path)
    assert (caught.value.hint or "").startswith(hint or "")


def test_a_safetensors_file_of_anything_else_is_no_fingerprint(tmp_path):
    path = tmp_path / "m.safetensors"
    path.write_bytes(save(A))
    assert not fingerprint_file.is_fingerprint(path)
    with pytest.raises(AttribcheckError, match="is no fingerprint of weights"):
        read(path)


ROWS = "mlp.0.content.rows"
MALFORMED = {
    "no settings": lambda d, a: d.pop("settings"),
    "a list": lambda d, a: d.update(settings=[]),
    "rows without end": lambda d, a: d["settings"].update(rows=2**40),
    "odd bits": lambda d, a: d["settings"].update(bits=63),
    "other bits": lambda d, a: d["settings"].update(bits=128),
    "no seed": lambda d, a: d["settings"].update(seed=7),
    "an array too many": lambda d, a: a.update({"mlp.0.x": np.zeros(1, np.uint8)}),
    "an array too few": lambda d, a: a.pop("mlp.0.index.up"),
    "no content": lambda d, a: a.pop("mlp.1.content.first"),
    "another shape": lambda d, a: a.update({"mlp.0.index.up": np.zeros((1, 8), np.uint8)}),
    "another type": lambda d, a: a.update({"mlp.0.index.up": np.zeros((48, 8), np.int32)}),
    "rows out of order": lambda d, a: a.update({ROWS: a[ROWS][::-1].copy()}),
    "rows that are not there": lambda d, a: a.update({ROWS: a[ROWS] + 90}),
    "no rows": lambda d, a: a.update({ROWS: np.zeros(0, np.int32)}),
    "negative units": lambda d, a: d["mlps"][0].update(units=-1),
    "units that are no number": lambda d, a: d["mlps"][0].update(units=True),
    "a gate that is no truth": lambda d, a: d["mlps"][0].update(gated=1),
    "heads that do not divide": lambda d, a: d["values"][0].update(heads=5),
    "no heads": lambda d, a: d["values"][0].update(heads=0),
    "no hash": lambda d, a: d["tensors"][0].__setitem__(3, "x"),
    "no hash of a file": lambda d, a: d["files"][0].__setitem__(2, "x"),
    "a file of negative size": lambda d, a: d["files"][0].__setitem__(1, -1),
    "no origin": lambda d, a: d.pop("origin"),
    "a holder that is no text": lambda d, a: d["origin"].update(holders=[1]),
    "half a tensor": lambda d, a: d["tensors"][0].pop(),
    "a name that is no text": lambda d, a: d["tensors"][0].__setitem__(0, 5),
    "a norm without its array": lambda d, a: a.pop("norm.0"),
    "a mean that is text": lambda d, a: d["norms"][0].update(mean="x"),
    "dimensions of another width": lambda d, a: d["embedding"].update(width=7),
    "notes that are no text": lambda d, a: d.update(notes=[3]),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_fingerprint_that_disagrees_with_itself_is_refused(path, name):
    document, arrays = parts(path)
    MALFORMED[name](document, arrays)
    put(path, document, arrays)
    with pytest.raises(AttribcheckError, match="malformed fingerprint"):
        read(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_any_damage_is_an_error(made, tmp_path, data):
    content = bytearray(serialise(made))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path = Path(tmp_path / "damaged.fingerprint")
    path.write_bytes(bytes(content))
    try:
        found = read(path)
    except AttribcheckError:
        return
    assert serialise(found) == serialise(made)  # only the library's own padding was changed
