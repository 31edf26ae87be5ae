"""Compares names of copyright holders and splits statements that name several.

"The ZhipuAI Inc. team and HuggingFace Inc. team" names two holders; "Zhipu AI" in a policy matches
the first. The normal form for comparison omits case, accents, width, punctuation, spaces, legal
forms (Inc., GmbH, ...) and generic words (the, team, authors, contributors, ...).
``re:PATTERN`` entries are regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from attribcheck.notices import places

if TYPE_CHECKING:
    from attribcheck.notices.holder_patterns import HolderPattern

_LEGAL_FORMS = frozenset(
    "ab ag as asa bv bvba co company corp corporation cv doo ev gmbh inc incorporated kg kk limited"
    " llc llp lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sarl sas se spa srl sro zoo kgaa bhd"
    " ооо оао зао пао ао тов прат 주식회사 유한회사 유한책임회사 재단법인 사단법인"
    " 株式会社 株式會社 有限会社 合同会社 有限公司 股份有限公司 有限责任公司 有限責任公司".split()
)
# These stand before a name, too.
_LEADING_FORMS = frozenset(form for form in _LEGAL_FORMS if not form.isascii())
_GENERIC = frozenset(
    "the team teams author authors contributor contributors individual individuals other others"
    " and by its it's affiliate affiliates subsidiary subsidiaries all rights reserved et al"
    " respective several various 및 기여자 저작자 개발자 贡献者 作者 开发者 участники"
    " авторы".split()
)
# "&", "/" and "+" separate only between spaces: AT&T is one name.
# No separator: "Foo GmbH & Co. KG", "Foo & Sons", "Luft- und Raumfahrt".
_KIN = r"(?:&|and|und|et)\s+(?:sons?|söhne|soehne|sohn|brothers|fils|figli)\b"
_AND = rf"(?<!\s)(?<!\w-)\s+(?!{_KIN})(?:[/+]|&(?!\s*co\b)|and|und|et|및|[和与與及])\s+"
_WITHIN = re.compile(rf"\s+(?={_KIN})(?:&|\w+)\s+|(?<=\w-)\s+(?:and|und|et)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(rf"\s*[,;、，；]\s*(?:(?:[&/+]|and|und)\s+)?|{_AND}", re.IGNORECASE)
_CONJUNCTION = re.compile(rf"\s*[;；、]\s*|,?{_AND}", re.IGNORECASE)
# An address in brackets or a URL. Neither part crosses the next bracket: a line of brackets would
# take quadratic time.
# "(foo at bar org)" is an address, too.
_CONTACT = re.compile(
    r"<[^<>]*>|\((?=[^()]*(?:@|://|www\.))[^()]*\)|https?://\S*"
    r"|\([a-z][\w.+-]* at [a-z0-9][a-z0-9. -]*[. ][a-z]{2,4}\)"
)
_MAIL = re.compile(r"[^@]+@[^@]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")  # B.V., S.A.R.L.: one word, not two letters
# Legal forms of several words: "Sp. z o.o.", "A/S", "s. r. o.".
_SEVERAL = re.compile(r"\bsp\.?\s*z\s*o\.?\s*o\.?(?!\w)|\ba/s\b|\bs\.\s*r\.\s*o\.?(?!\w)")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['\u2019]")


def _is_name(piece: str) -> bool:
    """Whether a piece is a name: "contributors" and the "Inc." of "Foo, Inc." are not."""
    return any(word not in _GENERIC and word not in _LEGAL_FORMS for word in _words(piece))


def _words(name: str) -> list[str]:
    text = name.casefold()
    if not name.isascii():
        from attribcheck.notices import spelling  # lazy: few names

        text = spelling.without_legal_forms(spelling.plain(name))
    text = _SEVERAL.sub(" ", _CONTACT.sub(" ", text))
    text = " ".join(word for word in text.split() if not _MAIL.match(word))
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    return _WORD.findall(_APOSTROPHE.sub("", text))


@lru_cache(maxsize=8192)
def normal_form(name: str) -> str:
    """Return the form that all spellings of one holder share; empty when it is no name.

    >>> normal_form("The Zhipu AI, Inc. team") == normal_form("zhipuai")
    True
    """
    words = [word for word in _words(name) if word not in _GENERIC]
    if len(words) > 1 and words[0] in _LEADING_FORMS:
        words = words[1:]
    # A legal form follows a name; the first word of "SAS Institute" is not one.
    return "".join(words[:1] + [word for word in words[1:] if word not in _LEGAL_FORMS])


def has_legal_form(name: str) -> bool:
    """Whether a name ends in a legal form, as in "Foo GmbH" and "Foo Sp. z o.o."."""
    text = name.casefold().rstrip(" .,")
    if any(match.end() >= len(text) for match in _SEVERAL.finditer(text)):
        return True
    words = _words(name)
    return len(words) > 1 and words[-1] in _LEGAL_FORMS


class HolderNames:
    """The holders in one list of the policy.

    Args:
        entries: Plain names, or ``re:PATTERN``: a case-insensitive regular expression for a
            complete name.

    Raises:
        ValueError: a pattern can't be used (the policy's loader rejects it before).
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = tuple(entries)
        self._names: set[str] = set()
        self._literal: set[str] = set()
        self._patterns: list[HolderPattern] = []
        for entry in self._entries:
            if entry.startswith("re:"):
                from attribcheck.notices.holder_patterns import compiled  # lazy: few have one

                self._patterns.append(compiled(entry[3:]))
            elif form := normal_form(entry):
                self._names.add(form)
            else:
                self._literal.add(_as_written(entry))

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if any(pattern.matches(name.strip()) for pattern in self._patterns):
            return True
        form = normal_form(name)
        return form in self._names if form else _as_written(name) in self._literal

    def lookalike(self, name: str) -> str | None:
        """Return a plain entry of which the letters look like those of ``name``, or None."""
        from attribcheck.notices.spelling import as_latin  # lazy: a finding only

        latin, form = normal_form(as_latin(name)), normal_form(name)
        return next(
            (
                entry
                for entry in self._entries
                if not entry.startswith("re:")
                and normal_form(as_latin(entry)) == latin
                and normal_form(entry) != form
            ),
            None,
        )


