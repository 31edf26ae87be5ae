"""How often the tests of weights flag models that were trained apart: the calibration.

Pairs share nothing but the configuration, the data and its order; no model is in two pairs, so the
pairs are independent and an interval for a share can be given.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from scipy.stats import beta, kstest
from weights_models import Shape, Weights, initial, named, one, train

from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.comparison import Comparison, compare
from attribcheck.weights.document import Settings
from attribcheck.weights.fingerprint import Fingerprint
from attribcheck.weights.sketch import fingerprint

CACHE = Path(__file__).resolve().parent.parent / ".cache"
SMALL = Shape(width=32, units=64, layers=2)
WIDE = Shape(width=48, units=160, layers=2)
STEPS = 60
AT_ONCE = 40
SETTINGS = {"all units": Settings(), "48 units, 128 bits": Settings(rows=48, bits=128)}
LEVELS = (0.05, 0.01, 0.001)


def measured(count: int, wide: int) -> list[dict[str, Any]]:
    """Return what is found of ``count`` pairs of small models and some of wider ones.

    The models are kept in ``.cache``, so that a run can go on, or measure them anew.
    """
    found: list[dict[str, Any]] = []
    for first in range(0, 2 * count, AT_ONCE):
        found += _pairs("same", trained(SMALL, first))
    for first in range(100_000, 100_000 + 2 * wide, AT_ONCE):
        models = trained(WIDE, first)
        found += _pairs("wide", models)
        # Each wider model with a small one, too: pairs of different width.
        others = trained(SMALL._replace(width=WIDE.width), first + 500_000)
        found += _pairs("other width", models, others)
        print(f"wide {first}", flush=True)
    return found


def trained(shape: Shape, first: int) -> Weights:
    """Return ``AT_ONCE`` models of successive seeds."""
    path = CACHE / "weights-null" / f"{shape.width}-{shape.units}-{first}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        seeds = list(range(first, first + AT_ONCE))
        models, loss = train(initial(shape, seeds), shape.heads, STEPS, 7, batch=(4, 24))
        print(f"{path.name}: loss {loss:.2f}", flush=True)
        np.savez(path, allow_pickle=False, **models)
    with np.load(path) as file:
        return dict(file)


def _pairs(kind: str, models: Weights, others: Weights | None = None) -> Iterator[dict[str, Any]]:
    for number in range(0, AT_ONCE, 2):
        a = one(models, number)
        b = one(models, number + 1) if others is None else one(others, number)
        for units, settings in SETTINGS.items():
            yield {"kind": kind, "units": units, **figures(a, b, settings)}


def figures(a: Weights, b: Weights, settings: Settings) -> dict[str, object]:
    """Return what a comparison of two models finds."""
    found = compare(sketch(a, settings), sketch(b, settings))
    return {
        "outcome": found.outcome.value,
        "p": exp(found.log_p),
        "families": {family.name: exp(family.log_p) for family in found.families},
        "layers": [exp(t.log_p) for f in found.families if f.name == "aligned" for t in f.tests],
        "classes": [[test.tensors, exp(test.log_p)] for test in found.classes],
        "norms": found.norms.raw if found.norms else None,
    }


def sketch(model: Weights, settings: Settings | None = None, heads: int = 2) -> Fingerprint:
    """Return the fingerprint of a model, by way of a file, as a user's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_file(named(model), folder / "model.safetensors")
        (folder / "config.json").write_text(json.dumps({"num_attention_heads": heads}))
        return fingerprint(open_checkpoint(folder), settings)


def compared(a: Weights, b: Weights, heads: int) -> Comparison:
    """Return the comparison of two models by their fingerprints."""
    return compare(sketch(a, heads=heads), sketch(b, heads=heads))


def table(found: list[dict[str, Any]]) -> str:
    """Return the calibration as Markdown."""
    lines = []
    for kind, title in (
        ("same", "one configuration, one order of the data"),
        ("wide", "the same with wider models"),
        ("other width", "models of different width"),
    ):
        here = {
            units: [r for r in found if (r["kind"], r["units"]) == (kind, units)]
            for units in SETTINGS
        }
        total = len(here["all units"])
        if not total:
            continue
        lines += [f"**{total:,} pairs: {title}**", ""]
        lines += ["| test | units | below .05 | below .01 | below .001 | smallest p | KS p |"]
        lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
        for units, rows in here.items():
            lines += _rows(rows, units)
        lines.append("")
        for units, rows in here.items():
            outcomes = [row["outcome"] for row in rows]
            counts = ", ".join(f"{outcomes.count(o):,} {o}" for o in sorted(set(outcomes)))
            lines += [f"Verdicts, {units}: {counts}.", ""]
        norms = [row["norms"] for row in here["all units"] if row["norms"]]
        if norms:
            low, high, middle = min(norms), max(norms), np.median(norms)
            lines.append(f"Raw cosine of their norm vectors: {low:.4f} to {high:.4f},")
            lines += [f"median {middle:.4f}.", ""]
    return "\n".join(lines).rstrip()


def _rows(found: list[dict[str, Any]], units: str) -> Iterator[str]:
    names = list(dict.fromkeys(name for one in found for name in one["families"]))
    for name in [*names, "aligned, one layer", "verdict"]:
        if name == "verdict":
            values = [one["p"] for one in found]
        elif name == "aligned, one layer":
            values = [p for one in found for p in one["layers"]]
        else:
            values = [one["families"][name] for one in found if name in one["families"]]
        if not values:
            continue
        cells = [share(sum(p < level for p in values), len(values)) for level in LEVELS]
        is_uniform = name not in ("verdict", "layer map")  # these are Bonferroni bounds
        ks = f"{kstest(values, 'uniform').pvalue:.2f}" if is_uniform else "-"
        yield f"| {name} | {units} | {' | '.join(cells)} | {min(values):.1g} | {ks} |"


def share(hits: int, total: int) -> str:
    """Return a share with its exact 95 % interval (Clopper and Pearson)."""
    low = beta.ppf(0.025, hits, total - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, total - hits) if hits < total else 1.0
    return f"{hits / total:.4f} ({low:.4f}-{high:.4f})"
