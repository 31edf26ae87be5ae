"""Families by the names of their tensors."""

from __future__ import annotations

import pytest

from attribcheck.lineage import tensor_names
from attribcheck.lineage.tensor_names import MOST, nearest, patterns_of, told


def names_of(module: str, name: str) -> dict[str, int]:
    """Return the names that a class always has, as a file has them: with numbers and a prefix."""
    one = next(c for c in tensor_names.all_classes() if (c.module, c.name) == (module, name))
    return {
        f"model.{pattern.replace('#', str(layer))}": one.ranks[pattern]
        for pattern in one.required
        for layer in (range(3) if "#" in pattern else (0,))
    }


def test_numbers_are_no_part_of_a_pattern():
    names = {"h.0.attn.w": 2, "h.11.attn.w": 2, "0.weight": 2, "h2.w": 1, "experts.7": 0}
    assert patterns_of(names) == {"h.#.attn.w": 2, "#.weight": 2, "h2.w": 1, "experts.#": 0}


@pytest.mark.parametrize(
    ("module", "name"), [("gpt2", "GPT2"), ("whisper", "Whisper"), ("falcon_mamba", "FalconMamba")]
)
def test_a_family_is_told_by_its_own_names(module, name):
    found = told(nearest(names_of(module, name)))
    assert found[0].found.module == module
    assert len(found) <= MOST
    assert found[0].score > 0.99


def test_names_that_many_families_have_tell_none():
    found = nearest(names_of("llama", "Llama"))
    assert len({match.found.module for match in found if match.score > 0.99}) > 10
    assert told(found) == []


def test_unknown_names_are_near_nothing():
    ours = {f"haneul.stage{n}.kernel{m}.tensor": 2 for n in range(5) for m in range(4)}
    assert nearest(ours) == []


def test_a_few_names_are_not_enough():
    assert nearest(dict.fromkeys(["conv1.weight", "conv1.bias", "layer_norm.weight"], 0)) == []


def test_a_tensor_of_another_number_of_dimensions_is_another():
    names = names_of("gpt2", "GPT2")
    before = nearest(names)[0]
    flat = {name: 1 if rank == 2 else rank for name, rank in names.items()}
    assert all(match.score < before.score for match in nearest(flat))


def test_a_name_without_its_shape_is_compared_all_the_same():
    names = dict.fromkeys(names_of("gpt2", "GPT2"), 0)
    assert nearest(names)[0].score > 0.99


def test_more_names_than_any_model_has_are_not_compared():
    assert nearest({f"a{number}.weight": 2 for number in range(20_001)}) == []
