"""JavaScript and TypeScript."""

import pytest

from attribcheck.copies.lexers.javascript import lex

PLAIN = """
export async function collect(source, limit = 10) {
  const found = []
  for await (const item of source) {
    if (item?.kind === 'leaf' && !item.hidden) { found.push({ ...item, at: Date.now() }) }
    if (found.length >= limit) break
  }
  return found.map((each) => each.at ?? null)
}
"""


def codes(text: str) -> bytes:
    return lex(text).codes


@pytest.mark.parametrize(
    "disguised",
    [
        PLAIN.replace("collect", "$q").replace("found", "q_1").replace("item", "q2"),
        PLAIN.replace("[]\n", "[];\n").replace("break\n", "break;\n"),
        "import { a,\n  b } from 'c'\nimport d from \"e\";\n/* why */ " + PLAIN,
        PLAIN.replace("'leaf'", "`leaf`").replace("at: Date.now() }", "at: Date.now(), }"),
    ],
)
def test_names_semicolons_imports_and_quotes_do_not_matter(disguised: str) -> None:
    assert codes(disguised) == codes(PLAIN)


def test_a_regular_expression_with_a_quote_does_not_begin_a_string() -> None:
    assert codes("x.replace(/[\"']/g, y)\nz()") == codes("x.replace('a', y)\nz()")


def test_a_division_is_no_regular_expression() -> None:
    assert codes("a = b / c / d") == codes("a = b/c/d")
    assert codes("a = b / c / d") != codes("a = 'x'")


def test_types_are_tokens() -> None:
    assert codes("let a: readonly string[] = b as any") != codes("let a = b")
