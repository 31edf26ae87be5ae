"""Tables of FlatBuffers, without a schema."""

import pytest
from support.model_files import tflite

from attribcheck.core.errors import AttribcheckError
from attribcheck.formats.flatbuffer import Table


def test_a_field_that_is_not_there_is_empty() -> None:
    table = Table.root(memoryview(tflite("MIT")))
    assert (table.text(0), table.tables(2), table.number(40), bytes(table.content(3))) == (
        "",
        [],
        0,
        b"",
    )


@pytest.mark.parametrize("data", [b"", b"\xff" * 8, b"\x08\0\0\0TFL3\xff\xff\xff\x7f"])
def test_offsets_outside_of_the_buffer_are_refused(data: bytes) -> None:
    with pytest.raises(AttribcheckError):
        Table.root(memoryview(data))