def _as_written(name: str) -> str:
    """Return the comparable form of a generic name: its words, or all of it ("---")."""
    return "".join(_words(name)) or name.strip().casefold()


def unexplained(statement_holder: str, known: Iterable[HolderNames]) -> tuple[str, ...]:
    """Return the names in a holder string of the engine that are in none of ``known``.

    The string may name several holders. It is split at commas, "and", "&" and the like, and every
    run of adjacent pieces may be one name ("Ernst and Young"); the split with the fewest unknown
    pieces is used. Generic pieces ("and contributors", "Inc.") and the place behind a name are
    ignored unless there are no others.

    Args:
        statement_holder: As the engine reports it.
        known: The allowed holders; each piece may be in another of them.
    """
    return _unexplained(statement_holder, tuple(known))


@lru_cache(maxsize=8192)  # a repository names few holders, in thousands of files
def _unexplained(statement_holder: str, known: tuple[HolderNames, ...]) -> tuple[str, ...]:
    statement_holder = " ".join(statement_holder.split())

    def is_known(name: str) -> bool:
        if any(name in names for names in known):
            return True
        # A policy may have "Foo" and "Sons GmbH" for "Foo & Sons GmbH".
        parts = _WITHIN.split(name)
        return len(parts) > 1 and all(any(part in names for names in known) for part in parts)

    if is_known(statement_holder):
        return ()
    pieces = _pieces(statement_holder)
    if not any(_is_name(statement_holder[start:end]) for start, end in pieces):
        return (statement_holder,) if statement_holder else ()
    place = places.place_from([statement_holder[start:end] for start, end in pieces])
    if place < len(pieces) and "," in statement_holder[pieces[place - 1][1] : pieces[place][0]]:
        pieces = pieces[:place]
    # best[i]: the unknown pieces of pieces[i:], computed from the end.
    best: list[tuple[str, ...]] = [()] * (len(pieces) + 1)
    for first in range(len(pieces) - 1, -1, -1):
        start, end = pieces[first]
        piece = statement_holder[start:end]
        best[first] = (piece, *best[first + 1]) if _is_name(piece) else best[first + 1]
        for last in range(first, min(first + _MAX_RUN, len(pieces))):
            if len(best[last + 1]) < len(best[first]) and is_known(
                statement_holder[start : pieces[last][1]]
            ):
                best[first] = best[last + 1]
    return best[0]


def names(statement_holder: str) -> tuple[str, ...]:
    """Return the names in a holder string of the engine, as entries for a new component.

    "Foo Corp. and Bar GmbH" returns both; generic pieces are omitted unless there are no others.
    Commas do not split: a legal form or a city follows one as often as another name does. A name
    that begins like a pattern is escaped.
    """
    statement_holder = " ".join(statement_holder.split())
    pieces = [statement_holder[start:end] for start, end in _pieces(statement_holder, _CONJUNCTION)]
    found = [piece for piece in pieces if _is_name(piece)]
    if not found and statement_holder:
        found = [statement_holder]
    return tuple(f"re:{re.escape(name)}" if name.startswith("re:") else name for name in found)


_MAX_RUN = 8  # pieces in one name
_MAX_PIECES = 64  # a longer list is data, not a statement; its tail stays one piece


def _pieces(text: str, separator: re.Pattern[str] = _SEPARATOR) -> list[tuple[int, int]]:
    """Return the start and end of each piece between separators."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in separator.finditer(text):
        if len(found) == _MAX_PIECES:
            break
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]
