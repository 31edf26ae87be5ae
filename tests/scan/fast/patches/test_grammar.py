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
        stock.GRAMMAR, grammar.rule_facts(stock.GRAMMAR), LABELS
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


def told(tree):
    return [str(piece) for piece in tree if "COPYRIGHT" in piece.label or piece.label == "AUTHOR"]


@settings(max_examples=600)
@given(st.data())
def test_without_a_label_of_the_core_no_rule_makes_a_statement(parsers, data):
    core = grammar.core_facts(stock.PATTERNS, stock.GRAMMAR)
    words = sorted({label for _, label in stock.PATTERNS} - set(core))
    labels = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=12))
    tree = parsers[0].parse([Token("x", label) for label in labels])
    assert not [piece for piece in told(tree) if piece.startswith("(")]


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("NAME: {<NN> <NNP>{3}}  # 88", ["NN", "NNP"]),
        ("NAME: {<NN>? (<YR> <BY>?)+ (<CD>)* <TO|OF>{0,2}}", ["YR"]),
        ("NAME: {<NN*> <NNP>}", ["NNP"]),
        ("NAME: {<NN> | <NNP>}", []),
    ],
)
def test_a_rule_needs_the_labels_that_are_not_optional(line, needed):
    assert grammar.rule_facts(line) == [needed]
