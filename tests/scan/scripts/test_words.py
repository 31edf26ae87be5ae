"""The table of words is complete enough to be trusted, and each row says where it is from."""

from __future__ import annotations

import pytest

from attribcheck.scan.detectors.other_scripts import STEMS
from attribcheck.scan.scripts import european
from attribcheck.scan.scripts.reading import folded, lines_of
from attribcheck.scan.scripts.words import WORDS, Kind, Word

STARTS = (Kind.COPYRIGHT, Kind.RIGHTS, Kind.OWNED, Kind.LICENSE)
LANGUAGES = {
    "ko",
    "zh-Hans",
    "zh-Hant",
    "ja",
    "ru",
    "uk",
    "el",
    "ar",
    "he",
    "th",
    "hi",
    "vi",
} | european.LANGUAGES


@pytest.mark.parametrize("kind", [Kind.COPYRIGHT, Kind.RIGHTS, Kind.LICENSE])
def test_every_language_has_a_word_for_each_part_of_a_notice(kind: Kind) -> None:
    assert {word.language for word in WORDS if word.kind is kind} == {
        *LANGUAGES,
        *european.LANGUAGES,
    }


def test_every_row_has_a_source_and_none_stands_twice() -> None:
    assert all(word.source for word in WORDS)
    rows = [(word.language, word.kind, word.text) for word in WORDS]
    assert len(set(rows)) == len(rows)


def test_a_sentence_has_one_place_for_the_holder() -> None:
    assert all((word.text.count("{}") == 1) == (word.kind is Kind.OWNED) for word in WORDS)


def test_only_words_of_european_languages_can_be_in_an_ascii_file() -> None:
    assert {word.language for word in WORDS if word.text.isascii()} <= european.LANGUAGES


@pytest.mark.parametrize("word", [w for w in WORDS if w.is_european and w.kind in STARTS])
def test_the_bytes_of_a_european_word_have_a_stem_by_which_its_file_is_read(word: Word) -> None:
    for text in (word.text, word.text.capitalize(), word.text.upper()):
        part = text.replace("{}", "").encode().lower()
        assert any(stem in part for stem in STEMS), text


def test_of_ascii_folding_replaces_the_tab_alone() -> None:
    """``reading.lines_of`` folds no other line of ASCII."""
    ascii_letters = "".join(map(chr, range(128)))
    assert folded(ascii_letters) == ascii_letters.replace("\t", " ")


def test_folding_keeps_every_place() -> None:
    line = "Copyright（ｃ）２０２４，示例 ⓒ ٢٠٢٤ \u3000x"
    assert len(folded(line)) == len(line)
    assert folded(line).startswith("Copyright(c)2024,示例 © 2024")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("版权所有 (C) 2023 示例有限公司", "gb18030"),
        ("版權所有 (C) 2023 範例", "big5"),
        ("저작권 (c) 2024 예시연구소", "euc_kr"),
        ("著作権 (c) 2024 株式会社サンプル", "shift_jis"),
        ("著作権 (c) 2024 株式会社サンプル", "euc_jp"),
        ("Авторские права (c) 2020 ООО Пример", "cp1251"),
        ("Авторские права (c) 2020 ООО Пример", "koi8_r"),
        ("版权所有 2023 示例", "utf-16"),
        ("版权所有 2023 示例", "utf-32"),
    ],
)
def test_older_encodings_are_told_by_a_word_of_the_language(text: str, encoding: str) -> None:
    assert lines_of(f"x = 1\n# {text}\n".encode(encoding)) == [(2, f"# {text}")]


def test_a_file_without_any_word_has_no_such_line() -> None:
    assert lines_of("naïve café, 좋은 아침".encode()) == []
