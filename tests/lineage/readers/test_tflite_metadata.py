"""The metadata of TensorFlow Lite models."""

import pytest
from support.model_files import tflite, told

from attribcheck.lineage.registry import claims, header_text


def test_the_licence_is_read() -> None:
    assert told("m.tflite", tflite("Apache-2.0")) == [
        ("licence", "Apache-2.0", "stated", "license", 0)
    ]


def test_the_engine_gets_a_licence_that_is_a_sentence() -> None:
    text = "Licensed by Foo Corp. to nobody"
    assert header_text(tflite(text), "m.tflite") == f"license: {text}"


@pytest.mark.parametrize("cut", range(8, 150, 7))
def test_a_truncated_model_is_refused_or_has_no_metadata(cut: int) -> None:
    found = claims(tflite("Apache-2.0")[:cut], "m.tflite")
    assert [claim.kind.value for claim in found] in ([], ["unreadable"])
