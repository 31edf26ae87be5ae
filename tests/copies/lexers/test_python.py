"""Python: what is a token, and what is left out."""

import pytest
from support.copied_code import GARDEN, renamed

from attribcheck.copies.lexers.python import lex
from attribcheck.copies.tokens import NAME, NUMBER, STRING


def codes(text: str) -> bytes:
    return lex(text).codes


def test_names_numbers_and_strings_have_one_code_each() -> None:
    assert codes("a = 1\n") == codes("other = 0x1F\n")
    assert codes("a = 'x'\n") == codes('b = rb"""y"""\n')
    assert [codes(text)[0] for text in ("a", "1.5e-3j", "+'x'"[1:] + "+ 1")] == [
        NAME,
        NUMBER,
        STRING,
    ]


def test_keywords_and_operators_have_codes_of_their_own() -> None:
    assert codes("a if b else c") != codes("a or b and c")
    assert codes("a // b") != codes("a / b")


def test_spellings_tell_names_apart() -> None:
    one, other, again = lex("a b a").spellings
    assert one == again != other


@pytest.mark.parametrize(
    "disguised",
    [
        "def f(a, b):\n    return [a, b]\n",
        "def f(a, b):  # why\n    return [a, b]\n",
        'def f(a, b):\n    """What it does."""\n    return [a, b]\n',
        "import os\nfrom x import (\n    y,\n    z,\n)\ndef f(a, b):\n    return [a, b]\n",
        "def f(\n    a,\n    b,\n):\n    return [\n        a,\n        b,\n    ]\n",
        "def f(a, b): \\\n    return [a, b]",
    ],
)
def test_comments_documentation_imports_and_layout_are_left_out(disguised: str) -> None:
    assert codes(disguised) == codes("def f(a, b):\n    return [a, b]\n")


def test_a_renamed_file_has_the_codes_of_its_origin() -> None:
    assert codes(renamed(GARDEN)) == codes(GARDEN)


def test_adjacent_strings_are_one() -> None:
    assert codes("x = ('a'\n     'b')") == codes("x = ('ab')")


def test_a_table_of_rows_alike_is_as_long_as_one_of_few() -> None:
    row = "    (1, 'a', 2.5),\n"
    assert codes(f"x = [\n{row * 50}]") == codes(f"x = [\n{row * 5}]")


def test_each_token_has_its_line() -> None:
    tokens = lex('x = """\n\n"""\ny = (1,\n  2)\n')
    assert list(tokens.lines) == [1, 1, 1, 4, 4, 4, 4, 4, 5, 5]


def test_the_content_of_long_strings_is_kept_apart() -> None:
    assert lex("x = 'layer_46.weight' + 'no' + rb'layer_46.weight'").literals == (
        "layer_46.weight",
    )
