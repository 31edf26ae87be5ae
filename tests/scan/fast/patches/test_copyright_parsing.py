"""The shortcuts in the search for statements find what scancode's own functions find."""

from __future__ import annotations

import pytest
from cluecode import copyrights as stock
from cluecode import copyrights_hint
from commoncode import text
from hypothesis import given, settings
from hypothesis import strategies as st
from textcode import gibberish, markup

from attribcheck.scan.fast.patches import copyright_parsing, grammar
from attribcheck.scan.fast.statement_signs import has_sign

COLLECT = getattr(stock.collect_candidate_lines, "__wrapped__", stock.collect_candidate_lines)

# Signs, pieces that become signs, what joins or parts them, and lines that are none.
PIECES = st.sampled_from(
    "copyright Copyright (c) (C) ( C) (*C) © (co \\(co &copy; &#169; &#xA9; \\xa9 u00a9 <A9> |copy|"
    " opyr <s> </s> <s/> &lt;s&gt; s> by by\t authors devel reserved r-e-s-e-r-v-e-d rights. all"
    " 1999 2024 (2003) 19 http h.t.t.p: // @ @rem rem dnl a@b.example Foo Corp. Inc. and , ; \\n"
    " \\xc2"
    " \xc2 é int x = 0; <b> </b> mailto: return & && | || -> # /* */ * ' \" `".split(" ")
)
LINES = st.lists(
    st.one_of(
        st.lists(PIECES, max_size=7).map(" ".join),
        st.lists(PIECES, max_size=7).map("".join),
        st.just(""),
        st.just("int main(void) {"),
        st.text(max_size=30),
    ),
    max_size=25,
)


def groups(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    return list(COLLECT(lines))


@settings(max_examples=600)
@given(LINES)
def test_the_groups_of_lines_are_those_of_scancode(texts):
    lines = list(enumerate(texts, 1))
    assert groups(list(copyright_parsing.relevant(lines))) == groups(lines)


# Characters that become letters of ASCII, or nothing, and so make signs or join their parts.
BEYOND = st.sampled_from(
    "ｃ ｏ ｐ ｙ ｒ ｉ ｇ ｈ ｔ ２ ０ １９ ｂｙ\u3000 ⓒ ℗ ® é ü 한국 저자 国 版权 – § ſ \u212a İ"
    " \u0301 \U0001f600 æ ß ð Þ ½ ² １９９９ 2019년 コピー".split(" ")
)
ASCII_PARTS = st.sampled_from(
    [*"c o p y r i g h t cop yri ght au thor res erv 20 19 99 by @ http".split(), " ", "."]
)


@settings(max_examples=3000)
@given(st.lists(st.one_of(PIECES, BEYOND, ASCII_PARTS), max_size=9).map("".join))
def test_a_line_that_scancode_keeps_has_a_sign(line):
    if groups([(1, line)]):
        assert has_sign(line)


@pytest.mark.parametrize("line", ["# 입력 값을 정리한다", "// 初始化缓存", "x = 'für Überlänge'"])
def test_a_comment_in_another_script_has_no_sign_by_that(line):
    assert not has_sign(line)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_a_line_is_a_candidate_whether_or_not_its_signs_are_looked_for_first(line):
    ours = copyright_parsing.signs_first(
        stock.is_candidate, copyrights_hint.years, copyrights_hint.statement_markers
    )
    prepared = stock.prepare_text_line(line)
    assert ours(prepared) == bool(stock.is_candidate(prepared))


@given(st.one_of(st.lists(PIECES, max_size=5).map("".join), st.text(max_size=20)))
def test_a_line_is_brought_to_ascii_as_before(line):
    assert copyright_parsing.ascii_facts()
    ours = copyright_parsing.ascii_first(text.toascii)
    assert ours(line, translit=True) == text.toascii(line, translit=True)
    assert ours(line) == text.toascii(line)


@given(st.one_of(st.lists(PIECES, max_size=9).map("".join), st.text(max_size=40)))
def test_a_line_is_gibberish_when_scancode_says_so(line):
    detector = gibberish.Gibberish()
    assert copyright_parsing.letter_by_number(detector)(line) == detector.detect_gibberish(line)


@pytest.mark.parametrize("token", ["<b>", "</a", ">", "<s>", "word", "mailto:", "x" * 250 + "<b>"])
def test_a_tag_is_kept_or_not_as_before_each_time(token):
    ours = copyright_parsing.remembered(markup.keep_tag)
    assert [ours(token), ours(token)] == [markup.keep_tag(token)] * 2


def test_lines_far_from_any_sign_are_left_out():
    lines = [(1, "Copyright 2020 Foo Corp."), *((n, f"int b{n};") for n in range(2, 50))]
    assert [number for number, _ in copyright_parsing.relevant(lines)] == [1, 2, 3, 4]


@pytest.fixture(scope="module")
def both():
    """Return scancode's detector, and one with our parts."""
    ours = stock.CopyrightDetector()
    facts = copyright_parsing.grammar_facts()
    ours.lexer = grammar.Labeller(stock.PATTERNS, facts["words"])
    ours.parser = grammar.RuleParser(stock.GRAMMAR, facts["rules"], facts["core"])
    return stock.CopyrightDetector(), ours


STATEMENTS = [
    "Copyright (c) 2019-2021 Foo Corp. and contributors. All rights reserved.",
    "© 2020 Jérôme Dupont <j@example.org>",
    "Portions copyright 1999, 2000 by The Bar Foundation",
    "@author Baz Qux, written by A. N. Other",
    "(C) 2001 Foo",
    "by 2003 http://example.com/",
    "copyright = get_copyright(self)",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=4), st.integers(1, 900))
def test_what_is_found_in_a_group_is_what_scancode_finds(both, texts, first):
    theirs, ours = both
    for group in groups(list(enumerate(texts, first))):
        expected = list(theirs.detect(group, include_copyrights=True))
        assert list(ours.detect(group, include_copyrights=True)) == expected
