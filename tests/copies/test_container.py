"""A file of sections from anybody: whatever is changed in it is an error or no change."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribcheck.copies.container import (
    VERSION,
    Container,
    DamagedError,
    OriginIndexError,
    Records,
    records,
    write,
)

SECTIONS = {
    "a": b"\1\0\0\0\2\0\0\0",
    "b": bytes(200_000),
    "c": b'["x"]',
    **records("d", [b"1", b""]),
}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("container") / "x.acidx"
    write(path, SECTIONS)
    return path.read_bytes()


@pytest.fixture
def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "x.acidx"
    path.write_bytes(content)
    return path


def test_sections_are_read_as_they_were_written(file: Path) -> None:
    opened = Container(file)
    assert list(opened.section("a", "I").all()) == [1, 2]
    assert bytes(opened.section("b").part(70_000, 70_004)) == bytes(4)
    assert opened.json("c") == ["x"]
    pieces = Records(opened, "d")
    assert [pieces.get(at) for at in range(len(pieces))] == [b"1", b""]
    opened.check_all()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_any_changed_byte_is_refused(file: Path, content: bytes, at: float, flip: int) -> None:
    place = int(at * len(content))
    file.write_bytes(content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :])
    with pytest.raises((OriginIndexError, DamagedError)):
        Container(file).check_all()


@pytest.mark.parametrize("kept", [0, 1, 8, 31, 32, 40, 1000, 150_000, -1])
def test_a_file_that_was_cut_short_is_refused(file: Path, content: bytes, kept: int) -> None:
    file.write_bytes(content[:kept])
    with pytest.raises(OriginIndexError, match=r"can't be used"):
        Container(file)


def test_a_file_with_more_at_its_end_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content + b"\0")
    with pytest.raises(OriginIndexError, match="cut short or altered"):
        Container(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OriginIndexError, match=r"no\.acidx.*No such file"):
        Container(tmp_path / "no.acidx")


def test_another_file_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "x.acidx"
    path.write_bytes(b"PK\3\4" + bytes(100))
    with pytest.raises(OriginIndexError, match="it is no origin index"):
        Container(path)


def test_a_newer_version_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content[:8] + (VERSION + 1).to_bytes(4, "little") + content[12:])
    with pytest.raises(OriginIndexError, match=f"version {VERSION + 1}.*reads {VERSION}"):
        Container(file)


def test_a_missing_section_is_named(file: Path) -> None:
    with pytest.raises(DamagedError, match="section z is missing"):
        Container(file).section("z")


def test_a_section_of_half_a_number_is_refused(file: Path) -> None:
    with pytest.raises(DamagedError, match="wrong length"):
        Container(file).section("c", "I")


def test_a_damaged_part_does_not_stop_the_reading_of_another(file: Path, content: bytes) -> None:
    file.write_bytes(content[:-70_000] + b"\7" + content[-69_999:])
    opened = Container(file)
    assert list(opened.section("a", "I").all()) == [1, 2]
    with pytest.raises(DamagedError, match="damaged near byte"):
        opened.section("b").all()


def test_records_that_end_before_they_begin_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.acidx"
    write(path, {"d": b"abc", "d.ends": (3).to_bytes(8, "little") + (1).to_bytes(8, "little")})
    with pytest.raises(DamagedError):
        Records(Container(path), "d").get(1)
