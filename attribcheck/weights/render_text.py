"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from attribcheck.core.text import printable
from attribcheck.weights import wording
from attribcheck.weights.comparison import Comparison, shown_p


def render(comparison: Comparison, controls: Sequence[Comparison]) -> str:
    """Return the report, with its final newline."""
    lines = [
        wording.verdict(comparison),
        "",
        f"A  {wording.described(comparison.a)}",
        f"B  {wording.described(comparison.b)}",
        "",
        f"tensors  {wording.tensor_line(comparison)}",
        f"layers   {wording.layer_matches(comparison)}",
    ]
    if comparison.norms:
        lines.append(f"norms    {wording.norm_line(comparison)} ({wording.NORM_NOTE})")
    if comparison.families:
        lines += ["", f"{'kind of test':26} {'tests':>6}  {'p':10} {'evidence':13} effect"]
    for family in comparison.families:
        lines.append(
            f"{family.name:26} {family.size:6}  {shown_p(family.log_p).removeprefix('= '):10}"
            f" {wording.grade(family):13} {wording.effect(family)}".rstrip()
        )
    if comparison.families:
        lines.append(wording.combined(comparison))
        lines.append(wording.power(comparison))
    for one in controls:
        lines.append(
            f"control  {printable(one.a.name)} with {printable(one.b.name)}: {wording.verdict(one)}"
        )
    for name, model in (("A", comparison.a), ("B", comparison.b)):
        lines += [f"note     {name}: {printable(note)}" for note in model.notes]
    lines += ["", *wording.LIMITS]
    return "\n".join(lines) + "\n"
