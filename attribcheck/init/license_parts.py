"""Tells the project's own text in a LICENSE from the list of third parties behind it.

The list follows the first text, or the file is written in the format of ``debian/copyright``.
"""

from __future__ import annotations

from collections.abc import Iterable

from attribcheck.core.model import FileScan, Notice, NoticeKind
from attribcheck.manifests.base import Statement
from attribcheck.manifests.debian_copyright import DebianCopyright
from attribcheck.notices import false_positives, holders
from attribcheck.spdx import expressions

_LIST = (
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0",
    "Format: http://www.debian.org/doc/packaging-manuals/copyright-format/1.0",
)
_TEXT_WORDS = 50
"""Matched words from which on a notice is a licence's text; the shortest one in use has some 80."""


def parted(scan: FileScan) -> tuple[FileScan, list[Notice]]:
    """Part a LICENSE into the project's own notices and the statements of third parties.

    Many a LICENSE lists, behind the project's own text, those of the parts that it contains. The
    list is behind the first text; a statement there, of a holder who is not named before, shows it.

    Returns:
        The scan without the list, and the copyright statements of the list.
    """
    text_end = 0
    named: set[str] = set()
    for notice in scan.notices:
        if notice.kind is NoticeKind.LICENSE:
            # Of matches, not of the notice: the engine joins texts that follow closely.
            ends = [match.span.end for match in notice.matches if match.length >= _TEXT_WORDS]
            text_end = text_end or min(ends, default=0)
            continue
        if notice.part_of or false_positives.reason(notice, scan):
            continue
        forms = {holders.normal_form(n) for holder in notice.named for n in holders.names(holder)}
        if text_end and notice.span.start > text_end and not forms <= named:
            others = [
                one
                for one in scan.notices
                if one.kind is NoticeKind.COPYRIGHT and one.span.start >= notice.span.start
            ]
            # A text without a name may be followed by the one name that it lacks.
            if named or len({name for one in others for name in one.named}) > 1:
                before = (_text_above(one, text_end) for one in scan.notices)
                return scan._replace(notices=tuple(filter(None, before))), others
        named |= forms
    return scan, []


def _text_above(notice: Notice, end: int) -> Notice | None:
    """Return the part of a notice down to ``end``, the last line of a text; None without any.

    Of licences only texts: the list often begins with the names of its licences.
    """
    if notice.kind is NoticeKind.COPYRIGHT:
        return notice if notice.span.start <= end else None
    matches = tuple(
        match for match in notice.matches if match.span.end <= end and match.length >= _TEXT_WORDS
    )
    if not matches:
        return None
    text = expressions.conjunction(match.expression for match in matches)
    return notice._replace(text=text, matches=matches)


def statements(licences: Iterable[tuple[str, bytes]]) -> tuple[Statement, ...]:
    """Return what LICENSE files in the format of ``debian/copyright`` state of files.

    Args:
        licences: The files at the top, as pairs of path and content.
    """
    texts = [(path, content.decode("utf-8", "replace")) for path, content in licences]
    lists = [(path, text) for path, text in texts if text.startswith(_LIST)]
    return DebianCopyright().read(lists).statements
