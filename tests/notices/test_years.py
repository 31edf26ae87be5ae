"""The years of copyright statements."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.notices.years import Years, merged


@pytest.mark.parametrize(
    ("statements", "years"),
    [
        (["Copyright 2019 Foo Corp."], "2019"),
        (["Copyright (c) 2019-2021 Foo Corp.", "(c) 2022 Foo Corp."], "2019-2022"),
        (["Copyright 2019, 2021 Foo Corp."], "2019, 2021"),
        (["Copyright 2019\u20132021 Foo Corp.", "Copyright 2020-2024 Foo Corp."], "2019-2024"),
        (["Copyright 2010-12 Foo Corp."], "2010-2012"),
        (["Copyright 2020-present Foo Corp.", "Copyright 2019 Foo Corp."], "2019-present"),
        (["Copyright 2024 - Present Foo Corp.", "Copyright 2019 Foo Corp."], "2019, 2024-present"),
        (["Copyright 2008- Foo Corp."], "2008"),
        (["Copyright 2019 to 2021 Foo Corp."], "2019-2021"),
        (["Copyright 2019--2021 Foo Corp."], "2019-2021"),
        (["Copyright 2019-current Foo Corp."], "2019-present"),
        (["Copyright Foo Corp."], ""),
        ([], ""),
    ],
)
def test_years_are_joined_where_they_meet_and_nowhere_else(statements, years):
    assert merged(statements) == years


@pytest.mark.parametrize("text", ["Copyright Foo 2010-12-01", "Copyright 12010 Foo", "Foo 1.2019"])
def test_a_date_and_a_number_are_no_years(text):
    assert merged([text]) == ""


@given(st.lists(st.tuples(st.integers(1950, 2050), st.integers(0, 5))))
def test_no_year_is_lost_and_none_is_made_up(spans):
    statements = [f"(c) {first}-{first + more} Foo" for first, more in spans]
    said = {year for first, more in spans for year in range(first, first + more + 1)}
    kept = set()
    for part in filter(None, merged(statements).split(", ")):
        first, _, last = part.partition("-")
        kept.update(range(int(first), int(last or first) + 1))
    assert kept == said


@given(st.lists(st.sampled_from(["2019", "2020-2022", "2023-present", "2024"])))
def test_what_was_stated_once_is_stated_again_in_the_same_words(years):
    once = merged(years)
    assert merged(re.split(", ", once)) == once


@pytest.mark.parametrize("text", ["2019 to 2021", "2019--2021", "2019-21", "2019, 2020, 2021"])
def test_every_way_to_write_a_range_covers_the_same_years(text):
    assert Years.of(text).covers(Years.of("2019-2021"))
    assert Years.of("2019-2021").covers(Years.of(text))


def test_the_year_of_a_date_is_covered_though_no_document_states_it():
    assert Years.of("Copyright 2010-12-01 Foo") == Years(((2010, 2010),))
