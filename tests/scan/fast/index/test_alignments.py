"""Where alignments are left out, scancode finds the same as with them."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from licensedcode import match_set
from licensedcode.index import LicenseIndex
from licensedcode.models import Rule

from attribcheck.scan.fast.index import build, container
from attribcheck.scan.fast.index.alignments import Alignments
from attribcheck.scan.fast.index.candidates import Candidates
from attribcheck.scan.fast.index.places import Places
from attribcheck.scan.fast.index.unmatchable_rules import UnmatchableRules, needs_of

FIND = match_set.compute_candidates
ALIGN = LicenseIndex.get_approximate_matches

# Legalese (scancode's own words), words that only these rules have, and words that none has.
HIGH = "license licensed software copyright permission warranty liability redistribution granted"
LOW = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
WORDS = f"{HIGH} {LOW} {LOW}".split()
STRANGE = "xyzzy plugh frotz"


def rules() -> list[Rule]:
    """Return rules of all sizes that share words, half of them with a phrase that is required."""
    chance = random.Random(11)
    base = chance.choices(WORDS, k=300)
    made: dict[str, Rule] = {}
    for number in range(160):
        begin = chance.randrange(250)
        words = base[begin : begin + chance.choice((2, 4, 8, 14, 25, 45, 60))]
        words = [chance.choice(WORDS) if chance.random() < 0.1 else word for word in words]
        text = " ".join(words)
        if number % 2 and len(words) > 9:
            at = chance.randrange(len(words) - 3)
            words[at : at + 3] = ["{{" + " ".join(words[at : at + 3]) + "}}"]
        rule = Rule(
            license_expression=chance.choice(("mit", "apache-2.0")),
            identifier=f"{number}.RULE",
            is_license_text=len(words) > 20,
            is_license_reference=len(words) <= 20,
            text=" ".join(words),
        )
        rule.relevance = 100
        made.setdefault(text, rule)
    return list(made.values())


@pytest.fixture(scope="module")
def index() -> LicenseIndex:
    return LicenseIndex(rules())


@pytest.fixture(scope="module")
def alignments(index, tmp_path_factory) -> Alignments:
    approximate = sorted(index.approx_matchable_rids)
    path = tmp_path_factory.mktemp("alignments") / "x.bin"
    container.write(
        path,
        {
            **build._vocabulary(index),
            **build._token_sequences(index),
            **build._thresholds(index, approximate),
            **build._postings(index, approximate),
            **build._repeats(index, approximate),
            **build._closeness(index, approximate),
        },
    )
    data = container.Container(path)
    candidates = Candidates(data, index.len_legalese)
    needs = [*map(needs_of, index.rules_by_rid)]
    unmatchable = UnmatchableRules(needs, index.tids_by_rid, index.len_legalese)
    places = Places(data, candidates, unmatchable, index.tids_by_rid, index.len_legalese)
    return Alignments(places, candidates, unmatchable.rules)


def text(index: LicenseIndex, chance: random.Random) -> str:
    """Return rules, whole and damaged, among other words and lines."""
    parts = []
    for _ in range(chance.randrange(1, 6)):
        roll = chance.random()
        words = chance.choice(index.rules_by_rid).text
        words = words.replace("{{", "").replace("}}", "").split()
        if roll < 0.3:
            words = [word for word in words if chance.random() > 0.15]
        elif roll < 0.5:
            words = words[: chance.randrange(1, 6)]
        elif roll < 0.7:
            words = chance.choices(f"{HIGH} {LOW} {STRANGE} {STRANGE}".split(), k=12)
        parts.append(" ".join(words))
        parts += ["xyzzy " * chance.randrange(1, 30)] * chance.randrange(2)
    return chance.choice([" ", "\n", "\n" * 6]).join(parts)


def found(index: LicenseIndex, text: str) -> list[tuple[object, ...]]:
    return [
        (m.rule.identifier, list(m.qspan), list(m.ispan), m.matcher)
        for m in index.match(query_string=text)
    ]


def answers(index: LicenseIndex, alignments: Alignments, seed: int) -> tuple[bool, set[bool]]:
    """Return whether the same is found in a text, and whether its alignments matter."""
    written = text(index, random.Random(seed))
    seen: set[bool] = set()

    def fewer(self, query, matched_qspans, existing_matches, **options):
        matters = alignments.may_matter(self, query, matched_qspans, existing_matches)
        seen.add(matters)
        return ALIGN(self, query, matched_qspans, existing_matches, **options) if matters else []

    # Another test may have loaded the engine into this process.
    loaded = match_set.compute_candidates, LicenseIndex.get_approximate_matches
    try:
        match_set.compute_candidates, LicenseIndex.get_approximate_matches = FIND, ALIGN
        expected = found(index, written)
        LicenseIndex.get_approximate_matches = fewer
        return found(index, written) == expected, seen
    finally:
        match_set.compute_candidates, LicenseIndex.get_approximate_matches = loaded


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_found_is_the_same_without_alignments_that_do_not_matter(index, alignments, seed):
    assert answers(index, alignments, seed)[0]


def test_some_alignments_matter_and_some_do_not(index, alignments):
    made = [answers(index, alignments, seed) for seed in range(60)]
    assert all(same for same, _ in made)
    assert set[bool]().union(*(seen for _, seen in made)) == {False, True}


@pytest.mark.parametrize("covered", [99.9, 100])
def test_nothing_is_shown_beside_a_match_that_does_not_cover_its_rule(alignments, covered):
    idx = SimpleNamespace(len_legalese=1)
    query = SimpleNamespace(
        tokens=[0, 2], unknowns_by_pos={}, query_runs=[], line_by_pos=[1, 1], idx=idx
    )
    exact = SimpleNamespace(
        qspan=SimpleNamespace(start=0, end=1),
        query=query,
        rule=SimpleNamespace(is_small=False),
        len=lambda: 2,
        hilen=lambda: 1,
        coverage=lambda: covered,
    )
    assert alignments.may_matter(None, query, [], [exact]) is (covered < 100)
