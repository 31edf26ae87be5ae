"""Query runs and detections have the values that scancode gives them."""

from __future__ import annotations

import pytest
from licensedcode.detection import is_false_positive
from licensedcode.match import LicenseMatch
from licensedcode.models import Rule
from licensedcode.query import Query, QueryRun
from licensedcode.spans import Span

from attribcheck.scan.fast.patches import matching

STOCK_DIGITS, STOCK_TOKENS = QueryRun.is_digits_only, QueryRun.matchable_tokens


class Index:
    """As much of an index as a query needs."""

    def __init__(self) -> None:
        from intbitset import intbitset

        self.dictionary = {"license": 0, "1": 1, "2": 2, "foo": 3}
        self.len_legalese = 1
        self.digit_only_tids = intbitset([1, 2])


def test_runs_of_digits_are_those_of_scancode():
    for text in ("1 2 2", "1 foo 2", "license", "1 2 license"):
        run = Query(query_string=text, idx=Index()).whole_query_run()
        assert matching.is_digits_only(run) == bool(STOCK_DIGITS(run))


def test_matchable_tokens_are_those_of_scancode():
    query = Query(query_string="license foo 1 license bar foo", idx=Index())
    query.high_matchables.discard(0)
    run = query.whole_query_run()
    assert matching.matchable_tokens(run) == list(STOCK_TOKENS(run)) == [-1, 3, 1, 0, 3]
    query.high_matchables.clear()
    run = QueryRun(query, 0, 4)
    assert matching.matchable_tokens(run) == list(STOCK_TOKENS(run)) == []


STOCK_POSITIONS = (QueryRun.high_matchables, QueryRun.low_matchables)
OUR_POSITIONS = (matching.high_matchables, matching.low_matchables)


def test_what_is_left_to_match_is_what_scancode_has_left():
    def positions(run, *, ours):
        for theirs, own in zip(STOCK_POSITIONS, OUR_POSITIONS, strict=True):
            yield list(own(run) if ours else theirs.fget(run))

    def asked(*, ours):
        query = Query(query_string="license foo 1 license foo", idx=Index())
        runs = [QueryRun(query, 0, 1), QueryRun(query, 2, 4), QueryRun(query, 2, 2)]
        yield [list(positions(run, ours=ours)) for run in runs]
        query.subtract(runs[0].query.high_matchables)
        runs += [QueryRun(query, 0, 4)]
        yield [list(positions(run, ours=ours)) for run in runs]
        runs[1].subtract({2, 4})
        yield [list(positions(run, ours=ours)) for run in runs]

    assert list(asked(ours=True)) == list(asked(ours=False))


@pytest.mark.parametrize("relevance", [[100], [100, 100]])
def test_matches_of_full_relevance_are_no_false_positives_to_scancode(relevance):
    query = Query(query_string="license", idx=Index())
    matches = []
    for number, percent in enumerate(relevance):
        rule = Rule(
            "gpl", identifier=f"gpl_bare_{number}.RULE", text="license", is_license_tag=True
        )
        rule.relevance, rule.length = percent, 1
        span = Span([0])
        match = LicenseMatch(rule, span, span, span, query=query)
        match.start_line = match.end_line = 1
        matches.append(match)
    assert matching.full_relevance(matches)
    assert not is_false_positive(matches)
    matches[0].rule.relevance = 50
    assert not matching.full_relevance(matches)
    assert is_false_positive(matches)
