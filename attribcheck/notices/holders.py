"""Copyright holders' names: when two of them are the same, and who is named in one statement.

"The ZhipuAI Inc. team and HuggingFace Inc. team" names two holders; "Zhipu AI" in a policy is the
first of them. Names are compared by their normal form: case, punctuation, spaces, legal forms
(Inc., GmbH, ...) and words that stand for nobody (the, team, authors, contributors, ...) are left
out. ``re:PATTERN`` entries are matched as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LEGAL_FORMS = frozenset(
    "ab ag as asa bv bvba co company corp corporation cv doo ev gmbh inc incorporated kg kk limited"
    " llc llp lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sarl sas se spa srl sro zoo".split()
)
_NOBODY = frozenset(
    "the team teams author authors contributor contributors individual individuals other others"
    " and by its it's affiliate affiliates subsidiary subsidiaries all rights reserved et al"
    " respective several various".split()
)
# "&", "/" and "+" separate only when spaces stand around them: AT&T is one name.
_SEPARATOR = re.compile(
    r"\s*[,;]\s*(?:(?:[&/+]|and|und)\s+)?|\s+(?:[&/+]|and|und)\s+", re.IGNORECASE
)
_CONJUNCTION = re.compile(r"\s*;\s*|,?\s+(?:[&/+]|and|und)\s+", re.IGNORECASE)
# An address in brackets or a URL. Neither part may look beyond the next bracket: a line of nothing
# but brackets would take quadratic time.
_CONTACT = re.compile(r"<[^<>]*>|\((?=[^()]*(?:@|://|www\.))[^()]*\)|https?://\S*")
_MAIL = re.compile(r"[^@]+@[^@]+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")  # B.V., S.A.R.L.: one word, not two letters
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['\u2019]")


def _is_somebody(piece: str) -> bool:
    """Whether a piece names anybody: "contributors" and the "Inc." of "Foo, Inc." do not."""
    return any(word not in _NOBODY and word not in _LEGAL_FORMS for word in _words(piece))


def _words(name: str) -> list[str]:
    text = _CONTACT.sub(" ", unicodedata.normalize("NFKC", name))
    text = " ".join(word for word in text.split() if not _MAIL.match(word))
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    return _WORD.findall(_APOSTROPHE.sub("", text).casefold())


@lru_cache(maxsize=8192)
def normal_form(name: str) -> str:
    """Return what two spellings of one holder have in common; empty when nobody is named.

    >>> normal_form("The Zhipu AI, Inc. team") == normal_form("zhipuai")
    True
    """
    words = [word for word in _words(name) if word not in _NOBODY]
    # A legal form follows a name; "SAS Institute" begins with one that is none.
    return "".join(words[:1] + [word for word in words[1:] if word not in _LEGAL_FORMS])


class HolderNames:
    """The holders that a policy entry lists.

    Args:
        entries: Plain names, or ``re:PATTERN``: a regular expression that has to match a whole
            name, whatever its case.

    Raises:
        re.error: a pattern does not compile (the policy's loader refuses it before).
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._names: set[str] = set()
        self._literal: set[str] = set()
        self._patterns: list[re.Pattern[str]] = []
        for entry in entries:
            if entry.startswith("re:"):
                self._patterns.append(re.compile(entry[3:], re.IGNORECASE))
            elif form := normal_form(entry):
                self._names.add(form)
            else:
                self._literal.add(_as_written(entry))

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if any(pattern.fullmatch(name.strip()) for pattern in self._patterns):
            return True
        form = normal_form(name)
        return form in self._names if form else _as_written(name) in self._literal


def _as_written(name: str) -> str:
    """Return what is compared of a name that names nobody: its words, else all of it ("---")."""
    return "".join(_words(name)) or name.strip().casefold()


def unexplained(statement_holder: str, known: Iterable[HolderNames]) -> tuple[str, ...]:
    """Return the names in one holder string of the engine's that nobody in ``known`` explains.

    The string may name several holders. It is cut at commas, "and", "&" and their like, and every
    run of neighbouring pieces may be one name ("Ernst and Young"); the cut that leaves the fewest
    pieces over is taken. Pieces that name nobody ("and contributors", "Inc.") need no explanation
    unless there is nothing else.

    Args:
        statement_holder: As the engine reports it.
        known: Who may be named; each part may be explained by another of them.
    """
    known = tuple(known)
    statement_holder = " ".join(statement_holder.split())

    def explains(name: str) -> bool:
        return any(name in names for names in known)

    if explains(statement_holder):
        return ()
    pieces = _pieces(statement_holder)
    if not any(_is_somebody(statement_holder[start:end]) for start, end in pieces):
        return (statement_holder,) if statement_holder else ()
    # best[i]: what is left over of pieces[i:], computed from the end.
    best: list[tuple[str, ...]] = [()] * (len(pieces) + 1)
    for first in range(len(pieces) - 1, -1, -1):
        start, end = pieces[first]
        piece = statement_holder[start:end]
        best[first] = (piece, *best[first + 1]) if _is_somebody(piece) else best[first + 1]
        for last in range(first, min(first + _MAX_RUN, len(pieces))):
            if len(best[last + 1]) < len(best[first]) and explains(
                statement_holder[start : pieces[last][1]]
            ):
                best[first] = best[last + 1]
    return best[0]


def names(statement_holder: str) -> tuple[str, ...]:
    """Return the names in one holder string of the engine's, for a first declaration.

    "Foo Corp. and Bar GmbH" gives both; what names nobody is left out unless it is all there is.
    Commas stay: they part a name from its legal form or its city as often as from another name.
    A name that a policy would read as a pattern is written as the pattern of itself.
    """
    statement_holder = " ".join(statement_holder.split())
    pieces = [statement_holder[start:end] for start, end in _pieces(statement_holder, _CONJUNCTION)]
    found = [piece for piece in pieces if _is_somebody(piece)]
    if not found and statement_holder:
        found = [statement_holder]
    return tuple(f"re:{re.escape(name)}" if name.startswith("re:") else name for name in found)


_MAX_RUN = 8  # no one name has more separators in it, save one that is the whole statement
_MAX_PIECES = 64  # a longer list is data, not a statement; its tail is kept as one piece


def _pieces(text: str, separator: re.Pattern[str] = _SEPARATOR) -> list[tuple[int, int]]:
    """Return where the pieces between separators stand in ``text``."""
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
