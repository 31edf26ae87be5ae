"""Which pairs the tests of weights flag: the power, as a table of pair by test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import weights_zoo
from weights_models import Weights
from weights_null import CACHE, sketch

from attribcheck.weights.comparison import Comparison, compare, shown_p
from attribcheck.weights.document import Settings

SETTINGS = {"all": Settings(), "half": Settings(rows=192)}
COLUMNS = (
    "aligned",
    "values",
    "layer map",
    "order",
    "residual dimensions",
    "anchored aligned",
    "permutation-free",
    "anchored permutation-free",
)


def table() -> str:
    """Train, compare, and return the table as Markdown."""
    a = kept("base", lambda: weights_zoo.base(1, 7))
    marks = {name: sketch(a, settings, 4) for name, settings in SETTINGS.items()}
    header = ["pair", "units", *COLUMNS, "layers that match", "verdict"]
    lines = [f"| {' | '.join(header)} |", "|" + " --- |" * len(header)]
    for name, make in _models(a):
        model = kept(name, make)
        for units, settings in SETTINGS.items():
            found = compare(marks[units], sketch(model, settings, 4))
            line = f"| {' | '.join([name, units, *_cells(found)])} |"
            print(line, flush=True)
            lines.append(line)
    return "\n".join(lines)


def kept(name: str, make: Callable[[], Weights]) -> Weights:
    """Return a model that an earlier run has made, or make it."""
    path = CACHE / "weights-zoo" / f"{re.sub('[^a-z0-9]+', '-', name.lower())}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, allow_pickle=False, **make())
    with np.load(path) as file:
        return dict(file)


def _models(a: Weights) -> Iterator[weights_zoo.Entry]:
    stranger = kept("trained apart: same data and order", lambda: weights_zoo.base(2, 7))
    yield from weights_zoo.related(a, stranger)
    yield from weights_zoo.from_one_seed(1)
    yield from weights_zoo.apart()
    yield from weights_zoo.escaping(a)


def _cells(found: Comparison) -> list[str]:
    by_name = {family.name: family for family in found.families}
    cells = [
        shown_p(by_name[name].log_p).removeprefix("= ") if name in by_name else "-"
        for name in COLUMNS
    ]
    layers = ", ".join(f"{match.b}:{match.a}" for match in found.matches) or "none"
    return [*cells, layers, found.outcome.value]
