"""A comparison for programs: ``attribcheck/weights-comparison/1``, described in docs/weights.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import exp
from typing import Any

from attribcheck.weights import wording
from attribcheck.weights.comparison import FLOOR, Comparison, Family, p_value
from attribcheck.weights.fingerprint import Fingerprint
from attribcheck.weights.layer_tests import LayerTest

SCHEMA = "attribcheck/weights-comparison/1"


def render(comparison: Comparison, controls: Sequence[Comparison]) -> str:
    """Return the document, with its final newline; equal comparisons give equal text."""
    document = {
        "schema": SCHEMA,
        **_summary(comparison),
        "a": _model(comparison.a),
        "b": _model(comparison.b),
        "tensors": comparison.tensors._asdict(),
        "families": [_family(family) for family in comparison.families],
        "layers": [
            {"a": match.a, "b": match.b, **_p(match.log_p), "cosine": _rounded(match.cosine)}
            for match in comparison.matches
        ],
        "matrices": [_test(test) for test in comparison.classes],
        "norms": _norms(comparison),
        "controls": [{"a": one.a.name, "b": one.b.name, **_summary(one)} for one in controls],
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _summary(comparison: Comparison) -> dict[str, Any]:
    return {
        "verdict": comparison.outcome.value,
        "text": wording.verdict(comparison),
        **_p(comparison.log_p),
        "tests": sum(family.size for family in comparison.families),
        "detectable_cosine": _rounded(comparison.detectable),
    }


def _model(model: Fingerprint) -> dict[str, Any]:
    return {
        "name": model.name,
        "family": model.family,
        "tensors": len(model.tensors),
        "layers": [mlp.name for mlp in model.mlps],
        "notes": list(model.notes),
    }


def _family(family: Family) -> dict[str, Any]:
    return {
        "name": family.name,
        "evidence": "second-grade" if family.is_second_grade else "first-grade",
        "decides": family.decides,
        "count": family.size,
        **_p(family.log_p),
        "tests": [_test(test) for test in family.tests],
    }


def _test(test: LayerTest) -> dict[str, Any]:
    found = {
        "a": test.a,
        "b": test.b,
        "tensors": test.tensors,
        **_p(test.log_p),
        "cosine": _rounded(test.cosine),
    }
    if test.agreement:
        found["agreeing"] = test.agreement.agreeing
        found["units"] = test.agreement.units
        found["expected"] = _rounded(test.agreement.expected)
    return found


def _norms(comparison: Comparison) -> dict[str, Any] | None:
    norms = comparison.norms
    if norms is None:
        return None
    return {
        "vectors": norms.vectors,
        "raw_cosine": _rounded(norms.raw),
        "centred_cosine": _rounded(norms.centred),
        "decides": False,
    }


def _p(log_p: float) -> dict[str, Any]:
    """Return a p-value, and whether it is the floor, below which none is given."""
    return {"p": float(f"{p_value(log_p):.3g}"), "p_is_floor": exp(log_p) < FLOOR}


def _rounded(value: float | None) -> float | None:
    """Return a value with the digits that a sketch supports on every machine."""
    return None if value is None else round(value, 4) + 0.0
