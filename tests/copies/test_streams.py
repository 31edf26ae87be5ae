"""The stored tokens of a file: what is kept, what is not, and what a hostile record can't do."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.copied_code import GARDEN

from attribcheck.copies.container import DamagedError
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.streams import Stream, encode, name_hashes
from attribcheck.copies.tokens import NAME, Tokens


def tokens(text: str) -> Tokens:
    found = tokenize("a.py", text.encode())
    assert found is not None
    return found


@given(st.lists(st.sampled_from(["a", "bb", "1", "'x'", "+", "(", "\n", "\n" * 300, "if"])))
def test_tokens_are_read_as_they_were_written(parts: list[str]) -> None:
    written = tokens(" ".join(parts))
    read = Stream.decoded(encode(written), written.size)
    assert read.codes == written.codes
    assert list(read.lines) == list(written.lines)
    assert list(read.names) == name_hashes(written)


@given(st.integers(0, 900), st.integers(0, 900))
def test_the_names_of_a_range_are_those_of_its_tokens(start: int, length: int) -> None:
    stream = Stream.of(tokens(GARDEN * 3))
    end = min(start + length, len(stream.codes))
    hashes = iter(stream.names)
    by_token = [next(hashes) if code == NAME else None for code in stream.codes]
    names = [name for name in by_token[start:end] if name is not None]
    assert list(stream.names_of(start, end)) == names


def test_lines_are_read_in_any_order() -> None:
    written = tokens(GARDEN * 3 + "\n" * 400 + GARDEN)
    read = Stream.decoded(encode(written), written.size)
    places = [written.size - 1, 0, 255, 256, 257, 512]
    assert [read.lines[at] for at in places] == [written.lines[at] for at in places]


def test_nothing_is_stored_in_clear() -> None:
    stored = zlib.decompress(encode(tokens(GARDEN))[4:])
    for word in (b"Garden", b"thirsty", b"greenhouse", b"the tank is nearly empty"):
        assert word not in stored


@pytest.mark.parametrize("change", [-1, 1, 1000])
def test_another_number_of_tokens_is_refused(change: int) -> None:
    written = tokens(GARDEN)
    with pytest.raises(DamagedError):
        Stream.decoded(encode(written), written.size + change)


@pytest.mark.parametrize("record", [b"", b"abc", b"abcd", bytes(40)])
def test_what_is_no_record_is_refused(record: bytes) -> None:
    with pytest.raises(DamagedError):
        Stream.decoded(record, 10)


def test_a_record_that_unpacks_to_more_than_it_may_is_refused() -> None:
    packed = zlib.compress(bytes(50_000_000), 9)
    record = zlib.crc32(packed).to_bytes(4, "little") + packed
    with pytest.raises(DamagedError):
        Stream.decoded(record, 10)
