"""The encoding of a text that is not UTF-8."""

from __future__ import annotations

import pytest

from attribcheck.scan.encodings import decoded, encoding_of, said

TEXTS = {
    "cp949": "# 2024 네이버 주식회사\n",
    "cp932": "# 2024 株式会社サンプル\n",
    "euc_jp": "# 2024 株式会社サンプル\n",
    "gb18030": "# 2023 阿里云计算有限公司\n",
    "big5": "# 2023 台灣積體電路製造股份有限公司\n",
    "cp1251": "# 2019 ООО Пример\n",
    "koi8_r": "# 2019 Иван Петров, Москва\n",
    "cp1252": "# 2026 Müller Söhne, Société Générale\n",
    "cp1250": "# 2020 Zażółć gęślą jaźń Sp. z o.o.\n",
    "utf_16": "# 2024 하늘연구소\r\n",
    "utf_32": "# 2024 하늘연구소\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_short_texts_are_recognised(encoding: str) -> None:
    content = TEXTS[encoding].encode(encoding)
    assert encoding_of(content) == encoding
    assert decoded(content) == TEXTS[encoding]


@pytest.mark.parametrize(
    "content",
    [
        b"plain\n",
        "하늘연구소\n".encode(),
        "하늘\n연구소\n".encode() + b"caf\xe9\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\r\xff\xd8",
        b"\xff\xfeodd",
    ],
    ids=["ascii", "utf-8", "mostly utf-8", "binary", "half a character"],
)
def test_others_have_none(content: bytes) -> None:
    assert encoding_of(content) is None
    assert decoded(content) is None


def test_a_letter_of_latin_1_alone_is_western() -> None:
    assert encoding_of(b"# \xa9 2019 J\xe9r\xf4me\n") == "cp1252"


def test_words_of_latin_1_are_no_east_asian_characters() -> None:
    table = "# Jörg Müller\nä a\nö o\nü u\nß ss\nÄÖÜ aou\nfür über\n".encode("latin-1")
    assert encoding_of(table) == "cp1252"


def test_latin_2_is_told_from_windows_1250_by_its_letters() -> None:
    assert encoding_of("Zażółć gęślą jaźń, źdźbło\n".encode("iso8859_2")) == "iso8859_2"


def test_a_copyright_sign_in_the_middle_of_a_character_is_none() -> None:
    # The bytes A9 of two kana; Latin-1 reads a sign there.
    content = "登録したときに、用法に関する質問を行います。「ぉ」のような、かな。\n".encode(
        "euc_jp"
    )
    assert b"\xa9" in content
    assert encoding_of(content) == "euc_jp"


def test_people_read_its_usual_name() -> None:
    assert (said("cp949"), said("x")) == ("EUC-KR", "x")
