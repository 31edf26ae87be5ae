"""Words get the labels, and labels the trees, that pygmars gives them by cluecode's patterns."""

from __future__ import annotations

import re

import pytest
from cluecode import copyrights as stock
from hypothesis import given, settings
from hypothesis import strategies as st
from pygmars import Token, lex, parse

from attribcheck.scan.exact import grammar

PATTERNS = [pattern for pattern, _ in stock.PATTERNS if isinstance(pattern, str)]
LISTED = {pattern: words for pattern in PATTERNS if (words := grammar.expanded(pattern))}
NEAR = sorted({word for words in LISTED.values() for word in words})
WORDS = st.one_of(
    st.sampled_from(NEAR),
    st.sampled_from(NEAR).map(lambda word: f"{word}s"),
    st.sampled_from(NEAR).map(str.upper),
    st.sampled_from(["(c)", "©", "2019", "2019,", "Foo", "GmbH,", "a@b.example", "x\n", ""]),
    st.from_regex(re.compile("|".join(f"(?:{p})" for p in PATTERNS[::40]))),
    st.text(max_size=9),
)
LABELS = sorted(set(re.findall(r"[A-Z][A-Z0-9-]+", stock.GRAMMAR)))


@pytest.fixture(scope="module")
def lexers():
    return lex.Lexer(stock.PATTERNS), grammar.Labeller(stock.PATTERNS)


@pytest.fixture(scope="module")
def parsers():
    return parse.Parser(stock.GRAMMAR), grammar.RuleParser(stock.GRAMMAR)


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
    assert grammar.expanded(pattern) == words


@pytest.mark.parametrize(
    "pattern",
    r"^Copy ^[a-z]$ ^[^a]b$ ^a+$ ^a?+$ ^a{2}$ ^(a|b)$ ^a|b$ ^.$ $ ^\d$".split(),
)
def test_any_other_pattern_is_left_to_re(pattern):
    assert grammar.expanded(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("^[Aa]?l+.*$", "Aal"),
        (r"^[\.\(]*Foo(s|es)?$", ".(F"),
        ("^[a-c]x", "abc"),
        (r"\(?https?:.*/", "(h"),
        ("^[a-z]{0,5}9", "abcdefghijklmnopqrstuvwxyz9"),
    ],
)
def test_the_beginning_of_a_pattern_says_how_words_begin(pattern, letters):
    assert grammar.beginnings(pattern) == set(letters)


@pytest.mark.parametrize(
    "pattern",
    ["^Foo|Bar$", "^(Foo|Bar)$", "^[^a]b", "^.a", r"^\wa", "^a?$", "(?i:a)", "", "^[+-]a"],
)
def test_a_pattern_that_does_not_say_so_is_tried_on_every_word(pattern):
    assert grammar.beginnings(pattern) is None


@settings(max_examples=500)
@given(
    st.sampled_from([p for p in PATTERNS if grammar.beginnings(p)]).flatmap(
        lambda p: st.tuples(st.just(p), st.from_regex(rf"\A(?:{p})"))
    )
)
def test_a_word_that_a_pattern_matches_begins_as_the_pattern_says(pair):
    pattern, word = pair
    assert re.match(pattern, word)
    assert word[0] in grammar.beginnings(pattern)


def test_a_pattern_of_many_words_is_left_to_re():
    assert grammar.expanded(f"^{'[ab]' * 7}$") is None


def test_most_patterns_of_cluecode_are_plain():
    assert len(LISTED) > len(PATTERNS) / 2


@pytest.mark.parametrize("pattern", LISTED)
def test_a_plain_pattern_matches_each_of_its_words(pattern):
    assert all(re.match(pattern, word) for word in LISTED[pattern])


@settings(max_examples=1000)
@given(WORDS)
def test_a_word_gets_the_label_that_pygmars_gives_it(lexers, word):
    labelled = [next(iter(lexer.lex_tokens([Token(word, "")]))).label for lexer in lexers]
    assert labelled[0] == labelled[1]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=9))
def test_labels_become_the_tree_that_pygmars_makes(parsers, labels):
    trees = [parser.parse([Token("x", label) for label in labels]) for parser in parsers]
    # Where no rule matches, ours is still the list.
    assert [str(piece) for piece in trees[0]] == [str(piece) for piece in trees[1]]
