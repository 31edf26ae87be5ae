"""Notebooks: their cells of code, with the lines of the file."""

import json

import pytest

from attribcheck.copies.lexers import python
from attribcheck.copies.lexers.notebook import lex

CELLS = [
    {"cell_type": "markdown", "source": ["x = 1\n"]},
    {"cell_type": "code", "source": ["%matplotlib inline\n", "a = f(1)\n", "!pip install b\n"]},
    {"cell_type": "code", "source": ["if a:\n", "    b = a * 2"]},
]


def notebook(**more: object) -> str:
    return json.dumps({"cells": CELLS, "nbformat": 4, **more}, indent=1)


def test_the_cells_of_code_are_one_after_the_other() -> None:
    tokens = lex(notebook())
    assert tokens.codes == python.lex("a = f(1)\nif a:\n    b = a * 2\n").codes
    assert tokens.family == python.FAMILY


def test_lines_are_those_of_the_file() -> None:
    text = notebook()
    lines = text.split("\n")
    tokens = lex(text)
    assert "a = f(1)" in lines[tokens.lines[0] - 1]
    assert "b = a * 2" in lines[tokens.lines[-1] - 1]


def test_a_cell_may_be_one_string() -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": "a = 1\nb = 2\n"}]})
    assert lex(text).codes == python.lex("a = 1\nb = 2\n").codes


def test_a_notebook_of_another_language_has_no_tokens() -> None:
    assert lex(notebook(metadata={"kernelspec": {"language": "R"}})).codes == b""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"cells": 1}',
        '{"cells": [1, {"cell_type": "code", "source": [1]}]}',
        '{"cells": [], "metadata": {"kernelspec": 1}}',
    ],
)
def test_what_is_no_notebook_has_no_tokens(text: str) -> None:
    assert lex(text).codes == b""
