"""Query runs and detections have the values that scancode gives them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from licensedcode.detection import is_false_positive as stock_is_false_positive
from licensedcode.models import Rule
from licensedcode.query import Query, QueryRun

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


class Match:
    """As much of a match as decides whether it is a false positive."""

    def __init__(self, rule: Rule, text: str, start_line: int) -> None:
        self.rule, self.start_line, self._text = rule, start_line, text
        self.read = False

    def matched_text(self) -> str:
        self.read = True
        return self._text


@st.composite
def matches(draw):
    rule = Rule(
        "gpl",
        identifier=draw(st.sampled_from(["gpl_bare_1.RULE", "freeware_bare.RULE", "mit_1.RULE"])),
        is_license_tag=draw(st.booleans()),
    )
    rule.relevance = draw(st.sampled_from([50, 80, 100]))
    rule.length = draw(st.sampled_from([1, 3, 20]))
    text = draw(st.sampled_from(["GPL", "Copy" + "right (c) Foo"]))
    return Match(rule, text, draw(st.sampled_from([1, 5000])))


@given(st.lists(matches(), min_size=1, max_size=3), st.booleans())
def test_false_positives_are_those_of_scancode(found, package):
    expected = stock_is_false_positive(found, package)
    assert matching.is_false_positive(stock_is_false_positive, found, package) == expected


def test_no_text_is_made_where_the_rule_decides():
    rule = Rule("gpl", identifier="gpl_1.RULE")
    rule.relevance, rule.length = 80, 20
    match = Match(rule, "GPL", 1)
    assert not matching.is_false_positive(stock_is_false_positive, [match], False)
    assert not match.read


def test_a_text_with_a_copyright_is_no_false_positive():
    rule = Rule("gpl", identifier="gpl_bare_1.RULE")
    rule.relevance, rule.length = 50, 1
    for text, expected in (("GPL", True), ("(c) Foo Corp. GPL", False)):
        found = [Match(rule, text, 1)]
        assert matching.is_false_positive(stock_is_false_positive, found, False) == expected
