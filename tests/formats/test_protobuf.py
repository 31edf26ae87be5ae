"""Fields of protobuf messages, without a schema."""

import pytest
from support.model_files import field

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats import protobuf


def test_numbers_and_fields_with_a_length_are_read_and_fixed_ones_skipped() -> None:
    message = b"\x08\x96\x01" + b"\x15" + bytes(4) + b"\x19" + bytes(8) + field(4, b"abc")
    found = list(protobuf.fields(memoryview(message)))
    assert found[0] == (1, 150)
    assert (found[1][0], protobuf.text(found[1][1])) == (4, "abc")


@pytest.mark.parametrize(
    "message",
    [b"\x00", b"\x0a\x05abc", b"\x0a" + b"\xff" * 9 + b"\x01", b"\xff" * 12, b"\x0b", b"\x0d\0"],
)
def test_malformed_messages_are_refused(message: bytes) -> None:
    with pytest.raises(AttribcheckError):
        list(protobuf.fields(memoryview(message)))
