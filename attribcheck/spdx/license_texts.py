"""The texts of licences, as the installed scancode-toolkit carries them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from attribcheck.spdx import catalog

_FACTS = re.compile(r"---\n(?P<facts>.*?\n)---(?:\n|\Z)(?P<text>.*)\Z", re.DOTALL)
_NAME = re.compile(r"^name: *(?P<name>.+(?:\n {4}(?!- ).+)*)", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
# What may stand above a text that is all there: its title, or a sentence that names the code.
_HEADING_WORDS = 16


class KnownLicense(NamedTuple):
    """A licence or an exception whose text is known.

    Attributes:
        key: Its SPDX id.
        name: Its full name.
        text: Its text, without blank lines around it; empty where there is no one text, as for a
            dedication in the author's own words.
    """

    key: str
    name: str
    text: str


@lru_cache(maxsize=256)
def known(key: str) -> KnownLicense | None:
    """Return the licence that one SPDX id names, or None when scancode's list has it not."""
    file = catalog.shipped(key)
    parts = _FACTS.match(file) if file else None
    if parts is None:
        return None
    name = _NAME.search(parts["facts"])
    words = name["name"].split() if name else [key]
    return KnownLicense(key, " ".join(words).strip("'\""), parts["text"].strip("\n"))


def is_repeated_by(key: str, text: str) -> bool:
    """Whether ``text`` is the known text of licence ``key``, word for word.

    Case, punctuation and line breaks do not count, and a short heading may stand above it. The
    copyright statements have to be taken out before: they are the file's own.
    """
    wanted = _words_of(key)
    found = _words(text)
    return bool(wanted) and (
        found[-len(wanted) :] == wanted and len(found) - len(wanted) <= _HEADING_WORDS
    )


def length(key: str) -> int:
    """Return how many words the known text of licence ``key`` has; 0 when none is known."""
    return len(_words_of(key))


@lru_cache(maxsize=256)
def _words_of(key: str) -> tuple[str, ...]:
    licence = known(key)
    return _words(licence.text) if licence else ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))
