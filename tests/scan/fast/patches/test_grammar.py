"""Words get the labels, and labels the trees, that pygmars gives them by cluecode's regex_facts."""

from __future__ import annotations

import re

import pytest
from cluecode import copyrights as stock
from hypothesis import given, settings
from hypothesis import strategies as st
from pygmars import Token, lex, parse

from attribcheck.scan.fast.patches import grammar, regex_facts

PATTERNS = [pattern for pattern, _ in stock.PATTERNS if isinstance(pattern, str)]
NEAR = sorted({word for pattern in PATTERNS for word in regex_facts.expanded(pattern) or ()})
WORDS = st.one_of(
    st.sampled_from(NEAR),
    st.sampled_from(NEAR).map(lambda word: f"{word}s"),
    st.sampled_from(NEAR).map(str.upper),
    st.sampled_from(["(c)", "©", "2019", "2019,", "Foo", "GmbH,", "a@b.example", "x\n", ""]),
    st.from_regex(re.compile("|".join(f"(?:{p})" for p in PATTERNS[::40]))),
    st.text(max_size=9),
)
LABELS = sorted(set(re.findall(r"[A-Z][A-Z0-9-]+", stock.GRAMMAR)))


def labeller():
    return grammar.Labeller(stock.PATTERNS, grammar.word_facts(stock.PATTERNS))


@pytest.fixture(scope="module")
def lexers():
    return lex.Lexer(stock.PATTERNS), labeller()


@pytest.fixture(scope="module")
def parsers():
    return parse.Parser(stock.GRAMMAR), grammar.RuleParser(
        stock.GRAMMAR, grammar.rule_facts(stock.GRAMMAR)
    )


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
