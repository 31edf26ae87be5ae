"""What a pattern says of its words holds for every word that it matches."""

from __future__ import annotations

import re

import pytest
from cluecode import copyrights as stock
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attribcheck.scan.fast.patches import regex_facts

PATTERNS = [pattern for pattern, _ in stock.PATTERNS if isinstance(pattern, str)]
LISTED = {pattern: words for pattern in PATTERNS if (words := regex_facts.expanded(pattern))}

# Patterns made of the parts that decide what is said of them. Nothing repeated without a bound is
# repeated again: words of such a pattern can take for ever to make.
PIECES_OF_ONE = st.tuples(
    st.sampled_from(["a", "bc", r"\.", r"\w", "[ab]", "[^a]", "[a-c]", ".", r"[\]x]"]),
    st.sampled_from(["", "", "?", "*", "+", "{2}", "{0,2}", "{,2}", "{1,2}"]),
).map("".join)
GROUPS = st.tuples(
    st.lists(st.lists(PIECES_OF_ONE, min_size=1, max_size=2).map("".join), min_size=1, max_size=3),
    st.sampled_from(["", "?", "{2}", "{0,2}"]),
).map(lambda group: f"({'|'.join(group[0])}){group[1]}")
PARTS = st.lists(
    st.one_of(PIECES_OF_ONE, GROUPS, st.sampled_from("^$")), min_size=1, max_size=3
).map("".join)
BOUNDED = [p for p in PATTERNS if len(p) < 200 and not re.search(r"[*+}]\)*[*+{]", p)]


def matched(pattern):
    """Return a strategy for words that begin with a match of ``pattern``, and the match."""
    return st.tuples(st.just(pattern), st.from_regex(rf"\A(?:{pattern})"))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("^Copyright$", ["Copyright"]),
        ("Copyright$", ["Copyright"]),
        ("^[Cc]opr$", ["Copr", "copr"]),
        (r"^Inc\.?$", ["Inc.", "Inc"]),
        (r"^[,\.]$", [",", "."]),
    ],
)
def test_a_plain_pattern_stands_for_a_few_words(pattern, words):
    assert regex_facts.expanded(pattern) == words


@pytest.mark.parametrize(
    "pattern",
    r"^Copy ^[a-z]$ ^[^a]b$ ^a+$ ^a?+$ ^a{2}$ ^(a|b)$ ^a|b$ ^.$ $ ^\d$".split(),
)
def test_any_other_pattern_is_left_to_re(pattern):
    assert regex_facts.expanded(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("^(a|b?c|(?:d|e)f)", "abcde"),
        ("^(a|b)*c", "abc"),
        ("^a|b$", "ab"),
        ("^[Aa]?l+.*$", "Aal"),
        (r"^[\.\(]*Foo(s|es)?$", ".(F"),
        ("^[a-c]x", "abc"),
        (r"\(?https?:.*/", "(h"),
        ("^[a-z]{0,5}9", "abcdefghijklmnopqrstuvwxyz9"),
    ],
)
def test_the_beginning_of_a_pattern_says_how_words_begin(pattern, letters):
    assert regex_facts.beginnings(pattern) == set(letters)


@pytest.mark.parametrize(
    "pattern",
    ["^a|b?$", "^(a|.b)$", "^(a|b", "^[^a]b", "^.a", r"^\wa", "^a?$", "(?i:a)", "", "^[+-]a"],
)
def test_a_pattern_that_does_not_say_so_is_tried_on_every_word(pattern):
    assert regex_facts.beginnings(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "string"),
    [
        ("^[Cc]opyright(ed)?$", "opyright"),
        (r"^[ \t]{0,50}\.globl", ".globl"),
        ("^a+b+$", "a"),
        ("^(x[0-9]){11}", "x"),
        ("(ab|cd)e?", ""),
        ("a|b", ""),
        ("(a", ""),
        ("(?!a)", ""),
        (r"\d[[:alpha:]]abc?", "ab"),
    ],
)
def test_a_pattern_says_what_it_needs(pattern, string):
    assert regex_facts.needed(pattern) == string


@settings(max_examples=500)
@given(st.sampled_from(BOUNDED).flatmap(matched))
def test_a_word_that_a_pattern_of_cluecode_matches_is_as_that_says(pair):
    check(*pair)


@settings(max_examples=500)
@given(PARTS.flatmap(matched))
def test_a_word_that_any_pattern_matches_is_as_that_says(pair):
    check(*pair)


def check(pattern, word):
    found = re.match(pattern, word)
    assume(found)
    assert regex_facts.needed(pattern) in found[0]
    letters = regex_facts.beginnings(pattern)
    if letters is not None:
        assert found[0][0] in letters


def test_a_pattern_of_many_words_is_left_to_re():
    assert regex_facts.expanded(f"^{'[ab]' * 7}$") is None


def test_most_patterns_of_cluecode_are_plain():
    assert len(LISTED) > len(PATTERNS) / 2


@pytest.mark.parametrize("pattern", LISTED)
def test_a_plain_pattern_matches_each_of_its_words(pattern):
    assert all(re.match(pattern, word) for word in LISTED[pattern])
