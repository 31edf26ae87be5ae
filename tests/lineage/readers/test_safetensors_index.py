"""The index of sharded weights has metadata, too."""

from support.model_files import told


def test_the_metadata_of_an_index_is_read() -> None:
    text = '{"metadata": {"base_model": "foo-corp/Foo-7B"}, "weight_map": {"w": "a.safetensors"}}'
    assert told("model.safetensors.index.json", text) == [
        ("base model", "foo-corp/Foo-7B", "stated", "base_model", 0)
    ]


def test_sizes_alone_name_nothing() -> None:
    text = '{"metadata": {"total_size": 8}, "weight_map": {}}'
    assert told("model.safetensors.index.json", text) == []
