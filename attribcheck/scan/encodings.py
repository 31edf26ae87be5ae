"""Recognises the encoding of a text that is neither ASCII nor UTF-8.

The engine reads such a line as Latin-1, which turns the names of half the world into other letters,
and can't read UTF-16 at all. A byte order mark decides; else charset-normalizer judges the lines
beyond ASCII among the encodings in which source code was written. Latin-1 itself is recognised
here: its letters stand alone among ASCII ones, which says little to a judge of whole texts.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf_32"),
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
WESTERN = "cp1252"
"""Latin-1 with the signs that Windows adds: letters are where the engine reads them."""

LEGACY = ("cp932", "euc_jp", "cp949", "gb18030", "big5", "cp1251", "koi8_r", "cp1250", WESTERN)
"""The encodings that are told from each other by their characters."""

_LAST_USUAL = {"cp932": 0x98, "euc_jp": 0xCF, "gb18030": 0xD7, "cp949": 0xC8, "big5": 0xC6}
# The highest lead byte of the characters in everyday use: each standard lists these first. The
# small letters of Latin-1 are higher, so that two of its words are no East Asian text.

_NAMES = {
    "big5": "Big5",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    WESTERN: "Windows-1252 (Latin-1)",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "iso8859_2": "ISO-8859-2 (Latin-2)",
    "iso2022_jp": "ISO-2022-JP",
    "koi8_r": "KOI8-R",
    "latin_1": "Latin-1",
    "utf_16": "UTF-16",
    "utf_32": "UTF-32",
}
_JIS, _KANJI = "iso2022_jp", b"\x1b$"  # the sign that switches to kanji; all bytes are ASCII
_LONG_LINE = 200  # bytes, on average
_SAMPLE = 64 * 1024  # bytes
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_SIGNS = frozenset("©®–—“”‘’„‚·«»°§…•™\u00a0¿¡€ªº´`¨")


@lru_cache(maxsize=4)
def encoding_of(content: bytes) -> str | None:
    """Return the name of the codec that decodes ``content``.

    Returns:
        None for ASCII, for UTF-8, for a text of which some lines are UTF-8, and for a binary.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name if _decodes(content, name) else None
    if _KANJI in content and content.isascii() and _decodes(content, _JIS):
        return _JIS
    if content.isascii() or _decodes(content, "utf-8") or _CONTROL.search(content):
        return None
    lines = [line for line in content.splitlines() if not line.isascii()]
    if 2 * sum(_decodes(line, "utf-8") for line in lines) >= len(lines):
        return None
    sample = b"\n".join(lines)[:_SAMPLE]
    if max(len(run) for run in _HIGH.findall(sample)) == 1:
        return _single(content, sample)
    return _judged(content, sample) or ("latin_1" if _is_western(sample) else None)


def is_plain(content: bytes) -> bool:
    """Whether a content is ASCII, and no other encoding hides in it."""
    return content.isascii() and _KANJI not in content


def is_text(content: bytes) -> bool:
    """Whether a content beyond ASCII is text: without control characters, and in short lines."""
    if _CONTROL.search(content) or content.startswith(b"%PDF"):
        return False
    return content.count(b"\n") * _LONG_LINE >= len(content)


def said(encoding: str) -> str:
    """Return the name of an encoding for people: "EUC-KR"."""
    return _NAMES.get(encoding, encoding)


def decoded(content: bytes) -> str | None:
    """Return the text of ``content`` in its ``encoding_of``, without a mark; None without one."""
    encoding = encoding_of(content)
    return None if encoding is None else content.decode(encoding).removeprefix("\ufeff")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _single(content: bytes, sample: bytes) -> str:
    """Return the encoding of a text in which no two bytes beyond ASCII are neighbours."""
    if not _decodes(content, WESTERN):
        return "latin_1"
    letters = (sign for sign in sample.decode(WESTERN, "ignore") if not sign.isascii())
    known = all(sign.isalpha() or sign in _SIGNS for sign in letters)
    return WESTERN if known or not _decodes(content, "cp1250") else _central(content, sample)


def _central(content: bytes, sample: bytes) -> str:
    """Return which encoding of Central Europe a text is in: that in which more signs are letters.

    The two differ in a dozen letters ("ą", "ś", "ź", "ľ", "š", "ť"), which are signs in the other.
    """

    def letters(encoding: str) -> int:
        return sum(map(str.isalpha, sample.decode(encoding, "ignore")))

    both = _decodes(content, "iso8859_2")
    return "iso8859_2" if both and letters("iso8859_2") > letters("cp1250") else "cp1250"


def _is_western(sample: bytes) -> bool:
    runs = _HIGH.findall(sample)
    return sum(len(run) == 1 for run in runs) >= 0.8 * len(runs)


def _judged(content: bytes, sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # lazy: 90 ms, for a legacy encoding only

    # The end of a sample can cut a character.
    sample = sample[: sample.rfind(b"\n")] if len(sample) == _SAMPLE else sample
    for match in from_bytes(sample, cp_isolation=list(LEGACY), threshold=0.5):
        encoding = str(match.encoding)
        if encoding == "cp1250" and _is_western(sample):
            encoding = _single(content, sample)
        elif encoding == "cp1250":
            encoding = _central(content, sample)
        if _decodes(content, encoding) and _is_usual(content, sample, encoding):
            return encoding
    return None


def _is_usual(content: bytes, sample: bytes, encoding: str) -> bool:
    """Whether most East Asian characters of a text are in everyday use, and none is private.

    A table of words in Latin-1 can be read as Shift-JIS: two of its letters make a character.
    """
    last = _LAST_USUAL.get(encoding)
    if last is None:
        return True
    if any("\ue000" <= sign <= "\uf8ff" for sign in content.decode(encoding)):
        return False
    wide = [sign for sign in sample.decode(encoding, "ignore") if not sign.isascii()]
    usual = sum(sign.encode(encoding)[0] <= last for sign in wide)
    return 2 * usual >= len(wide)
