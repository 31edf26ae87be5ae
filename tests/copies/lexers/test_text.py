"""Code of languages without a lexer of their own."""

from attribcheck.copies.lexers.text import lex

CODE = "def total(items)\n  items.each { |item| @sum += item.weight }\nend\n"


def test_words_keep_their_identity() -> None:
    assert lex(CODE).codes == lex(CODE.replace("  ", "\t")).codes
    assert lex(CODE).codes != lex(CODE.replace("weight", "height")).codes


def test_lines_that_are_a_comment_are_left_out() -> None:
    commented = "# Sums.\n" + CODE.replace("end", "  -- why\n/* or\n not */\nend")
    assert lex(commented).codes == lex(CODE).codes


def test_a_pattern_of_a_shell_does_not_begin_a_comment() -> None:
    assert lex("rm /tmp/*\ntouch a b c\n").codes.endswith(lex("touch a b c\n").codes)
