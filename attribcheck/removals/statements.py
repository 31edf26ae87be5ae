"""Copyright statements of two versions: whom they name, for which years, and what is lost of it.

Statements are compared by holder and year, over the whole file: "2019 Foo" and "2020 Foo" may
become "2019-2020 Foo", and a statement may move. A year more is no loss, a year less is one.
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
    """What a newer version does not state any more.

    Attributes:
        notice: The statement as it stood.
        holders: The names in it that nothing names now, or the one whose years are lost.
        years: The years that are stated now for that holder, when some are lost; else None.
    """

    notice: Notice
    holders: tuple[str, ...]
    years: Years | None = None


class StatedHolders:
    """Who is named in the statements of one version, and for which years.

    Args:
        statements: Its copyright statements.
        own: Whose names need not be there: our own.
    """

    def __init__(self, statements: Iterable[Notice], own: HolderNames) -> None:
        self._own = own
        self._named = [(_spellings(notice.holders), Years.of(notice.text)) for notice in statements]
        self._known = HolderNames(name for spelt, _ in self._named for name in spelt)

    def diff(self, statement: Notice) -> StatementDiff | None:
        """Return what these statements do not say of ``statement``; None when they say it all."""
        missing = tuple(
            name
            for holder in statement.holders
            for name in unexplained(holder, (self._known, self._own))
        )
        if missing:
            return StatementDiff(statement, tuple(dict.fromkeys(missing)))
        years = Years.of(statement.text)
        if not statement.holders:
            stated = _union(years for spelt, years in self._named if not spelt)
            unnamed = any(not spelt for spelt, _ in self._named)
            return None if unnamed and stated.covers(years) else StatementDiff(statement, ())
        for holder in statement.holders:
            for name in (name for name in names(holder) if name not in self._own):
                stated = _union(
                    found for spelt, found in self._named if _names_one(spelt, holder, name)
                )
                if not stated.covers(years):
                    return StatementDiff(statement, (name,), stated)
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
    """Return every name that holder strings can be read to hold, the whole strings first.

    An entry that a policy would read as a pattern is one of ``holders.names``' own.
    """
    found: dict[str, None] = {}
    for holder in holders:
        whole = " ".join(holder.split())
        pieces = [piece for part in names(holder) for piece in _comma_pieces(part)]
        found.update(dict.fromkeys((*([] if whole.startswith("re:") else [whole]), *pieces)))
    return tuple(found)


def _comma_pieces(name: str) -> list[str]:
    """Return a name, and its parts when commas or lone dashes may part several names."""
    parts = [part.strip() for part in _PARTS.split(name)]
    return [name, *filter(None, parts)] if len(parts) > 1 else [name]
