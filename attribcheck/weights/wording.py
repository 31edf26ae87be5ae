"""What a comparison says in words: facts that the tests support, and nothing else.

Never who came first, what was derived from what, intent, or that two models are independent.
"""

from __future__ import annotations

from attribcheck.core.text import counted, printable
from attribcheck.weights.comparison import Comparison, Family, LayerMatch, Outcome, shown_p
from attribcheck.weights.fingerprint import Fingerprint

EXPLANATIONS = {
    "aligned": "units of the MLPs, each with the one of its number",
    "values": "rows of the value projections, each with the one of its number in its head",
    "layer map": "every layer of A with every layer of B of its shape, units by number",
    "order": "layers of different size: matched units, are they in one order?",
    "residual dimensions": "the token embedding along each residual dimension",
    "anchored aligned": "as aligned, seen from the models' own tokens: a rotation changes nothing",
    "permutation-free": "two matchings of the units agree, in whatever order they are",
    "anchored permutation-free": "the same, seen from the models' own tokens",
}
LIMITS = (
    "The tests say nothing of direction: which model was first, or what was made from what.",
    "Models that were initialised with one seed are not independently initialised either.",
)
NORM_NOTE = "a description that decides nothing: unrelated models have raw cosines near 1 too"


def verdict(comparison: Comparison) -> str:
    """Return the verdict as one line."""
    outcome = comparison.outcome
    if outcome is Outcome.IDENTICAL:
        tensors = comparison.tensors
        return (
            f"{outcome.value} ({tensors.identical_matrices} of the"
            f" {counted(tensors.matrices, 'weight matrix').replace('matrixs', 'matrices')} of B"
            " have the bytes of one of A)"
        )
    if outcome is Outcome.NOT_INDEPENDENT:
        return f"{outcome.value} (p {shown_p(comparison.log_p)})"
    if outcome is Outcome.NO_EVIDENCE:
        return f"{outcome.value} (p {shown_p(comparison.log_p)}; {power(comparison)})"
    return f"{outcome.value} ({comparison.reason})"


def power(comparison: Comparison) -> str:
    """Return what the aligned test would have found at this size."""
    if comparison.detectable is None:
        return "power: units could not be compared in their order"
    return (
        f"power: a mean cosine of {comparison.detectable:.2g} between units of one number would"
        " have been found"
    )


def combined(comparison: Comparison) -> str:
    """Return how the p-value of the verdict was made, with the number of tests."""
    families = comparison.families
    tests = sum(family.size for family in families)
    return (
        f"{counted(tests, 'test')} in {len(families)} kinds; p of the verdict is the smallest of"
        f" them, times {len(families)}"
    )


def described(fingerprint: Fingerprint) -> str:
    """Return what a model is: its name, and what of it was compared."""
    parts = [counted(len(fingerprint.tensors), "tensor")]
    if fingerprint.mlps:
        units = sorted({mlp.units for mlp in fingerprint.mlps})
        size = f"{units[0]:,}" if len(units) == 1 else f"{units[0]:,} to {units[-1]:,}"
        parts.append(f"{counted(len(fingerprint.mlps), 'MLP')} of {size} units")
    if fingerprint.values:
        parts.append(
            f"{counted(len(fingerprint.values), 'attention')} of"
            f" {counted(fingerprint.values[0].heads, 'head')}"
        )
    return f"{printable(fingerprint.name)}: {', '.join(parts)}"


def grade(family: Family) -> str:
    """Return what rank a kind of test has as evidence."""
    return "second-grade" if family.is_second_grade else "first-grade"


def effect(family: Family) -> str:
    """Return the size of what a kind of test saw, or ""."""
    agreements = [test.agreement for test in family.tests if test.agreement]
    if agreements:
        agreeing = sum(one.agreeing for one in agreements)
        units = sum(one.units for one in agreements)
        expected = sum(one.expected for one in agreements)
        return f"{agreeing:,} of {units:,} units agree, {expected:.0f} by chance"
    cosines = [test.cosine for test in family.tests if test.cosine is not None]
    if not cosines:
        return ""
    mean = round(sum(cosines) / len(cosines), 2) + 0.0  # not -0.0
    return f"mean cosine {mean:.2f}"


def layer_matches(comparison: Comparison) -> str:
    """Return which layers of B match which of A, neighbours joined: "0-3 of B match 0-3 of A"."""
    runs: list[list[LayerMatch]] = []
    for match in comparison.matches:
        last = runs[-1][-1] if runs else None
        if last and (match.a, match.b) == (last.a + 1, last.b + 1):
            runs[-1].append(match)
        else:
            runs.append([match])
    if not runs:
        return "none"
    return "; ".join(
        f"{_numbers([m.b for m in run])} of B with {_numbers([m.a for m in run])} of A"
        for run in runs
    )


def _numbers(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def tensor_line(comparison: Comparison) -> str:
    """Return how many tensors are identical, and of one shape."""
    tensors = comparison.tensors
    return (
        f"{tensors.identical:,} of {counted(tensors.total_b, 'tensor')} of B identical to one of A;"
        f" {tensors.same_shape:,} with the same name and shape"
    )


def norm_line(comparison: Comparison) -> str:
    """Return the cosines of norm vectors, or ""."""
    norms = comparison.norms
    if norms is None:
        return ""
    return (
        f"{counted(norms.vectors, 'vector')}: raw cosine {norms.raw:.3f}, centred"
        f" {norms.centred:.2f}"
    )
