"""The rules that stand whole in a text are found, all of them and in the automaton's order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from attribcheck.scan.fast.index import build, container
from attribcheck.scan.fast.index.automaton import AnchorAutomaton

TOKENS = st.integers(0, 3)  # few, so that rules overlap and stand in each other
RULES = st.lists(
    st.lists(TOKENS, min_size=1, max_size=5).map(tuple), min_size=1, max_size=8, unique=True
)


def automaton(rules: list[tuple[int, ...]], folder: Path) -> AnchorAutomaton:
    index = SimpleNamespace(tids_by_rid=rules, rid_by_hash={})
    sections = {**build._token_sequences(index), **build._anchors(index)}
    container.write(folder / "x.bin", sections)
    return AnchorAutomaton(container.Container(folder / "x.bin"))


def search(rules: list[tuple[int, ...]], text: list[int]) -> list[tuple[int, int]]:
    """Return (end, rule) of every occurrence, by its end and then the longest first."""
    found = [
        (begin + len(rule) - 1, -len(rule), rid)
        for rid, rule in enumerate(rules)
        for begin in range(len(text) - len(rule) + 1)
        if tuple(text[begin : begin + len(rule)]) == rule
    ]
    return [(end, rid) for end, _, rid in sorted(found)]


@given(RULES, st.lists(TOKENS, max_size=30))
def test_every_occurrence_of_every_rule_is_found_in_order(rules, text):
    with TemporaryDirectory() as folder:
        found = list(automaton(rules, Path(folder)).iter(text))
    assert [(end, rid) for end, [(rid, _, _)] in found] == search(rules, text)
    assert all(
        value == [(rid, 0, len(rules[rid]) - 1)] for _, value in found for rid, _, _ in value
    )
