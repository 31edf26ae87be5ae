"""An answer in terms of a file's kept lines, and back in terms of another file's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attribcheck.core.model import ENGINE, Excerpt, FileScan, Notice, Span, Statement
from attribcheck.scan.lines import SourceLines
from attribcheck.scan.markers import markers

_APPROXIMATE = "3-seq"


def taken(scan: FileScan, kept: Sequence[int]) -> FileScan | None:
    """Return ``scan`` with the places of its lines among ``kept`` as line numbers.

    None when it can't stand for another file: it holds an approximate match, a statement that
    belongs to a licence text, or a line that is not kept.

    Args:
        scan: The engine's answer; what other detectors found in the file is left out.
        kept: The kept lines of its file.
    """
    scan = scan._replace(notices=tuple(n for n in scan.notices if n.detector == ENGINE))
    if scan.blank or any(
        notice.part_of or any(match.matcher == _APPROXIMATE for match in notice.matches)
        for notice in scan.notices
    ):
        return None
    places = {number: place for place, number in enumerate(kept)}
    try:
        moved = _moved(scan, lambda line: places[line])
    except KeyError:
        return None
    notices = tuple(notice._replace(excerpt=Excerpt(), column=1) for notice in moved.notices)
    return moved._replace(notices=notices, markers=())


def given(scan: FileScan, kept: Sequence[int], content: bytes) -> FileScan:
    """Return what ``taken`` returned as the answer for a file.

    Args:
        scan: An answer in terms of kept lines.
        kept: The kept lines of the file.
        content: Its bytes.
    """
    moved = _moved(scan, lambda place: kept[place])
    lines = SourceLines(content)
    notices = []
    for notice in moved.notices:
        excerpt, column = lines.place(notice.span.start, notice.text, notice.kind)
        notices.append(notice._replace(excerpt=excerpt, column=column))
    return moved._replace(notices=tuple(notices), markers=markers(lines))


def _moved(scan: FileScan, to: Callable[[int], int]) -> FileScan:
    def span(old: Span) -> Span:
        return Span(to(old.start), to(old.end))

    def statements(old: Sequence[Statement]) -> tuple[Statement, ...]:
        return tuple(Statement(item.text, span(item.span)) for item in old)

    def notice(old: Notice) -> Notice:
        matches = tuple(m._replace(span=span(m.span)) for m in old.matches)
        return old._replace(span=span(old.span), matches=matches)

    return scan._replace(
        notices=tuple(map(notice, scan.notices)),
        holders=statements(scan.holders),
        authors=statements(scan.authors),
    )
