"""The metadata of Core ML models."""

from support.model_files import coreml, names

from attribcheck.lineage.registry import header_text


def test_licence_and_own_pairs_are_read() -> None:
    assert names("m.mlmodel", coreml("MIT", user={"base_model": "foo/Foo"})) == ["MIT", "foo/Foo"]


def test_the_engine_gets_the_author() -> None:
    data = coreml("MIT", author="Copyright 2025 Foo Corp.")
    assert header_text(data, "m.mlmodel") == "author: Copyright 2025 Foo Corp."
