"""The parts of a pipeline name their classes."""

from support.model_files import told


def test_the_family_of_a_part_is_configured() -> None:
    text = '{"_class_name": "HaneulPipeline", "text_encoder": ["transformers", "CLIPTextModel"]}'
    assert told("model_index.json", text) == [
        ("model code", "clip", "configured", "text_encoder", 1)
    ]


def test_a_part_of_the_library_names_nothing() -> None:
    assert told("model_index.json", '{"scheduler": ["diffusers", "DDIMScheduler"]}') == []
