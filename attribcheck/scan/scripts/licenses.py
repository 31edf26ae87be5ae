"""Reads sentences in other languages that name a licence.

The name stands directly before or behind a word for "licence" (``words``): "采用 MIT 许可证", "MIT
라이선스", "лицензия MIT", "라이선스: Apache-2.0". Noise rules:

1. The name is that of a known licence (``license_names``).
2. The sentence does not say that the licence is another's or is not used: "与 GPL 许可证不兼容"
   (not compatible with the GPL).
3. Some ids are protocols too, for which Chinese has the same word: "NTP 协议".
4. One licence is told once a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from attribcheck.scan.scripts import license_names, words
from attribcheck.scan.scripts.reading import folded
from attribcheck.scan.scripts.words import Kind


class Licensed(NamedTuple):
    """A licence in one line.

    Attributes:
        start: The number of characters before its name.
        expression: Its SPDX id.
        word: The word of the table that stands beside it.
    """

    start: int
    expression: str
    word: str


_WINDOW = 120  # characters beside a word
_PART = r"[A-Za-z0-9][A-Za-z0-9.+\-]{0,30}"
_NAME = rf"(?P<name>{_PART}(?:[ _,]{{1,2}}{_PART}){{0,6}})"
_AROUND = r"[\s\"'`*_\[\]()]{0,4}"
_LINK = r"(?:\]\([^)\s]{1,100}\))?"
_BEFORE = re.compile(rf"{_NAME}{_AROUND}{_LINK}{_AROUND}\Z", re.ASCII)
_BEHIND = re.compile(rf"(?:으?로|는|은|を|は|为|是)?\s?:?{_AROUND}{_NAME}", re.ASCII)
_SENTENCE = re.compile(r"[。！？!?;；\n]|\.(?=\s)")
# "Apache License 2.0 に基づいて": an English name that a clause in another language is about.
_ENGLISH = re.compile(
    r"\blicen[sc]e\b[\s\d.v\-]{0,12}(?:の下|のもと|下で|に基づ|に従|によ|许可|許可|发布|發布|下发|[에으로]{1,2}\s?(?:따라|의해|배포|하에))",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\W{0,4}(?:第?\s?1\s?版|v1\b)", re.IGNORECASE)
_PROTOCOLS = frozenset({"X11", "NTP", "curl", "SSH-short"})
_PROTOCOL_WORDS = frozenset({"协议", "協議"})


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns for the words, and for those of a sentence that licenses nothing."""
    return tuple(  # type: ignore[return-value] # two
        re.compile("|".join(map(re.escape, words.of(kind))), re.IGNORECASE)
        for kind in (Kind.LICENSE, Kind.NOT_LICENSED)
    )


def licenses(line: str) -> list[Licensed]:
    """Return the licences that the sentences of a line name, in order."""
    _, not_licensed = _patterns()
    found: dict[str, Licensed] = {}
    at = 0
    for sentence in _SENTENCE.split(folded(line)):
        if not not_licensed.search(sentence):
            for one in (*_titled(sentence), *_beside_words(sentence)):
                found.setdefault(one.expression, one._replace(start=at + one.start))
        at += len(sentence) + 1
    return sorted(found.values())


def clause_in(text: str, start: int, stop: int) -> int | None:
    """Return the index of the first comma behind which a line names a licence, or None.

    Args:
        text: The line, folded.
        start: The index at which the words before the comma begin.
        stop: The index behind the text that is read.
    """
    at = start
    for number, part in enumerate(text[start:stop].split(",")):
        if number and _is_clause(part):
            return at - 1
        at += len(part) + 1
    return None


def _is_clause(part: str) -> bool:
    """Whether the first sentence in a part of a line, folded, names a licence."""
    sentence = part.partition(". ")[0]
    return bool(_ENGLISH.search(sentence) or licenses(sentence))


def _titled(sentence: str) -> Iterator[Licensed]:
    for title, first, newest in license_names.TITLES:
        place = sentence.find(title)
        if place >= 0:
            is_first = _FIRST.match(sentence, place + len(title))
            yield Licensed(place, first if is_first else newest, title)


def _beside_words(sentence: str) -> Iterator[Licensed]:
    for word in _patterns()[0].finditer(sentence):
        begin = max(0, word.start() - _WINDOW)
        before = _BEFORE.search(sentence[begin : word.start()])
        behind = _BEHIND.match(sentence[word.end() : word.end() + _WINDOW])
        one = before and _named(before, begin, word.group(), reverse=True)
        one = one or (behind and _named(behind, word.end(), word.group(), reverse=False))
        if one and not (one.word in _PROTOCOL_WORDS and one.expression in _PROTOCOLS):
            yield one


def _named(match: re.Match[str], offset: int, word: str, *, reverse: bool) -> Licensed | None:
    """Return the licence of the longest part of a name that is one, next to its word.

    Args:
        match: Has the name.
        offset: The number of characters before the text that was matched.
        word: The word for "licence".
        reverse: Whether the word stands behind the name.
    """
    name = match["name"]
    parts = [part.span() for part in re.finditer(r"[^\s_,]+", name)]
    last = parts[-1][1]
    if reverse:
        tries = [(start, last) for start, _ in parts]
    else:
        tries = [(0, end) for _, end in reversed(parts)]
    for start, end in tries:
        key = license_names.resolve(name[start:end].rstrip(".,-"))
        if key:
            return Licensed(offset + match.start("name") + start, key, word)
    return None
