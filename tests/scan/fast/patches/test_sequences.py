"""A text is aligned with a rule as scancode does it, wherever they have anything in common."""

from __future__ import annotations

import pytest
from cyseq import match_blocks
from hypothesis import given, settings
from hypothesis import strategies as st
from licensedcode import match_seq
from licensedcode.index import LicenseIndex
from licensedcode.models import Rule
from licensedcode.query import Query, QueryRun

from attribcheck.scan.fast.patches import sequences

STOCK = match_seq.match_sequence

# Legalese (scancode's own words), words that only the rules have, and one that no rule has.
LEGALESE = "license licensed software copyright permission warranty".split()
WORDS = [*LEGALESE, *"alpha beta gamma delta epsilon zeta".split()]
RULES = (
    "license alpha beta software gamma permission delta license warranty epsilon",
    "copyright alpha alpha license zeta beta beta software copyright",
    "warranty gamma delta",
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from([*WORDS, "elsewhere"]),
        st.sampled_from(RULES),
        st.just("beta " * 12),
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


@pytest.fixture(scope="module")
def index() -> LicenseIndex:
    made = []
    for number, text in enumerate(RULES):
        rule = Rule("mit", identifier=f"{number}.RULE", is_license_text=True, text=text)
        rule.relevance = 100
        made.append(rule)
    return LicenseIndex(made)


def aligned(matcher, index: LicenseIndex, run: QueryRun, offset: int) -> list[tuple[object, ...]]:
    """Return what ``matcher`` makes of a run and each of the rules."""
    found = []
    for rule in index.rules_by_rid:
        postings = index.high_postings_by_rid[rule.rid]
        for m in matcher(index, rule, run, postings, offset, match_blocks):
            spans = [list(span) for span in (m.qspan, m.ispan, m.hispan)]
            found.append((m.rule.identifier, *spans, m.query_run_start, m.matcher, m.matcher_order))
    return found


@settings(max_examples=400)
@given(TEXTS, st.sets(st.integers(0, 60), max_size=8), st.integers(0, 20), st.integers(0, 9))
def test_the_matches_are_those_of_scancode(index, text, taken, begin, offset):
    query = Query(query_string=text, idx=index)
    if not query.tokens:
        return
    begin = min(begin, len(query.tokens) - 1)
    query.subtract({at for at in taken if at < len(query.tokens)})
    run = QueryRun(query, begin, len(query.tokens) - 1)
    ours = aligned(sequences.match_sequence, index, run, offset)
    assert ours == aligned(STOCK, index, run, offset)


def test_what_was_matched_meanwhile_is_not_matched_again(index):
    query = Query(query_string=f"{RULES[0]} elsewhere {RULES[2]}", idx=index)
    run = query.whole_query_run()
    before = aligned(sequences.match_sequence, index, run, 0)
    run.subtract(set(range(10)))
    after = aligned(sequences.match_sequence, index, run, 0)
    assert after == aligned(STOCK, index, run, 0)
    assert len(after) < len(before)


def test_a_text_without_legalese_of_the_rule_is_not_aligned(index):
    def never(**_):
        raise AssertionError

    query = Query(query_string="copyright zeta alpha", idx=index)
    run = query.whole_query_run()
    rule = index.rules_by_rid[2]
    postings = index.high_postings_by_rid[2]
    assert sequences.match_sequence(index, rule, run, postings, 0, never) == []
