"""Java."""

from attribcheck.copies.lexers.java import lex

PLAIN = """
public final class Basket<T> implements Iterable<T> {
    @Override public int weigh(List<T> items) throws IOException {
        int sum = 0;
        for (T item : items) { sum += item.grams() > 10L ? 1 : 0; }
        return sum;
    }
}
"""


def codes(text: str) -> bytes:
    return lex(text).codes


def test_renamed_code_has_the_codes_of_its_origin() -> None:
    disguised = PLAIN
    for name in ("Basket", "weigh", "items", "item", "grams", "sum"):
        disguised = disguised.replace(name, f"q{len(name)}{name[0]}")
    package = "package a.b.c;\nimport java.util.*;\nimport static a.B.c;\n/** Doc. */\n"
    assert codes(package + disguised) == codes(PLAIN)


def test_a_block_of_text_is_one_string() -> None:
    assert codes('var x = """\n  a "b" c\n  """;') == codes('var x = "a";')
