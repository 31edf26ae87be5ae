"""SPDX ids that are newer than the copy of license-expression."""

import pytest

from attribcheck.spdx import catalog, expressions, license_texts


@pytest.mark.parametrize("key", ["OpenMDW-1.0", "ESA-PL-permissive-2.4", "WordNet"])
def test_a_newer_id_is_known_alone_and_in_an_expression(key: str) -> None:
    assert expressions.problems(key) == []
    assert expressions.keys(f"MIT AND {key}") == ("MIT", key)
    assert expressions.normalize(key.lower()) == key


def test_its_text_and_category_are_those_of_scancode() -> None:
    licence = license_texts.known("OpenMDW-1.0")
    assert licence is not None
    assert licence.name == "OpenMDW License Agreement, version 1.0"
    assert catalog.category("OpenMDW-1.0") == "permissive"
    assert catalog.category("Buddy") is None
