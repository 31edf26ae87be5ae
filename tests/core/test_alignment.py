"""The lines that two versions have in common are a common subsequence, found in little time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.core.alignment import common_lines

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=30)


@given(LINES, LINES)
def test_common_lines_are_equal_and_ascend_together(old, new):
    common = list(common_lines(old, new).items())
    assert all(old[at] == new[place] for at, place in common)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(common))


@given(LINES)
def test_a_text_has_all_lines_in_common_with_itself(lines):
    assert common_lines(lines, lines) == {at: at for at in range(len(lines))}


@pytest.mark.parametrize(
    ("old", "new", "common"),
    [
        ("abc", "xabc", {0: 1, 1: 2, 2: 3}),
        ("abc", "ac", {0: 0, 2: 1}),
        ("abcd", "axcd", {0: 0, 2: 2, 3: 3}),
        ("xaay", "zaaw", {}),
        ("1maan2", "3maan4", {1: 1, 2: 2, 3: 3, 4: 4}),
    ],
    ids=["added before", "deleted", "replaced", "no unique line", "beside a unique line"],
)
def test_edits_leave_the_lines_around_them(old, new, common):
    assert common_lines(old, new) == common


def test_of_lines_that_moved_the_longest_order_is_kept():
    assert common_lines(["x", *"abcde", "y"], ["v", *"cdeab", "w"]) == {3: 1, 4: 2, 5: 3}
