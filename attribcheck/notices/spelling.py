"""Spellings of one name: accents, widths of letters, legal forms, and letters that look alike.

Accents are left out of Latin and Greek letters only: in other scripts a mark makes another letter
("ガ" is not "カ").

Source of the table of look-alikes: Unicode Technical Standard 39, confusables.txt, its letters of
Cyrillic, Greek and Armenian (https://www.unicode.org/reports/tr39/).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("(?<=[A-Za-z\u0370-\u03ff])[\u0300-\u036f]+")
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# One letter in brackets for a legal form: "(주)", "(株)".
_BRACKETED = re.compile(r"\(\s*(?:주|유|재|사|株|有|社|財|同)\s*\)")
_AFFIXES = (
    *(
        "股份有限公司",
        "有限责任公司",
        "有限責任公司",
        "有限公司",
        "株式会社",
        "株式會社",
        "有限会社",
    ),
    *("合同会社", "주식회사", "유한책임회사", "유한회사", "재단법인", "사단법인"),
)

_LOOKALIKES = str.maketrans(
    dict(
        zip(
            "аеорсухіјѕһԁԛԝӏѵАВЕКМНОРСТУХІЈЅԚԜ" + "ονιαρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "օոսհ" + "ıɑɡ",
            "aeopcyxijshdqwlvABEKMHOPCTYXIJSQW" + "ovlapuABEZHIKMNOPTYX" + "onuh" + "iag",
            strict=True,
        )
    )
)


def plain(text: str) -> str:
    """Return ``text`` in lower case, without accents and differences of width.

    >>> plain("Müller") == plain("MULLER")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", folded).translate(_PLAIN)
    return unicodedata.normalize("NFC", _MARKS.sub("", parts))


def without_legal_forms(text: str) -> str:
    """Return ``plain`` text without legal forms that are no words of their own.

    Those between spaces (Inc., ООО) are left out by ``holders``.
    """
    return " ".join(map(_without_affix, _BRACKETED.sub(" ", text).split()))


def _without_affix(word: str) -> str:
    for affix in _AFFIXES:
        rest = word.removeprefix(affix).removesuffix(affix)
        if rest != word and rest:
            return rest
    return word


@lru_cache(maxsize=4096)
def as_latin(name: str) -> str:
    """Return ``name`` with the Latin letter for each letter that looks like one."""
    return name if name.isascii() else name.translate(_LOOKALIKES)


def is_disguised(name: str) -> bool:
    """Whether all letters of ``name`` beyond ASCII look like Latin ones, as in "Fоо"."""
    return not name.isascii() and plain(as_latin(name)).isascii() and not plain(name).isascii()


def differing_letters(name: str, other: str) -> str:
    """Return which letters of ``name`` only look like those of ``other``, as a clause."""
    found: dict[str, None] = {}
    ours, theirs = unicodedata.normalize("NFC", name), unicodedata.normalize("NFC", other)
    for letter in (*ours, *theirs):
        if as_latin(letter) != letter:
            found[letter] = None
    return ", ".join(
        f'"{letter}" is {_named(letter)}, not {_named(as_latin(letter))}' for letter in found
    )


def _named(letter: str) -> str:
    return f"{unicodedata.name(letter, 'a letter')} (U+{ord(letter):04X})"
