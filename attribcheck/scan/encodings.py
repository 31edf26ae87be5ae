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

_LEGACY = ("cp932", "euc_jp", "cp949", "gb18030", "big5", "cp1251", "koi8_r", "cp1250", WESTERN)
_NAMES = {
    "big5": "Big5",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    WESTERN: "Windows-1252 (Latin-1)",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "koi8_r": "KOI8-R",
    "latin_1": "Latin-1",
    "utf_16": "UTF-16",
    "utf_32": "UTF-32",
}
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
    if content.isascii() or _decodes(content, "utf-8") or _CONTROL.search(content):
        return None
    lines = [line for line in content.splitlines() if not line.isascii()]
    if 2 * sum(_decodes(line, "utf-8") for line in lines) >= len(lines):
        return None
    sample = b"\n".join(lines)[:_SAMPLE]
    if max(len(run) for run in _HIGH.findall(sample)) == 1:
        return _single(content, sample)
    return _judged(content, sample) or ("latin_1" if _is_western(sample) else None)


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
    return WESTERN if known or not _decodes(content, "cp1250") else "cp1250"


def _is_western(sample: bytes) -> bool:
    runs = _HIGH.findall(sample)
    return sum(len(run) == 1 for run in runs) >= 0.8 * len(runs)


def _judged(content: bytes, sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # lazy: 90 ms, for a legacy encoding only

    # The end of a sample can cut a character.
    sample = sample[: sample.rfind(b"\n")] if len(sample) == _SAMPLE else sample
    for match in from_bytes(sample, cp_isolation=list(_LEGACY), threshold=0.5):
        encoding = str(match.encoding)
        if encoding == "cp1250" and _is_western(sample):
            encoding = _single(content, sample)
        if encoding in _LEGACY and _decodes(content, encoding):
            return encoding
    return None
