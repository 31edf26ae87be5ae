"""The engine's words are found in the letters of the lines."""

from __future__ import annotations

import pytest

from attribcheck.scan.written.letters import align, plain_words, transliterated, words


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("# Müller Söhne", "Muller Sohne", ["Müller", "Söhne"]),
        ("# 하늘연구소", "haneulyeonguso", ["하늘연구소"]),
        ("# 阿里云 (x)", "A Li Yun", ["阿", "里", "云"]),
        ("# ООО Пример", "OOO Primer", ["ООО", "Пример"]),
        ("# ＦＯＯ １", "FOO 1", ["ＦＯＯ", "１"]),
        ("# Foo Corp.", "Foo Corp", ["Foo", "Corp"]),
    ],
)
def test_each_word_has_its_letters(line: str, text: str, found: list[str]) -> None:
    there = words([line])
    places = align(plain_words(text), there).found
    assert [line[there[at].start : there[at].end] for at in places] == found


def test_a_word_that_is_not_there_is_missing_and_the_others_are_found() -> None:
    there = words(["Foo <b>Bar</b> Baz"])
    alignment = align(["foo", "qux", "bar", "baz"], there)
    assert [place is None for place in alignment.places] == [False, True, False, False]
    assert alignment.is_sure


def test_words_that_stand_nearer_together_are_the_statement() -> None:
    line = '"copyright": "Copyright 2021 Foo"'
    there = words([line])
    first = there[align(["copyright", "2021", "foo"], there).found[0]]
    assert line[first.start : first.end] == "Copyright"


def test_words_of_an_address_are_marked() -> None:
    there = words(["Dana Example <dana.example@foo.example>, see www.foo.example"])
    assert [word.text for word in there if not word.in_address] == ["dana", "example", "see"]


def test_the_engine_drops_the_first_byte_of_a_broken_sign() -> None:
    assert transliterated("Â© Foo") == "(c) Foo"
