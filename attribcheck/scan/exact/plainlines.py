"""A line without markup keeps all its words, and a line of ASCII its characters.

``cluecode.copyrights.prepare_text_line`` takes tags out of every line, and characters beyond ASCII.

**Tags.** ``textcode.markup.strip_known_markup_from_text`` cuts a line into pieces and drops those
that are a tag or begin with an attribute; the rest is joined as it was, and its white space folded.
A line without ``<`` and ``>``, without any of the attributes and without the few "tags" that have
neither bracket keeps all its pieces.

**ASCII.** ``commoncode.text.toascii`` looks up a replacement for each character. That of an ASCII
character is itself (``build`` asks for all of them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

_BRACKETS = "<>"


def stripper(
    strip: Callable[[str], str], tags: Iterable[str], attributes: Iterable[str]
) -> Callable[[str], str]:
    """Return a function that answers as ``strip`` does.

    Args:
        strip: ``strip_known_markup_from_text``.
        tags: What it drops, in lower case.
        attributes: What a dropped piece may begin with.
    """
    marks = (*_BRACKETS, *attributes)
    others = [tag for tag in tags if not set(_BRACKETS) & set(tag)]

    def stripped(text: str) -> str:
        if any(map(text.__contains__, marks)) or any(map(text.lower().__contains__, others)):
            return strip(text)
        return " ".join(text.split())

    return stripped


def transliterator(to_ascii: Callable[..., str]) -> Callable[..., str]:
    """Return a function that answers as ``to_ascii`` does, which is ``commoncode.text.toascii``."""

    def transliterated(text: Any, translit: bool = False) -> str:
        if isinstance(text, str) and text.isascii():
            return text.replace("[?]", "_")
        return to_ascii(text, translit=translit)

    return transliterated


def is_kept() -> bool:
    """Whether the unidecode of this process keeps ASCII characters as they are."""
    from text_unidecode import unidecode  # type: ignore[import-untyped] # lazy: with the engine

    every = "".join(map(chr, range(128)))
    return bool(unidecode(every) == every)


def install(*, keeps: bool) -> None:
    """Let the cluecode of this process use them.

    Args:
        keeps: What ``is_kept`` returned.
    """
    from cluecode import copyrights  # lazy: with the engine
    from textcode import markup

    copyrights.strip_known_markup_from_text = stripper(
        markup.strip_known_markup_from_text, markup.ALL_TAGS, markup.SKIP_ATTRIBUTES
    )
    if keeps:
        copyrights.toascii = transliterator(copyrights.toascii)
