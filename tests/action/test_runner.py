"""The runner of these tests understands expressions as GitHub does."""

from __future__ import annotations

import pytest
from support.runner import evaluate, interpolate, read_outputs

CONTEXTS = {"steps": {"a": {"outputs": {"zero": "0", "word": "Yes", "empty": ""}}}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("steps.a.outputs.word == 'yes'", True),
        ("steps.a.outputs.word != 'no' && steps.a.outputs.zero == '0'", True),
        ("steps.a.outputs.missing == '0'", True),  # both are the number 0
        ("steps.skipped.outputs.any != '0'", False),
        ("steps.a.outputs.missing != ''", False),
        ("steps.a.outputs.missing == 'true'", False),
        ("!(steps.a.outputs.word)", False),
        ("always() && success()", False),
    ],
)
def test_a_comparison_is_that_of_github(expression: str, value: bool) -> None:
    assert bool(evaluate(expression, CONTEXTS, 1)) is value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<${{ steps.a.outputs.missing || steps.a.outputs.zero || '3' }}>", "<0>"),
        ("<${{ steps.a.outputs.missing || steps.a.outputs.empty || '3' }}>", "<3>"),
        ("<${{ steps.a.outputs.missing }}>", "<>"),
    ],
)
def test_what_is_missing_is_nothing_and_the_text_0_is_something(text: str, shown: str) -> None:
    assert interpolate(text, CONTEXTS, 0) == shown


def test_outputs_of_several_lines_are_read() -> None:
    assert read_outputs("a=1\nb<<E\nx\na=2\nE\n") == {"a": "1", "b": "x\na=2"}
