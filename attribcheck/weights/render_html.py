"""A comparison as one self-contained page: heat map of the layers, null distribution, tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import Any

from attribcheck import __version__
from attribcheck.core.text import printable
from attribcheck.system import templating
from attribcheck.weights import wording
from attribcheck.weights.comparison import FLOOR, Comparison, shown_p
from attribcheck.weights.layer_tests import LayerTest

TEMPLATE = "weights.html.j2"
_MAP_SIZE, _MAX_CELL = 560, 48
_MAX_CELLS = 64
_CURVE_WIDTH, _CURVE_HEIGHT = 640, 150
_CURVE_SPAN = 6.0
"""Standard deviations to either side; what lies beyond is drawn at the edge, with its value."""


def render(comparison: Comparison, controls: Sequence[Comparison]) -> str:
    """Return the page.

    Raises:
        AttribcheckError: the template has an error.
    """
    context = {
        "headline": wording.verdict(comparison),
        "models": [wording.described(comparison.a), wording.described(comparison.b)],
        "tensors": wording.tensor_line(comparison),
        "matches": wording.layer_matches(comparison),
        "norms": wording.norm_line(comparison),
        "norm_note": wording.NORM_NOTE,
        "families": [
            {
                "name": family.name,
                "explanation": wording.EXPLANATIONS[family.name],
                "count": family.size,
                "p": shown_p(family.log_p).removeprefix("= "),
                "grade": wording.grade(family),
                "effect": wording.effect(family),
            }
            for family in comparison.families
        ],
        "combined": wording.combined(comparison),
        "power": wording.power(comparison),
        "map": _map(comparison),
        "curve": _curve(comparison),
        "layers": _layers(comparison),
        "controls": [
            {
                "pair": printable(f"{one.a.name} with {one.b.name}"),
                "verdict": wording.verdict(one),
            }
            for one in controls
        ],
        "notes": [
            printable(f"{name}: {note}")
            for name, model in (("A", comparison.a), ("B", comparison.b))
            for note in model.notes
        ],
        "limits": wording.LIMITS,
        "tool": f"attribcheck {__version__}",
    }
    return templating.render(TEMPLATE, context)


def _map(comparison: Comparison) -> dict[str, Any] | None:
    """Return the cells of the heat map: by the p-value of each pair of layers, times all pairs."""
    table = comparison.map
    if table is None or max(table.log_p.shape) > _MAX_CELLS:
        return None
    rows, columns = table.log_p.shape
    size = min(_MAX_CELL, _MAP_SIZE / max(rows, columns))
    cells = []
    for i in range(rows):
        for j in range(columns):
            log_p = min(float(table.log_p[i, j]) + log(table.tests), 0.0)
            strength = min(log_p / log(FLOOR), 1.0)
            cells.append(
                {
                    "x": round(j * size, 2),
                    "y": round(i * size, 2),
                    "opacity": round(strength, 3),
                    "title": f"layer {i} of A with {j} of B: p {shown_p(log_p)},"
                    f" cosine {table.cosine[i, j]:.2f}",
                }
            )
    step = max(1, max(rows, columns) // 16)
    return {
        "cells": cells,
        "size": round(size, 2),
        "width": round(columns * size, 2),
        "drawn": max(round(columns * size, 2), _CURVE_WIDTH),
        "height": round(rows * size, 2),
        "columns": [{"at": round((j + 0.5) * size, 2), "text": j} for j in range(0, columns, step)],
        "rows": [{"at": round((i + 0.5) * size, 2), "text": i} for i in range(0, rows, step)],
        "tests": table.tests,
    }


def _curve(comparison: Comparison) -> dict[str, Any] | None:
    """Return the null distribution of the aligned tests, and where each layer of the pair is."""
    tests = [
        test
        for family in comparison.families
        if family.name == "aligned"
        for test in family.tests
        if test.cosine is not None and test.error
    ]
    if not tests:
        return None
    points = []
    for number in range(121):
        z = -_CURVE_SPAN + 2 * _CURVE_SPAN * number / 120
        points.append(f"{_x(z):.1f},{_CURVE_HEIGHT * (1 - exp(-z * z / 2)):.1f}")
    return {
        "width": _CURVE_WIDTH,
        "height": _CURVE_HEIGHT,
        "points": " ".join(points),
        "ticks": [{"x": round(_x(z), 1), "text": z} for z in range(-6, 7, 2)],
        "marks": [_mark(test) for test in tests],
        "beyond": sum(_z(test) > _CURVE_SPAN for test in tests),
        "greatest": f"{max(map(_z, tests)):.1f}",
        "tests": len(tests),
    }


def _mark(test: LayerTest) -> dict[str, Any]:
    z = _z(test)
    kept = max(-_CURVE_SPAN, min(_CURVE_SPAN, z))
    return {
        "x": round(_x(kept), 1),
        "title": f"layer {test.b}, {test.tensors}: {z:.1f} standard deviations",
    }


def _z(test: LayerTest) -> float:
    return (test.cosine or 0.0) / (test.error or 1.0)


def _x(z: float) -> float:
    return _CURVE_WIDTH * (z + _CURVE_SPAN) / (2 * _CURVE_SPAN)


def _layers(comparison: Comparison) -> list[dict[str, Any]]:
    """Return a row for each test of each layer."""
    found = []
    for family in comparison.families:
        for test in family.tests:
            agreement = test.agreement
            effect = "" if test.cosine is None else f"{test.cosine:.3f}"
            if agreement:
                effect = f"{agreement.agreeing} of {agreement.units} agree"
            found.append(
                {
                    "a": test.a,
                    "b": test.b,
                    "kind": family.name,
                    "tensors": test.tensors,
                    "p": shown_p(test.log_p).removeprefix("= "),
                    "effect": effect,
                }
            )
    return found
