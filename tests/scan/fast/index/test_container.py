"""A container gives back what was written, and notices whatever was changed in it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.scan.fast.index.container import Container, DamagedError, Pieces, mapped, write

NAMES = st.text("abc. ", min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=4))
def test_sections_come_back_as_they_were_written(sections):
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bin")
        write(path, sections)
        data = mapped(path)
        assert {name: bytes(data.raw(name)) for name in sections} == sections


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_records_come_back_one_at_a_time(pieces):
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bin")
        write(path, {"records": pieces})
        assert list(mapped(path).records("records")) == pieces
        write(path, {"pieces": Pieces(pieces)})
        assert list(mapped(path).pieces("pieces")) == pieces


def test_numbers_are_read_without_a_copy(tmp_path):
    write(tmp_path / "x.bin", {"a": b"x", "numbers": (513).to_bytes(2, "little") * 3})
    assert Container(tmp_path / "x.bin").numbers("numbers", "H").tolist() == [513] * 3


@given(st.data())
def test_no_changed_byte_goes_unnoticed(draw):
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bin")
        write(
            path,
            {"numbers": b"12345678", "records": [b"one", b"two"], "pieces": Pieces([b"a", b"b"])},
        )
        content = bytearray(path.read_bytes())
        at = draw.draw(st.integers(0, len(content) - 1))
        content[at] ^= draw.draw(st.integers(1, 255))
        path.write_bytes(content)
        try:
            data = mapped(path)
            data.check_records()
        except DamagedError:
            return
        # What is left is the padding between two sections, which nobody reads.
        read = [bytes(data.raw("numbers")), *data.records("records"), *data.pieces("pieces")]
        assert read == [b"12345678", b"one", b"two", b"a", b"b"]


@pytest.mark.parametrize("name", ["records", "pieces"])
def test_a_damaged_record_is_told_when_it_is_read(tmp_path, name):
    path = tmp_path / "x.bin"
    write(path, {"records": [b"one", b"two"], "pieces": Pieces([b"one", b"two"])})
    whole = getattr(mapped(path), name)(name)
    content = path.read_bytes()
    at = content.index(bytes(mapped(path).raw(name)))
    path.write_bytes(content[: at + 4] + b"?" + content[at + 5 :])
    damaged = getattr(mapped(path), name)(name)
    assert damaged[1] == whole[1]
    with pytest.raises(DamagedError, match=f"record 0 of its section {name} is damaged"):
        damaged[0]


@pytest.mark.parametrize("length", [0, 1, 30, 100, -1])
def test_a_file_that_was_cut_short_is_damaged(tmp_path, length):
    path = tmp_path / "x.bin"
    write(path, {"numbers": b"12345678" * 20})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DamagedError):
        Container(path)


def test_a_file_of_another_kind_is_damaged(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"#!/bin/sh\n" * 20)
    with pytest.raises(DamagedError, match="of another kind"):
        Container(tmp_path / "x.bin")


def test_a_file_is_mapped_once_until_it_changes(tmp_path):
    path = tmp_path / "x.bin"
    write(path, {"first": b"a" * 80})
    found = mapped(path)
    assert mapped(path) is found
    write(path, {"first": b"b" * 80})
    assert bytes(mapped(path).raw("first")) == b"b" * 80
    path.write_bytes(path.read_bytes().replace(b"b" * 80, b"c" * 80))
    with pytest.raises(DamagedError):
        mapped(path)


def test_only_what_is_going_to_be_read_is_checked(tmp_path):
    path = tmp_path / "x.bin"
    write(path, {"first": b"a" * 80, "second": b"b" * 80})
    path.write_bytes(path.read_bytes().replace(b"b" * 80, b"c" * 80))
    assert bytes(mapped(path, ["first"]).raw("first")) == b"a" * 80
    with pytest.raises(DamagedError, match="section second"):
        mapped(path)
