"""What a comparison says of models whose relation is known."""

from math import log

import numpy as np
import pytest
from support.checkpoints import (
    DOWN,
    EMBED,
    GATE,
    NORM,
    UP,
    mapped,
    model,
    noisy,
    permuted,
    rotated,
    sketch,
)

from attribcheck.core.errors import UsageError
from attribcheck.weights import wording
from attribcheck.weights.comparison import Outcome, compare, with_controls
from attribcheck.weights.document import Settings

A = model(1)
SHAPE = {"units": 384, "width": 128, "layers": 2, "tokens": 300}
"""Large enough that half of the units are a choice."""


@pytest.fixture
def against(tmp_path):
    """A comparison of A, or another model, with a second one."""
    number = iter(range(1000))

    def run(b, a=A, settings=None, heads=4):
        models = [sketch(tmp_path / str(next(number)), one, settings, heads) for one in (a, b)]
        return compare(*models)

    return run


def family(comparison, name):
    return next(one for one in comparison.families if one.name == name)


def is_flagged(comparison, name):
    return family(comparison, name).log_p < log(1e-6)


def test_the_same_weights_are_identical_tensors(against):
    found = against(A)
    assert found.outcome is Outcome.IDENTICAL
    assert found.tensors.identical == found.tensors.total_b == len(A)


def test_weights_that_kept_one_matrix_are_identical_tensors(against):
    b = model(2) | {f"model.layers.1.{UP}": A[f"model.layers.1.{UP}"]}
    found = against(b)
    assert found.outcome is Outcome.IDENTICAL
    assert wording.verdict(found) == (
        "identical tensors (1 of the 13 weight matrices of B have the bytes of one of A)"
    )


def test_a_tensor_that_was_renamed_is_found_by_its_bytes(against):
    b = model(2) | {f"model.layers.0.{UP}": A[f"model.layers.2.{UP}"]}
    assert against(b).tensors.identical_matrices == 1


def test_equal_norms_are_no_identical_tensors(against):
    ones = np.ones(48, np.float32)
    norms = {f"model.layers.{n}.{NORM}": ones for n in range(3)}
    found = against(model(2) | norms, A | norms)
    assert found.tensors.identical == 3
    assert found.outcome is Outcome.NO_EVIDENCE


def test_matrices_of_zeros_are_no_identical_tensors(against):
    zeros = {f"model.layers.1.{DOWN}": np.zeros((48, 96), np.float32)}
    found = against(model(2) | zeros, A | zeros)
    assert found.tensors.identical == 1
    assert found.outcome is Outcome.NO_EVIDENCE


def test_dead_units_and_layers_are_no_error(against):
    dead = {name: np.zeros_like(values) for name, values in A.items()}
    some = mapped(A, lambda gate, up, down: (gate * (np.arange(96) > 9)[:, None], up, down))
    assert against(dead, dead).outcome is not Outcome.NOT_INDEPENDENT
    assert against(noisy(some, 1.0)).outcome is Outcome.NOT_INDEPENDENT
    assert against(model(2), some).outcome is Outcome.NO_EVIDENCE


def test_models_made_apart_give_no_evidence_and_the_power_is_told(against):
    found = against(model(2))
    assert found.outcome is Outcome.NO_EVIDENCE
    assert 0.005 < found.detectable < 0.1
    assert wording.verdict(found).startswith("no evidence against independence (p = ")
    assert "power: a mean cosine of 0.0" in wording.verdict(found)


def test_the_power_that_is_told_is_the_power(against):
    """Copies at the smallest detectable cosine are found, and those at a third of it are not."""
    detectable = against(model(2)).detectable
    noise = (1 / (2 * detectable) ** 2 - 1) ** 0.5
    assert is_flagged(against(noisy(A, noise)), "aligned")
    assert not is_flagged(against(noisy(A, 6 * noise)), "aligned")


def test_a_model_that_drifted_is_not_independently_initialised(against):
    found = against(noisy(A, 2.0))
    assert found.outcome is Outcome.NOT_INDEPENDENT
    assert wording.verdict(found) == "not independently initialised (p < 1e-12)"


def test_a_stranger_whose_norms_look_alike_is_not_flagged(against):
    """The accusation that had to be withdrawn: cosines of norm vectors near 1."""
    found = against(model(2))
    assert found.norms.raw > 0.99
    assert found.outcome is Outcome.NO_EVIDENCE


def test_copied_norms_alone_decide_nothing(against):
    norms = {name: values for name, values in A.items() if name.endswith(NORM)}
    found = against(model(2) | norms)
    assert found.norms.centred == pytest.approx(1, abs=0.01)
    assert found.outcome is Outcome.NO_EVIDENCE


def test_permuted_and_rescaled_units_are_found_by_second_grade_evidence(against):
    found = against(noisy(permuted(A), 0.3))
    assert not is_flagged(found, "aligned")
    assert is_flagged(found, "permutation-free")
    assert family(found, "permutation-free").is_second_grade
    assert found.outcome is Outcome.NOT_INDEPENDENT


def test_units_are_found_after_their_signs_were_flipped_too(against):
    def change(gate, up, down):
        sign = np.random.default_rng(8).choice(np.array([-1, 1], np.float32), len(gate))
        order = np.random.default_rng(9).permutation(len(gate))
        return gate[order], (up * sign[:, None])[order], (down * sign)[:, order]

    assert is_flagged(against(mapped(A, change)), "permutation-free")


def test_permuted_units_are_found_when_a_fingerprint_holds_half_of_them(against):
    a = model(3, **SHAPE)
    found = against(noisy(permuted(a), 0.3), a, Settings(rows=192))
    assert len(found.a.mlps[0].arrays["content.rows"]) == 192
    assert is_flagged(found, "permutation-free")


