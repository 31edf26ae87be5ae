"""Completes the engine's answer for a file with the notices of the detectors beside it.

The engine's ``license_expression`` and ``holders`` stay as they are. A statement that both found is
one notice: that of the engine, whose written form is the detector's when the engine's names are cut
or could not be found in the line.
"""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.core.model import ENGINE, RECODED, FileScan, Notice, NoticeKind
from attribcheck.spdx import expressions


def completed(scan: FileScan, more: Iterable[Notice]) -> FileScan:
    """Return ``scan`` with the notices of detectors.

    Args:
        scan: The engine's answer.
        more: What detectors found in the same file.
    """
    notices = list(scan.notices)
    for notice in sorted(more, key=lambda one: (one.span, one.column)):
        if notice.kind is NoticeKind.COPYRIGHT:
            _add_statement(notices, notice)
        elif not _is_stated(notices, notice):
            notices.append(notice)
    return scan._replace(notices=tuple(sorted(notices, key=lambda one: one.span)))


def _add_statement(notices: list[Notice], notice: Notice) -> None:
    same = [index for index, other in enumerate(notices) if _is_same(other, notice)]
    if not same:
        notices.append(notice)
        return
    if any(_is_complete(notices[index], notice) for index in same):
        return
    notices[same[0]] = notices[same[0]]._replace(written=notice.written)
    # What the engine made of the rest of the same statement is no second one.
    for index in reversed(same[1:]):
        del notices[index]


def _is_same(other: Notice, notice: Notice) -> bool:
    """Whether a notice of the engine begins within a detector's statement of the same line."""
    return (
        other.kind is NoticeKind.COPYRIGHT
        and other.detector in (ENGINE, RECODED)
        and notice.span.start in other.lines
        and (
            other.lines.start < notice.span.start
            or notice.column <= other.column < notice.column + len(notice.text)
        )
    )


def _is_complete(engine: Notice, notice: Notice) -> bool:
    """Whether the written names of the engine's notice hold those of the detector's."""
    if engine.written is None or not engine.written.aligned:
        return False
    return all(
        any(_letters(name) in _letters(known) for known in engine.written.holders)
        for name in notice.holders
    )


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def _is_stated(notices: list[Notice], notice: Notice) -> bool:
    """Whether the engine, too, found a licence in its line."""
    wanted = set(expressions.keys(notice.text))
    return any(
        other.kind is NoticeKind.LICENSE
        and any(
            match.span.overlaps(notice.span) and wanted <= set(expressions.keys(match.expression))
            for match in other.matches
        )
        for other in notices
    )
