"""Plain expressions have the tree that the library gives them, and all others none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribcheck.spdx import expressions
from attribcheck.spdx.plain_expressions import Joined, Single, parse

WORDS = st.sampled_from(
    "MIT mit Apache-2.0 ISC GPL-2.0-only GPL-2.0 LicenseRef-Foo LicenseRef-foo Foo AND OR WITH and"
    " Or Classpath-exception-2.0 LicenseRef-scancode-public-domain ( ) (( MIT) ,".split()
)
JOINED = st.recursive(
    st.sampled_from(["MIT", "ISC", "Zlib", "LicenseRef-Foo"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from([" AND ", " OR ", ") AND (", " OR("]), inner)
        .map("".join)
        .flatmap(lambda text: st.sampled_from([text, f"({text})", f" ( {text} )"]))
    ),
    max_leaves=8,
)


def of_library(expression: str) -> Any:
    """Return the tree of the library as pairs and texts; None when it refuses the expression."""
    try:
        return shape(expressions.tree(expression))
    except expressions.ExpressionError:
        return None


def shape(node: Any) -> Any:
    if node.isliteral:
        return str(node)
    return node.operator.strip(), [shape(one) for one in node.args], str(node)


@given(st.lists(WORDS, min_size=1, max_size=9).map(" ".join) | JOINED)
def test_the_tree_is_that_of_the_library(expression: str) -> None:
    node = parse(expression, expressions._single)
    if node is not None:
        assert shape(node) == of_library(expression)


@given(JOINED.filter(lambda text: text.count("(") == text.count(")")))
def test_an_expression_of_ids_and_operators_needs_no_library(expression: str) -> None:
    if of_library(expression) is not None:
        assert parse(expression, expressions._single) is not None


def test_and_binds_more_tightly_than_or() -> None:
    assert parse("A OR B AND C", Single) == Joined(
        "OR", (Single("A"), Joined("AND", (Single("B"), Single("C"))))
    )


@pytest.mark.parametrize(
    "expression",
    ["", "A B", "A AND", "OR A", "(A", "A)", "()", "A and B", f"{'(' * 50}A{')' * 50}"],
)
def test_any_other_form_has_no_tree(expression: str) -> None:
    assert parse(expression, lambda word: Single(word) if word == word.upper() else None) is None


def test_a_word_that_is_no_id_leaves_the_expression_to_the_library() -> None:
    assert parse("A AND B", lambda word: Single(word) if word == "A" else None) is None
