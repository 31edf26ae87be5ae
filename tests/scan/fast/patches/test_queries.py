"""A text becomes the words, lines and parts that scancode makes of it."""

from __future__ import annotations

from types import SimpleNamespace
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from licensedcode import cache
from licensedcode.query import Query

from attribcheck.scan.fast.index import build
from attribcheck.scan.fast.index.records import UnknownShapeError
from attribcheck.scan.fast.patches import queries

STOCK = (Query.tokens_by_line, Query._tokenize_and_build_runs)

LINES = st.lists(
    st.lists(
        st.sampled_from(
            "license alpha 7 2024 x div foo SPDX identifier MIT licenses nuget org ( + gpl+".split()
        ),
        max_size=7,
    ).map(" ".join),
    max_size=40,
).map("\n".join)


class Index:
    """As much of an index as a query needs."""

    def __init__(self) -> None:
        from intbitset import intbitset

        words = "license spdx identifier licenses nuget org alpha 7 2024 x mit gpl+".split()
        self.dictionary = {word: number for number, word in enumerate(words)}
        self.len_legalese = 3
        self.digit_only_tids = intbitset([7, 8])


INDEX = Index()


@pytest.fixture(autouse=True)
def restored():
    yield
    Query.tokens_by_line, Query._tokenize_and_build_runs = STOCK


def made(text: str, threshold: int) -> dict[str, object]:
    query = Query(query_string=text, idx=INDEX, line_threshold=threshold)
    found = {name: getattr(query, name) for name in Query.__slots__ if name != "idx"}
    found["query_runs"] = [(run.start, run.end) for run in query.query_runs]
    return found


@settings(max_examples=500)
@given(LINES, st.integers(1, 5))
@example("div foo license\nSPDX license identifier MIT\n7 7\n\n\n\n\n7 license", 2)
@example("foo SPDX license identifier", 4)
@example("7\n\n", 1)
@example("license\n7", 1)
@example("foo", 1)
def test_a_query_is_that_of_scancode(text, threshold):
    Query.tokens_by_line, Query._tokenize_and_build_runs = STOCK
    if not text:
        return
    expected = made(text, threshold)
    with mock.patch.object(cache, "get_index", return_value=INDEX):
        queries.QUERIES.install(True)
    assert made(text, threshold) == expected


def test_an_index_whose_rules_hold_a_stopword_is_not_served():
    index = SimpleNamespace(dictionary={"license": 0, "div": 1}, rules_by_rid=[])
    with pytest.raises(UnknownShapeError, match="a rule has a stopword"):
        build._vocabulary(index)
