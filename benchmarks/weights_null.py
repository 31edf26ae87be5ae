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

import numpy as np
from safetensors.numpy import save_file
from scipy.stats import beta, kstest
from weights_models import Shape, Weights, initial, named, one, train

from attribcheck.weights.checkpoint import open_checkpoint
from attribcheck.weights.comparison import Comparison, compare
from attribcheck.weights.fingerprint import Fingerprint, Settings
from attribcheck.weights.sketch import fingerprint

CACHE = Path(__file__).resolve().parent.parent / ".cache"
SMALL = Shape(width=32, units=64, layers=2)
WIDE = Shape(width=48, units=160, layers=2)
STEPS = 60
AT_ONCE = 40
SETTINGS = {"all units": Settings(), "48 units, 128 bits": Settings(rows=48, bits=128)}
LEVELS = (0.05, 0.01, 0.001)


def pairs(count: int, wide: int) -> Path:
    """Train ``2 * count`` small models and some wider ones; return the file with all p-values.

    A run that was interrupted goes on where it was.
    """
    CACHE.mkdir(exist_ok=True)
    path = CACHE / f"weights-null-{STEPS}.jsonl"
    done = len(path.read_text().splitlines()) if path.exists() else 0
    plans = [("same", seed) for seed in range(0, 2 * count, AT_ONCE)]
    plans += [("wide", 100_000 + seed) for seed in range(0, 2 * wide, AT_ONCE)]
    with path.open("a") as stream:
        for kind, seed in plans[done:]:
            found = list(_measured(kind, seed))
            stream.write(json.dumps(found) + "\n")
            stream.flush()
            print(f"{kind} {seed}: {len(found)} pairs", flush=True)
    return path


def _measured(kind: str, first: int) -> Iterator[dict[str, object]]:
    shape = SMALL if kind == "same" else WIDE
    seeds = list(range(first, first + AT_ONCE))
    models, loss = train(initial(shape, seeds), shape.heads, STEPS, 7, batch=(4, 24))
    others = None
    if kind == "wide":  # each wider model with a small one, too: pairs of different width
        others, _ = train(
            initial(SMALL._replace(width=WIDE.width), seeds), SMALL.heads, STEPS, 7, batch=(4, 24)
        )
    for number in range(0, AT_ONCE, 2):
        a, b = one(models, number), one(models, number + 1)
        found = {name: figures(a, b, settings) for name, settings in SETTINGS.items()}
        yield {"kind": kind, "loss": loss, "found": found}
        if others:
            found = {name: figures(a, one(others, number), s) for name, s in SETTINGS.items()}
            yield {"kind": "other width", "loss": loss, "found": found}


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


def table(path: Path) -> str:
    """Return the calibration as Markdown."""
    rows = [row for line in path.read_text().splitlines() for row in json.loads(line)]
    lines = []
    for kind, title in (
        ("same", "one configuration, one order of the data"),
        ("wide", "the same with wider models"),
        ("other width", "models of different width"),
    ):
        here = [row["found"] for row in rows if row["kind"] == kind]
        if not here:
            continue
        lines += [f"**{len(here):,} pairs: {title}**", ""]
        lines += ["| test | units | below .05 | below .01 | below .001 | smallest p | KS p |"]
        lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
        for name in SETTINGS:
            lines += _rows([found[name] for found in here], name)
        lines.append("")
        for name in SETTINGS:
            outcomes = [found[name]["outcome"] for found in here]
            counts = ", ".join(f"{outcomes.count(o):,} {o}" for o in sorted(set(outcomes)))
            lines += [f"Verdicts, {name}: {counts}.", ""]
        norms = [found["all units"]["norms"] for found in here if found["all units"]["norms"]]
        if norms:
            low, high, middle = min(norms), max(norms), np.median(norms)
            lines.append(f"Raw cosine of their norm vectors: {low:.4f} to {high:.4f},")
            lines += [f"median {middle:.4f}.", ""]
    return "\n".join(lines).rstrip()


def _rows(found: list[dict], units: str) -> Iterator[str]:
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
