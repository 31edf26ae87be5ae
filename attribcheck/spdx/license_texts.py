"""Full texts of licences, from the data files of the installed scancode-toolkit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from attribcheck.spdx import catalog

_FACTS = re.compile(r"---\n(?P<facts>.*?\n)---(?:\n|\Z)(?P<text>.*)\Z", re.DOTALL)
_NAME = re.compile(r"^name: *(?P<name>.+(?:\n {4}(?!- ).+)*)", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
# Words allowed above a complete text: its title, or a sentence that names the code.
_HEADING_WORDS = 16


class KnownLicense(NamedTuple):
    """A licence or exception of scancode's list.

    Attributes:
        key: Its SPDX id.
        name: Its full name.
        text: Without blank lines around it; empty for a licence without a fixed text, such as a
            dedication in the author's own words.
    """

    key: str
    name: str
    text: str


@lru_cache(maxsize=256)
def known(key: str) -> KnownLicense | None:
    """Return the licence of an SPDX id, or None when it is not in scancode's list."""
    file = catalog.shipped(key)
    parts = _FACTS.match(file) if file else None
    if parts is None:
        return None
    name = _NAME.search(parts["facts"])
    words = name["name"].split() if name else [key]
    return KnownLicense(key, " ".join(words).strip("'\""), parts["text"].strip("\n"))


def is_repeated_by(key: str, text: str) -> bool:
    """Whether ``text`` equals the known text of licence ``key``, word for word.

    Case, punctuation, line breaks and a short heading are ignored. The caller removes copyright
    statements first.

    Args:
        key: The SPDX id.
        text: The text to compare.
    """
    wanted = _words_of(key)
    found = _words(text)
    return bool(wanted) and (
        found[-len(wanted) :] == wanted and len(found) - len(wanted) <= _HEADING_WORDS
    )


@lru_cache(maxsize=256)
def length(key: str) -> int:
    """Return the number of words in the text of licence ``key``; 0 when it is unknown."""
    licence = known(key)
    return len(_WORD.findall(licence.text)) if licence else 0


@lru_cache(maxsize=256)
def _words_of(key: str) -> tuple[str, ...]:
    licence = known(key)
    return _words(licence.text) if licence else ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))