def test_a_rotated_residual_stream_is_found_by_the_anchored_sketch(against):
    found = against(rotated(A))
    assert not is_flagged(found, "aligned")
    assert is_flagged(found, "anchored aligned")
    assert found.outcome is Outcome.NOT_INDEPENDENT


def test_a_rotated_and_permuted_model_is_found(against):
    found = against(permuted(rotated(A)))
    assert not is_flagged(found, "anchored aligned")
    assert is_flagged(found, "anchored permutation-free")
    assert found.outcome is Outcome.NOT_INDEPENDENT


def test_few_units_that_react_alike_to_tokens_decide_nothing(against):
    """A twentieth of the units of a rotated model: as much as models trained apart may share."""
    source = permuted(rotated(model(3, **SHAPE)))
    b = model(4, **SHAPE) | {EMBED: source[EMBED]}
    for name, values in source.items():
        if name.endswith((GATE, UP)):
            b[name] = b[name].copy()
            b[name][:20] = values[:20]
        elif name.endswith(NORM):
            b[name] = values
    a = model(3, **SHAPE)
    found = against(b | {EMBED: b[EMBED] * 2}, a)
    assert is_flagged(found, "anchored permutation-free")
    assert not family(found, "anchored permutation-free").decides
    assert found.outcome is Outcome.INCONCLUSIVE


def test_layers_that_were_taken_out_and_put_in_another_order_are_located(against):
    taken = {0: 2, 1: 0}
    b = {EMBED: A[EMBED]}
    for new, old in taken.items():
        for name, values in A.items():
            if name.startswith(f"model.layers.{old}."):
                b[name.replace(f".{old}.", f".{new}.")] = values
    found = against(noisy(b, 1.0))
    assert {(match.b, match.a) for match in found.matches} == set(taken.items())
    assert wording.layer_matches(found) == "0 of B with 2 of A; 1 of B with 0 of A"


def test_a_stitched_model_matches_in_its_part_alone(against):
    b = {n: v if n.startswith("model.layers.0.") else model(2)[n] for n, v in A.items()}
    found = against(noisy(b, 0.5))
    assert found.outcome is Outcome.NOT_INDEPENDENT
    assert [(match.b, match.a) for match in found.matches] == [(0, 0)]


def test_a_model_pruned_in_width_is_found_by_the_order_of_its_units(against):
    kept = np.sort(np.random.default_rng(3).permutation(96)[:60])

    def change(gate, up, down):
        return gate[kept], up[kept], down[:, kept]

    found = against(noisy(mapped(A, change), 0.3))
    assert "aligned" not in [one.name for one in found.families]
    assert is_flagged(found, "order")
    assert is_flagged(found, "permutation-free")
    assert found.outcome is Outcome.NOT_INDEPENDENT


def test_models_of_other_width_made_apart_are_not_flagged(against):
    assert against(model(2, units=64)).log_p > log(1e-3)


def test_values_that_were_kept_are_found_within_their_heads(against):
    kept = {name: values for name, values in A.items() if "v_proj" in name}
    found = against(noisy(model(2) | kept, 0.5))
    assert len(family(found, "values").tests) == 3
    assert is_flagged(found, "values")
    assert not is_flagged(found, "aligned")


def test_a_vocabulary_that_was_extended_hides_nothing(against):
    more = (0.02 * np.random.default_rng(4).standard_normal((20, 48))).astype(np.float32)
    b = noisy(rotated(A | {EMBED: A[EMBED]}), 0.1)
    turn = np.linalg.lstsq(A[EMBED], b[EMBED], rcond=None)[0].astype(np.float32)
    found = against(b | {EMBED: np.concatenate([b[EMBED], more @ turn])})
    assert is_flagged(found, "anchored aligned")


def test_models_without_common_layers_are_inconclusive(against):
    found = against({"something.weight": A[EMBED]})
    assert found.outcome is Outcome.INCONCLUSIVE
    assert wording.verdict(found) == "inconclusive (no layers of the two could be compared)"


def test_fingerprints_of_other_settings_are_not_compared(tmp_path):
    a = sketch(tmp_path / "a", A)
    b = sketch(tmp_path / "b", A, Settings(seed="other"))
    with pytest.raises(UsageError, match="settings"):
        compare(a, b)


def test_a_control_that_is_flagged_makes_the_verdict_inconclusive(against):
    found = with_controls(against(noisy(A, 1.0)), [against(noisy(A, 1.5))])
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "control" in wording.verdict(found)


def test_a_control_that_is_not_flagged_changes_nothing(against):
    before = against(noisy(A, 1.0))
    assert with_controls(before, [against(model(2))]) == before


def test_the_number_of_tests_is_told(against):
    found = against(model(2))
    total = 3 + 3 + 9 + 1 + 3 + 3 + 3  # MLPs, values, map, dimensions, anchored, two free ones
    assert wording.combined(found) == (
        f"{total} tests in 7 kinds; p of the verdict is the smallest of them, times 7"
    )


@pytest.mark.parametrize("b", [noisy(A, 1.0), model(2), A], ids=["near", "apart", "same"])
def test_nothing_is_said_of_derivation_or_direction(against, b):
    found = against(b)
    text = wording.verdict(found).lower()
    for word in ("deriv", "copied", "stolen", "from", "based on", "descend", "original"):
        assert word not in text


def test_down_projections_take_part(against):
    kept = {name: values for name, values in A.items() if name.endswith(DOWN)}
    assert is_flagged(against(noisy(model(2) | kept, 0.3)), "aligned")
