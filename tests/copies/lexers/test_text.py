"""Code of languages without a lexer of their own."""

from attribcheck.copies.lexers.text import LANGUAGE

CODE = "def total(items)\n  items.each { |item| @sum += item.weight }\nend\n"


def test_words_keep_their_identity() -> None:
    assert LANGUAGE.lex(CODE).codes == LANGUAGE.lex(CODE.replace("  ", "\t")).codes
    assert LANGUAGE.lex(CODE).codes != LANGUAGE.lex(CODE.replace("weight", "height")).codes
    assert not LANGUAGE.shape


def test_lines_that_are_a_comment_are_left_out() -> None:
    commented = "# Sums.\n" + CODE.replace("end", "  -- why\n/* or\n not */\nend")
    assert LANGUAGE.lex(commented).codes == LANGUAGE.lex(CODE).codes


def test_a_pattern_of_a_shell_does_not_begin_a_comment() -> None:
    assert LANGUAGE.lex("rm /tmp/*\ntouch a b c\n").codes.endswith(
        LANGUAGE.lex("touch a b c\n").codes
    )
