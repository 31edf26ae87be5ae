"""Decodes a file that may hold a notice in another script, and folds its lines for the grammars."""

from __future__ import annotations

import codecs
import contextlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from attribcheck.scan import encodings
from attribcheck.scan.scripts import words
from attribcheck.scan.scripts.words import Kind

_MARKS = (Kind.SIGN, Kind.COPYRIGHT, Kind.RIGHTS, Kind.OWNED, Kind.LICENSE)
_LEAST = 5  # bytes of a word by which an encoding is known
_HEAD = 8192  # bytes in which a binary has a NUL
_TITLE = "木"  # of the Mulan licences: the first character of both spellings

# The longest BOM first: that of UTF-32-LE begins with that of UTF-16-LE.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENGLISH = rb"(?i:copyr(?:ight)?\b|\(c\)|copyrighttext)"
_SIGN = "©".encode()
_WIDE = rb"\xef\xbc[\x81-\xbf]|\xef\xbd[\x80-\x9e]"  # U+FF01 to U+FF5E in UTF-8


def lines_of(content: bytes, *, european: bool = True) -> list[tuple[int, str]]:
    """Return the lines of a file that may hold a notice in another script, with their numbers.

    Lines end where the engine ends them. A file that is not UTF-8 is decoded as ``scan.encodings``
    recognises it, like for all who read it; the encodings that it doesn't know, by a word of their
    language.

    Args:
        content: The bytes.
        european: Whether it may hold a word of a language with Latin letters.
    """
    text = _decoded(content, european=european)
    if text is None:
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    lines = text.split("\n")
    # In ASCII alone there is no word but of a language with Latin letters.
    places = [at for at, line in enumerate(lines) if european or not line.isascii()]
    # A dictionary has a hundred thousand lines: each word is searched in all of them at once.
    asked = map(lines.__getitem__, places)
    plain = "\n".join(line if line.isascii() else folded(line) for line in asked)
    plain = plain.replace("\t", " ").lower()  # the one ASCII character that is folded
    ends = list(accumulate(len(line) + 1 for line in plain.split("\n")))
    found = {at for at in _with(_searched(), plain, ends) if not lines[places[at]].isascii()}
    if european:
        found |= _with(_european(), plain, ends)
    return [(places[at] + 1, lines[places[at]]) for at in sorted(found)]


def _with(wanted: Iterable[str], plain: str, ends: Sequence[int]) -> set[int]:
    """Return the indices of the lines that hold any of the words.

    Args:
        wanted: The words.
        plain: The folded text in lower case.
        ends: The place behind each of its lines.
    """
    found: set[int] = set()
    for word in wanted:
        at = plain.find(word)
        while at >= 0:
            index = bisect_right(ends, at)
            found.add(index)
            at = plain.find(word, ends[index])
    return found


@lru_cache(maxsize=1)
def _searched() -> tuple[str, ...]:
    """Return what a line with a notice has one of, folded and in lower case."""
    found = {_head(word) for word in words.WORDS if not word.is_european and word.kind in _MARKS}
    return _shortest(found | {"copyright", "copr.", "(c)", "(с)", "©", _TITLE})


@lru_cache(maxsize=1)
def _european() -> tuple[str, ...]:
    """Return what a line with a notice in a European language has one of; see ``_searched``."""
    return _shortest({_head(w) for w in words.WORDS if w.is_european and w.kind in _MARKS})


def _head(word: words.Word) -> str:
    return folded(word.text.partition("{}")[0].strip()).lower()


def _shortest(found: set[str]) -> tuple[str, ...]:
    """Return the words without those that have another in them: they are found with it."""
    return tuple(text for text in found if not any(o in text for o in found if o != text))


def _decoded(content: bytes, *, european: bool) -> str | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace")
    if b"\0" in content[:_HEAD]:
        return None  # a binary
    if content.isascii():
        return encodings.decoded(content) or content.decode()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content)
    return text.removeprefix("\ufeff") if european or _in_utf8().search(content) else None


def _legacy(content: bytes) -> str | None:
    for encoding, word in _in_others():
        if word.search(content):
            with contextlib.suppress(UnicodeDecodeError):
                return content.decode(encoding)
    return encodings.decoded(content) or "\n".join(map(_line, content.splitlines()))


def _line(line: bytes) -> str:
    """Return a line of a text in no encoding; the bytes of one that is not UTF-8 are no letters."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return ""


@lru_cache(maxsize=1)
def _in_utf8() -> re.Pattern[bytes]:
    """Return a pattern for the words in UTF-8, and for English ones that may precede a name."""
    # By their first letters, of which there are few: most files have none, and words share them.
    heads = {w.text[:3] for w in words.WORDS if not w.is_european and w.kind in _MARKS}
    stems = {way(head).encode() for head in heads for way in (str, str.capitalize, str.upper)}
    stems |= {_TITLE.encode(), _SIGN}
    joined = b"|".join(re.escape(stem) for stem in sorted(stems))
    return re.compile(b"|".join((joined, _WIDE, _ENGLISH)))


@lru_cache(maxsize=1)
def _in_others() -> tuple[tuple[str, re.Pattern[bytes]], ...]:
    """Return the encodings that only a word tells from others, with a pattern for its words.

    A short word is found by chance in any table of bytes.
    """
    found: dict[str, set[bytes]] = {}
    told = {*encodings.LEGACY, "iso2022_jp"}
    for word in words.WORDS:
        if word.kind not in (Kind.COPYRIGHT, Kind.RIGHTS, Kind.LICENSE):
            continue
        for encoding in {*words.ENCODINGS.get(word.language, ())} - told:
            for text in (word.text, word.text.capitalize()):
                with contextlib.suppress(UnicodeEncodeError):  # a letter that it does not have
                    encoded = text.encode(encoding)
                    if len(encoded) >= _LEAST:
                        found.setdefault(encoding, set()).add(encoded)
    return tuple(
        (encoding, re.compile(b"|".join(map(re.escape, sorted(texts)))))
        for encoding, texts in found.items()
    )


_FOLDED: dict[int, int | str] = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u200e\u200f\u200b\ufeff\t"), " "),
    **dict.fromkeys(map(ord, "，、،"), ","),
    **dict.fromkeys(map(ord, "ⓒⒸ℗"), "©"),
    **dict.fromkeys(map(ord, "–—−〜～"), "-"),
    **dict.fromkeys(map(ord, "’ʼ"), "'"),
    **dict.fromkeys(map(ord, "《》「」『』【】“”„«»"), '"'),
    **{zero + n: str(n) for zero in (0x660, 0x6F0, 0x966, 0xE50) for n in range(10)},
}


def folded(line: str) -> str:
    """Return a line with the plain form of each wide character, digit and sign.

    Each character is replaced by one, so that places in the result are places in the line.
    """
    return line.translate(_FOLDED)
