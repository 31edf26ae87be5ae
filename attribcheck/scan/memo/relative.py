"""Converts line numbers of a result to places in a skeleton, and back for another file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attribcheck.core.model import ENGINE, Excerpt, FileScan, Notice, NoticeKind, Span, Statement
from attribcheck.scan.lines import SourceLines
from attribcheck.scan.markers import markers

APPROXIMATE = "3-seq"
"""The matcher of approximate matches."""


def to_relative(scan: FileScan, kept: Sequence[int]) -> FileScan | None:
    """Return ``scan`` with indices into ``kept`` instead of line numbers.

    Args:
        scan: The engine's result; notices of other detectors and claims are left out.
        kept: The lines of the skeleton of its file, 1-based.

    Returns:
        None when the result can't be reused: it has an approximate match, a statement that belongs
        to a licence text, or a line outside of the skeleton.
    """
    scan = scan._replace(notices=tuple(n for n in scan.notices if n.detector == ENGINE))
    if scan.blank or any(
        notice.part_of or any(match.matcher == APPROXIMATE for match in notice.matches)
        for notice in scan.notices
    ):
        return None
    places = {number: place for place, number in enumerate(kept)}
    try:
        moved = _moved(scan, lambda line: places[line])
    except KeyError:
        return None
    notices = tuple(map(_without_lines, moved.notices))
    return moved._replace(notices=notices, markers=(), claims=())


def to_absolute(scan: FileScan, kept: Sequence[int], content: bytes) -> FileScan:
    """Return a result of ``to_relative`` with the line numbers of another file.

    Args:
        scan: A result with indices into ``kept``.
        kept: The lines of the skeleton of that file, 1-based.
        content: Its bytes.
    """
    return placed(scan, lambda place: kept[place], content)


def placed(scan: FileScan, to: Callable[[int], int], content: bytes) -> FileScan:
    """Return a result with the line numbers of another file, and its excerpts and markers.

    Args:
        scan: A result.
        to: Returns the line of the file for a line number of ``scan``.
        content: The bytes of the file.
    """
    moved = _moved(scan, to)
    lines = SourceLines(content)
    notices = tuple(_placed(notice, lines) for notice in moved.notices)
    return moved._replace(notices=notices, markers=markers(lines))


def _without_lines(notice: Notice) -> Notice:
    """Return ``notice`` without what depends on the rest of its lines."""
    matches = tuple(match._replace(excerpt=Excerpt(), column=1) for match in notice.matches)
    return notice._replace(excerpt=Excerpt(), column=1, matches=matches)


def _placed(notice: Notice, lines: SourceLines) -> Notice:
    if notice.kind is NoticeKind.COPYRIGHT:
        # The lines of a statement are equal, so it is written in the same way.
        place = lines.again(notice) or lines.statement(notice.text, notice.span, notice.holders)
        return notice._replace(excerpt=place.excerpt, column=place.column, written=place.written)
    excerpt, column = lines.license_at(notice.span.start)
    matches = tuple(lines.match(match, notice.span) for match in notice.matches)
    return notice._replace(excerpt=excerpt, column=column, matches=matches)


def _moved(scan: FileScan, to: Callable[[int], int]) -> FileScan:
    def span(old: Span) -> Span:
        return Span(to(old.start), to(old.end))

    def statements(old: Sequence[Statement]) -> tuple[Statement, ...]:
        return tuple(Statement(item.text, span(item.span)) for item in old)

    def notice(old: Notice) -> Notice:
        matches = tuple(m._replace(span=span(m.span)) for m in old.matches)
        written = old.written
        if written and written.lines:
            written = written._replace(lines=span(written.lines))
        return old._replace(span=span(old.span), matches=matches, written=written)

    return scan._replace(
        notices=tuple(map(notice, scan.notices)),
        holders=statements(scan.holders),
        authors=statements(scan.authors),
    )
