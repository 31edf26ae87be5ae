"""A notice of an older version that a newer one lacks, as the comparisons return it."""

from __future__ import annotations

import enum
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedNotice
from attribcheck.core.model import Notice, NoticeKind
from attribcheck.notices.years import Years

TEXT_WORDS = 40
"""The least number of matched words of a licence text; a shorter match is a tag or a mention."""


def is_statement(notice: Notice) -> bool:
    """Whether a notice is a copyright statement."""
    return notice.kind is NoticeKind.COPYRIGHT


class RemovalKind(enum.Enum):
    """What happened to a notice."""

    GONE = "gone"
    YEARS = "years"
    CUT = "cut"
    RELICENSED = "relicensed"


class NoticeDiff(NamedTuple):
    """A notice of an older version that a newer one lacks, all or part of it.

    Attributes:
        kind: GONE: all of it. YEARS: years of a statement. CUT: most of a licence text. RELICENSED:
            its licences are named, in another choice or conjunction.
        item: The older notice.
        names: The holders that are missing, or the licence's id; for YEARS the holder of the years,
            for RELICENSED the older expression. Empty when the statement names nobody.
        lines: The lines to restore, without their ends; empty when they are too long to show.
        line: The number of the first of them in the older file, from 1.
        years: For YEARS, those of the newer version.
        replacement: The new notice in its place, or None.
    """

    kind: RemovalKind
    item: ClassifiedNotice
    names: tuple[str, ...]
    lines: tuple[str, ...] = ()
    line: int = 0
    years: Years | None = None
    replacement: Notice | None = None

    @property
    def notice(self) -> Notice:
        """The older notice."""
        return self.item.notice
