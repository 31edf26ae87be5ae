"""Compares the copyright statements of two versions of a file by holder and year.

They are compared over the complete file: "2019 Foo" and "2020 Foo" may become "2019-2020 Foo", and
a statement may move. An added year is no removal, a missing year is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attribcheck.core.model import Notice
from attribcheck.notices.holders import HolderNames, names, unexplained
from attribcheck.notices.years import Years

_PARTS = re.compile("[,]|\\s[-\u2010-\u2015]\\s")


class StatementDiff(NamedTuple):
    """The part of a statement that a newer version lacks.

    Attributes:
        notice: The older statement.
        holders: The names that no newer statement has, or the one whose years are incomplete.
        years: The years of that holder in the newer version, when some are missing; else None.
    """

    notice: Notice
    holders: tuple[str, ...]
    years: Years | None = None


class HolderIndex:
    """The holders in the copyright statements of one version, and their years.

    Args:
        statements: The statements.
        own: Our own holders, which may be missing.
    """

    def __init__(self, statements: Iterable[Notice], own: HolderNames) -> None:
        self._own = own
        self._entries = [(_spellings(one.named), Years.of(one.text)) for one in statements]
        self._known = HolderNames(name for spelt, _ in self._entries for name in spelt)

    def diff(self, statement: Notice) -> StatementDiff | None:
        """Return the part of ``statement`` that the index lacks; None when it has all of it."""
        missing = tuple(
            name
            for holder in statement.named
            for name in unexplained(holder, (self._known, self._own))
        )
        if missing:
            return StatementDiff(statement, tuple(dict.fromkeys(missing)))
        years = Years.of(statement.text)
        if not statement.named:
            unnamed = [found for spelt, found in self._entries if not spelt]
            is_covered = bool(unnamed) and _union(unnamed).covers(years)
            return None if is_covered else StatementDiff(statement, ())
        for holder in statement.named:
            for name in (name for name in names(holder) if name not in self._own):
                present = _union(
                    found for spelt, found in self._entries if _names_one(spelt, holder, name)
                )
                if not present.covers(years):
                    return StatementDiff(statement, (name,), present)
        return None


def _names_one(spelt: Sequence[str], holder: str, name: str) -> bool:
    known = HolderNames(spelt)
    return name in known or holder in known or not unexplained(name, (known,))


def _union(all_years: Iterable[Years]) -> Years:
    found = Years()
    for years in all_years:
        found |= years
    return found


def _spellings(holders: Iterable[str]) -> tuple[str, ...]:
    """Return every name that holder strings may contain, each complete string first.

    A string that a policy would read as a pattern is left to ``holders.names``.
    """
    found: dict[str, None] = {}
    for holder in holders:
        complete = " ".join(holder.split())
        pieces = [piece for part in names(holder) for piece in _comma_pieces(part)]
        found.update(dict.fromkeys((*([] if complete.startswith("re:") else [complete]), *pieces)))
    return tuple(found)


def _comma_pieces(name: str) -> list[str]:
    """Return a name, and its parts when commas or lone dashes may separate several names."""
    parts = [part.strip() for part in _PARTS.split(name)]
    return [name, *filter(None, parts)] if len(parts) > 1 else [name]
