"""A rule that is left out as hopeless has no match that lasts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from licensedcode import match_set
from licensedcode.index import LicenseIndex
from licensedcode.models import Rule
from licensedcode.query import Query

from attribcheck.scan.exact.hopeless import Hopeless

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


def found(index: LicenseIndex, text: str) -> list[tuple[object, ...]]:
    return [
        (m.rule.identifier, list(m.qspan), list(m.ispan), m.matcher)
        for m in index.match(query_string=text)
    ]


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_what_is_found_is_the_same_without_hopeless_rules(index, chance):
    texts = [rule.text.replace("{{", "").replace("}}", "").split() for rule in index.rules_by_rid]
    words = [word for text in chance.sample(texts, 4) for word in text]
    missing = chance.sample(WORDS, 3)
    kept = [word for word in words if word not in missing and chance.random() > 0.1]
    parts = [" ".join(kept[at : at + 12]) for at in range(0, len(kept), 12)]
    text = chance.choice(["\n", "\n" * 6]).join(parts)
    rules = Hopeless(index.rules_by_rid, index.tids_by_rid)

    def without(query_run, *args, high_resemblance=False, **options):
        candidates = STOCK(query_run, *args, high_resemblance=high_resemblance, **options)
        return [
            one
            for one in candidates
            if high_resemblance or not rules.is_hopeless(query_run.query, one[1])
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


@pytest.mark.parametrize(
    ("text", "hopeless"),
    [
        ("license alpha beta gamma", False),
        ("license alpha gamma", True),
        ("beta alpha license", False),
    ],
)
def test_a_rule_whose_required_words_are_not_all_there_is_hopeless(text, hopeless):
    long = (
        "license {{alpha beta}} " + "gamma delta epsilon zeta eta theta iota kappa lambda mu " * 2
    )
    index = LicenseIndex([Rule("mit", identifier="x.RULE", is_license_text=True, text=long)])
    query = Query(query_string=text, idx=index)
    assert Hopeless(index.rules_by_rid, index.tids_by_rid).is_hopeless(query, 0) is hopeless


@pytest.mark.parametrize(("words", "hopeless"), [(8, False), (7, True)])
def test_a_small_rule_of_which_a_fifth_is_not_there_is_hopeless(words, hopeless):
    text = "license alpha beta gamma delta epsilon zeta eta theta iota"
    index = LicenseIndex([Rule("mit", identifier="x.RULE", is_license_reference=True, text=text)])
    assert index.rules_by_rid[0].is_small
    query = Query(query_string=" ".join(text.split()[:words]), idx=index)
    assert Hopeless(index.rules_by_rid, index.tids_by_rid).is_hopeless(query, 0) is hopeless
