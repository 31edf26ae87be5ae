"""A rule that is left out as unmatchable has no match that lasts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from licensedcode import match_set
from licensedcode.index import LicenseIndex
from licensedcode.models import Rule
from licensedcode.query import Query

from attribcheck.scan.fast.index.unmatchable_rules import UnmatchableRules, needs_of

STOCK = match_set.compute_candidates

# Legalese (scancode's own words), and words that only these rules have.
WORDS = (
    "license licensed software copyright permission warranty liability redistribution granted"
    " alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
).split()


@pytest.fixture(scope="module")
def index() -> LicenseIndex:
    """Small and long rules, half of them with a phrase that is required."""
    chance = random.Random(5)
    base = chance.choices(WORDS, k=60)
    made = []
    for number in range(60):
        words = base[(begin := chance.randrange(40)) : begin + chance.randrange(8, 30)]
        if number % 2:
            at = chance.randrange(len(words) - 3)
            words[at : at + 3] = ["{{" + " ".join(words[at : at + 3]) + "}}"]
        rule = Rule("mit", identifier=f"{number}.RULE", is_license_text=True, text=" ".join(words))
        rule.relevance = 100
        made.append(rule)
    by_text = {rule.text.replace("{{", "").replace("}}", ""): rule for rule in made}
    return LicenseIndex(list(by_text.values()))


def unmatchable_rules(index: LicenseIndex) -> UnmatchableRules:
    return UnmatchableRules(
        [*map(needs_of, index.rules_by_rid)], index.tids_by_rid, index.len_legalese
    )


def found(index: LicenseIndex, text: str) -> list[tuple[object, ...]]:
    return [
        (m.rule.identifier, list(m.qspan), list(m.ispan), m.matcher)
        for m in index.match(query_string=text)
    ]


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_what_is_found_is_the_same_without_unmatchable_rules(index, chance):
    texts = [rule.text.replace("{{", "").replace("}}", "").split() for rule in index.rules_by_rid]
    words = [word for text in chance.sample(texts, 4) for word in text]
    missing = chance.sample(WORDS, 3)
    kept = [word for word in words if word not in missing and chance.random() > 0.1]
    parts = [" ".join(kept[at : at + 12]) for at in range(0, len(kept), 12)]
    text = chance.choice(["\n", "\n" * 6]).join(parts)
    rules = unmatchable_rules(index)

    def without(query_run, *args, high_resemblance=False, **options):
        candidates = STOCK(query_run, *args, high_resemblance=high_resemblance, **options)
        return [
            one
            for one in candidates
            if high_resemblance or not rules.is_unmatchable(query_run.query, one[1])
        ]

    # Another test may have loaded the engine into this process, with candidates of its own index.
    loaded = match_set.compute_candidates
    try:
        match_set.compute_candidates = STOCK
        expected = found(index, text)
        match_set.compute_candidates = without
        assert found(index, text) == expected
    finally:
        match_set.compute_candidates = loaded


REST = "gamma delta epsilon zeta eta theta iota kappa lambda mu " * 2


def is_unmatchable(text: str, rule: str, **kind: bool) -> bool:
    index = LicenseIndex([Rule("mit", identifier="x.RULE", text=rule, **kind)])
    return unmatchable_rules(index).is_unmatchable(Query(query_string=text, idx=index), 0)


@pytest.mark.parametrize(
    ("text", "unmatchable"),
    [
        (f"license alpha beta {REST}", False),
        (f"license alpha {REST}", True),
        (f"beta license alpha {REST}", True),
        (f"alpha beta elsewhere license {REST}", True),
        (f"license alpha elsewhere alpha beta {REST}", False),
    ],
)
def test_a_rule_whose_required_words_cannot_be_matched_is_unmatchable(text, unmatchable):
    rule = f"license {{{{alpha beta}}}} {REST}"
    assert is_unmatchable(text, rule, is_license_text=True) is unmatchable


@pytest.mark.parametrize(
    ("text", "unmatchable"),
    [
        ("license gamma delta epsilon zeta eta theta iota kappa lambda mu", False),
        ("license gamma delta epsilon zeta eta theta iota kappa", True),
        ("gamma delta epsilon zeta eta theta iota kappa lambda mu gamma delta", True),
        ("license mu lambda kappa iota theta eta zeta epsilon delta gamma", True),
    ],
)
def test_words_count_where_they_stand_side_by_side_up_to_legalese(text, unmatchable):
    # A match needs half of these 21 words.
    assert is_unmatchable(text, f"license {REST}", is_license_text=True) is unmatchable


@pytest.mark.parametrize(
    ("text", "unmatchable"),
    [
        ("license gamma licensed warranty", False),
        ("warranty licensed license", True),
        ("license gamma delta epsilon zeta eta", True),
    ],
)
def test_legalese_needs_no_neighbour_and_has_to_be_enough(text, unmatchable):
    # A match needs four of these 45 words, three of them legalese.
    rule = f"license gamma licensed delta warranty {REST * 2}"
    assert is_unmatchable(text, rule, is_license_text=True) is unmatchable


@pytest.mark.parametrize(("words", "unmatchable"), [(8, False), (7, True)])
def test_a_small_rule_of_which_a_fifth_is_not_there_is_unmatchable(words, unmatchable):
    rule = "license alpha beta gamma delta epsilon zeta eta theta iota"
    text = " ".join(rule.split()[:words])
    assert is_unmatchable(text, rule, is_license_reference=True) is unmatchable
