"""A passage and its reformatted copy have the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.removals.text_similarity import contains, mostly_contains, words

_NAMES = st.lists(st.text("abcdefgh", min_size=4, max_size=8), min_size=1, max_size=12)
_LEADERS = st.sampled_from(["# ", "// ", " * ", "-- ", "; ", "% ", "rem ", "@REM ", "dnl ", ""])


@given(_NAMES, _LEADERS, st.integers(1, 5))
def test_a_reflow_under_any_comment_leader_changes_no_words(
    names: list[str], leader: str, width: int
) -> None:
    rows = [names[at : at + width] for at in range(0, len(names), width)]
    flowed = "\n".join(leader + " ".join(row) for row in rows)

    assert words(flowed) == words(" ".join(names))


@pytest.mark.parametrize("sign", ["(c)", "(C)", "©", "&copy;", "( c )", ""])
def test_the_form_of_a_copyright_sign_is_no_word(sign: str) -> None:
    assert words(f"Copyright {sign} 2025 Foo Corp.") == " copyright 2025 foo corp "


def test_a_word_does_not_contain_a_part_of_it() -> None:
    assert not contains(words("Foobar"), words("Foo"))


def test_a_passage_without_words_is_contained_in_no_text() -> None:
    assert not contains(words("anything"), words(" -- "))


def test_a_long_text_may_differ_in_a_word_and_not_in_many() -> None:
    text = [f"word{number}" for number in range(100)]
    mended, cut = [*text], text[:50]
    mended[50] = "other"

    assert mostly_contains(words(" ".join(mended)), words(" ".join(text)))
    assert not mostly_contains(words(" ".join(cut)), words(" ".join(text)))
