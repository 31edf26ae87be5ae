"""Spellings of one name, and letters that only look alike."""

from __future__ import annotations

import pytest

from attribcheck.notices.holders import HolderNames, normal_form
from attribcheck.notices.spelling import as_latin, differing_letters, is_disguised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Muller"),
        ("Jürgen Größl", "Jurgen Grossl"),
        ("Łódź Søft AS", "Lodz Soft"),
        ("Société Générale S.A.", "SOCIETE GENERALE"),
        ("ＮＡＶＥＲ", "NAVER"),
        ("네이버 주식회사", "네이버"),
        ("주식회사 네이버", "네이버"),
        ("(주)네이버", "네이버"),
        ("㈜카카오", "카카오"),
        ("阿里云计算有限公司", "阿里云计算"),
        ("示例科技股份有限公司", "示例科技"),
        ("株式会社サンプル", "サンプル"),
        ("ООО «Пример»", "Пример"),
        ("Foo Sp. z o.o.", "Foo"),
        ("Foo A/S", "Foo"),
        ("Foo s. r. o.", "Foo"),
    ],
)
def test_accents_width_and_legal_forms_make_no_other_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other) != ""
    assert one in HolderNames([other])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ガス", "カス"),
        ("Музей", "Музеи"),
        ("Fоо", "Foo"),
        ("주", "네이버"),
        ("AS", "A/S Foo"),
    ],
)
def test_other_letters_make_another_name(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


def test_a_legal_form_alone_is_a_name() -> None:
    assert normal_form("ООО") == "ооо"


def test_letters_that_look_alike_are_told() -> None:
    assert as_latin("Fоо Соrр") == "Foo Corp"
    assert HolderNames(["re:x", "Foo Corp."]).lookalike("Fоо Corp") == "Foo Corp."
    assert HolderNames(["Foo Corp."]).lookalike("Foo Corp") is None
    assert HolderNames(["Foo Corp."]).lookalike("Bar") is None
    assert differing_letters("Fоо", "Foo") == (
        '"о" is CYRILLIC SMALL LETTER O (U+043E), not LATIN SMALL LETTER O (U+006F)'
    )


@pytest.mark.parametrize(
    ("name", "disguised"),
    [("Fоо", True), ("Foo", False), ("Müller", False), ("Пример", False), ("네이버", False)],
)
def test_a_name_is_disguised_when_all_its_other_letters_look_latin(
    name: str, *, disguised: bool
) -> None:
    assert is_disguised(name) is disguised
