"""The metadata of ONNX models."""

from support.model_files import onnx, told

from attribcheck.core.model import ScanFailure
from attribcheck.lineage.registry import header_text


def test_properties_are_read() -> None:
    data = onnx({"license": "AGPL-3.0", "base_model": "foo-corp/Foo"})
    assert told("m.onnx", data) == [
        ("licence", "AGPL-3.0", "stated", "license", 0),
        ("base model", "foo-corp/Foo", "stated", "base_model", 0),
    ]


def test_the_engine_gets_its_texts() -> None:
    data = onnx({}, doc="Copyright 2025 Foo Corp. and others")
    assert header_text(data, "m.onnx") == "doc_string: Copyright 2025 Foo Corp. and others"


def test_a_length_beyond_the_file_is_refused() -> None:
    failure = header_text(b"\x08\x08\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "m.onnx")
    assert isinstance(failure, ScanFailure)
    assert "and 0 are there" in failure.reason
