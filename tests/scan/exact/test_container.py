"""A container gives back what was written, and notices whatever was changed in it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.scan.exact.container import Container, DamagedError, whole, write

NAMES = st.text("abc. ", min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=4))
def test_sections_come_back_as_they_were_written(sections):
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bin")
        write(path, sections)
        data = Container(path)
        assert {name: bytes(data.raw(name)) for name in sections} == sections


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_records_come_back_one_at_a_time(pieces):
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bin")
        write(path, {"records": pieces})
        assert list(Container(path).records("records")) == pieces


def test_numbers_are_read_without_a_copy(tmp_path):
    write(tmp_path / "x.bin", {"a": b"x", "numbers": (513).to_bytes(2, "little") * 3})
    assert Container(tmp_path / "x.bin").numbers("numbers", "H").tolist() == [513] * 3


@given(st.data())
def test_no_changed_byte_goes_unnoticed(draw):
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.bin")
        write(path, {"numbers": b"12345678", "records": [b"one", b"two"]})
        content = bytearray(path.read_bytes())
        at = draw.draw(st.integers(0, len(content) - 1))
        content[at] ^= draw.draw(st.integers(1, 255))
        path.write_bytes(content)
        try:
            data = Container(path)
            read = [bytes(data.raw("numbers")), *data.records("records")]
        except DamagedError:
            return
        # What is left is the padding between two sections, which nobody reads.
        assert read == [b"12345678", b"one", b"two"]


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


def test_a_whole_file_is_checked_once_until_it_changes(tmp_path):
    path = tmp_path / "x.bin"
    write(path, {"first": b"a" * 80})
    found = whole(path)
    assert whole(path) is found
    write(path, {"first": b"b" * 80})
    assert bytes(whole(path).raw("first")) == b"b" * 80
    path.write_bytes(path.read_bytes().replace(b"b" * 80, b"c" * 80))
    with pytest.raises(DamagedError):
        whole(path)
