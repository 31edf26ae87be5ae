"""The candidates are scancode's own, in its order, on indexes that scancode builds."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from licensedcode import match_set
from licensedcode.index import LicenseIndex
from licensedcode.models import Rule
from licensedcode.query import Query

from attribcheck.scan.fast.index import build, candidates, container, counters

# Legalese first (scancode's own words), then words that only these rules have.
WORDS = (
    "license licensed licensee software copyright permission warranty liability distribute "
    "redistribution granted copies notice conditions provided express implied warranties "
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
).split()

STOCK = match_set.compute_candidates


def rules(seed: int) -> list[Rule]:
    chance = random.Random(seed)
    made, texts = [], set()
    base = chance.choices(WORDS, k=80)
    for number in range(150):
        begin = chance.randrange(40)
        words = base[begin : begin + chance.randrange(12, 40)]
        words = [chance.choice(WORDS) if chance.random() < 0.2 else word for word in words]
        text = " ".join(words)
        if text in texts:
            continue
        texts.add(text)
        rule = Rule(
            license_expression=chance.choice(("mit", "apache-2.0", "zlib")),
            identifier=f"rule_{number}.RULE",
            is_license_text=True,
            text=text,
        )
        rule.relevance = 100
        made.append(rule)
    return made


@pytest.fixture(scope="module", params=range(3))
def both(request, tmp_path_factory):
    """Return an index of scancode's and our Candidates over it."""
    index = LicenseIndex(rules(request.param))
    approximate = sorted(index.approx_matchable_rids)
    path = tmp_path_factory.mktemp("candidates") / "x.bin"
    sections = {
        **build._vocabulary(index),
        **build._token_sequences(index),
        **build._thresholds(index, approximate),
        **build._postings(index, approximate),
        **build._repeats(index, approximate),
        **build._closeness(index, approximate),
    }
    container.write(path, sections)
    return index, candidates.Candidates(container.Container(path), index.len_legalese)


def texts(index: LicenseIndex) -> list[str]:
    chance = random.Random(7)
    made = [" ".join(chance.choices(WORDS, k=chance.randrange(1, 90))) for _ in range(60)]
    for rule in index.rules_by_rid[::5]:
        words = rule.text.split()
        made.append(" ".join(word for word in words if chance.random() > 0.15) or "license")
    return made


@pytest.mark.parametrize("few", [0, 96])
@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("top", [1, 10, 70])
def test_the_candidates_are_those_of_scancode(both, monkeypatch, few, alike, top):
    monkeypatch.setattr(candidates, "_FEW", few)
    index, ours = both
    lengths = set()
    for text in texts(index):
        run = Query(query_string=text, idx=index).whole_query_run()
        theirs = STOCK(run, index, index.approx_matchable_rids, top=top, high_resemblance=alike)
        found = ours.find(run.matchable_tokens(), top, alike=alike, threshold=0.8)
        assert found == [((tuple(a), tuple(b)), rid) for (a, b), rid, _, _ in theirs]
        lengths.add(len(found))
    assert max(lengths) > 0


@pytest.mark.parametrize("top", [1, 3, 70])
def test_the_leaders_hold_all_candidates(both, top):
    index, ours = both
    fewer = 0
    for text in texts(index):
        run = Query(query_string=text, idx=index).whole_query_run()
        tokens = list(run.matchable_tokens())
        found = ours.find(tokens, top, alike=False, threshold=0.8)
        leaders = counters.members(ours.leaders(tokens, top))
        assert {rid for _, rid in found} <= set(leaders)
        fewer += len(leaders) < len(index.rules_by_rid) // 2
    assert fewer


def test_a_text_without_a_token_to_match_has_no_candidates(both):
    _, ours = both
    assert ours.find([-1, -1], 10, alike=False, threshold=0.8) == []


def test_the_order_is_by_falling_score(both):
    index, ours = both
    run = Query(query_string=index.rules_by_rid[0].text, idx=index).whole_query_run()
    found = [score for score, _ in ours.find(run.tokens, 70, alike=False, threshold=0.8)]
    assert len(found) > 10
    assert all(first >= second for first, second in pairwise(found))
