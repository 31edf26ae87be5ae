"""Carries the engine's result for a file over to an edited version, when no notice was edited.

The result of a version is that of the version before, with its lines shifted, when

- no line that differs holds a sign of a notice (``skeleton.Marks``) or was part of a match of a
  licence; one beyond ASCII has no sign at all (``statement_signs``),
- nothing changed directly around a line in which a statement may start, or nothing in the group of
  lines that scancode parses together,
- the engine reads both as the same type of text, with the same beginning where that may be markup
  (tags are stripped line by line, and leave a space), and splits long lines of both or of neither,
- the licences keep their distances, as in ``skeleton``.

One edit of a notice is carried over, too, the most frequent one: other years of a copyright
statement (2024 or 2019-2024, in place of either). They replace the years in the statement.

A result with an approximate match is never carried over: it depends on the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from attribcheck.core.alignment import common_lines
from attribcheck.core.model import ENGINE, FileScan, Notice, NoticeKind, Span, Statement
from attribcheck.scan import plain_text
from attribcheck.scan.fast.statement_signs import has_sign
from attribcheck.scan.memo import relative
from attribcheck.scan.memo.skeleton import FARTHEST, TOP, Marks, Skeletons
from attribcheck.scan.prefilter import may_be_markup

_ABOVE = 2  # lines that have to be equal above the start of a statement
_BELOW = 4  # and below each of its lines; scancode adds two lines and ends at the third
_MOST = 190  # characters of an edited line in a text with licences whose long lines are split

_YEAR = r"(?:19[7-9]\d|20[0-2]\d)"
# Not within a date, a version, a path or a range in another form.
_YEARS = re.compile(rf"(?<![\w.+/-])(?:{_YEAR}-)?{_YEAR}(?![\w+/-])(?!\.\w)")
_ANY_YEARS = "\x02"  # no plain text has it
_OWN_TYPE = b"SplineFontDB"
_IMAGE = "<svg"  # libmagic may take a text with it for one
_BOM = b"\xef\xbb\xbf"


class _Edit(NamedTuple):
    """Two versions of a file.

    Attributes:
        old: The lines of the older one.
        new: The lines of the newer one.
        common: The places of lines that are equal but for white space at their ends and for years,
            old to new, 0-based.
        before: The marks of the older one.
        after: The marks of the newer one.
    """

    old: list[str]
    new: list[str]
    common: Mapping[int, int]
    before: Marks
    after: Marks


class _NotCarriedError(Exception):
    """The engine has to scan the newer version."""


def carried(
    skeletons: Skeletons, path: str, older: bytes, scan: FileScan, newer: bytes
) -> FileScan | None:
    """Return the engine's result for an edited file; None when only the engine knows it.

    Args:
        skeletons: Marks the lines of both versions.
        path: The file's path in both.
        older: The content of the version before.
        scan: The engine's result for that, also one that detectors completed.
        newer: The content of the edited version.
    """
    if _may_depend_on_all(scan) or plain_text.is_credits(path):
        return None
    edit = _edit(skeletons, path, older, newer, cut_licenses=bool(scan.license_expression))
    if edit is None or not _has_equal_notices(edit, scan):
        return None
    try:
        return _shifted(edit, scan, newer)
    except _NotCarriedError:
        return None


def _may_depend_on_all(scan: FileScan) -> bool:
    return scan.blank or any(
        notice.detector != ENGINE
        or any(match.matcher == relative.APPROXIMATE for match in notice.matches)
        for notice in scan.notices
    )


def _edit(
    skeletons: Skeletons, path: str, older: bytes, newer: bytes, *, cut_licenses: bool
) -> _Edit | None:
    """Return the edit when both versions are the same type of text and no line is a risk by itself.

    Args:
        skeletons: Marks the lines.
        path: The path of both.
        older: The older content.
        newer: The newer content.
        cut_licenses: Whether the older version has licences, whose distances would be others where
            the engine splits a long line that was edited.
    """
    old, new = (plain_text.raw_lines(one, markup=True) for one in (older, newer))
    if old is None or new is None or older.startswith(_BOM) != newer.startswith(_BOM):
        return None
    if not _have_equal_type(older, newer):
        return None
    splits = plain_text.splits_lines(old, path)
    if splits is None or splits != plain_text.splits_lines(new, path) or path.endswith(".map"):
        return None
    common = common_lines(_without_years(old), _without_years(new))
    kept = set(common.values())
    edited = [line for at, line in enumerate(old) if at not in common]
    edited += [line for at, line in enumerate(new) if at not in kept]
    if any(_IMAGE in line for line in edited):
        return None
    beyond = [line for line in edited if not line.isascii()]
    if beyond and (any(map(has_sign, beyond)) or not _are_read_alike(older, newer)):
        return None
    if splits and cut_licenses and max(map(len, edited), default=0) > _MOST:
        return None
    before = skeletons.marks(plain_text.as_read(old, path))
    after = skeletons.marks(plain_text.as_read(new, path))
    return _Edit(old, new, common, before, after)


def _have_equal_type(older: bytes, newer: bytes) -> bool:
    """Whether scancode strips the markup of both or of neither, by their beginnings."""
    heads = older[: plain_text.TYPED], newer[: plain_text.TYPED]
    if any(head.lstrip().startswith(_OWN_TYPE) for head in heads):
        return False
    return heads[0] == heads[1] or not any(map(may_be_markup, heads))


def _are_read_alike(older: bytes, newer: bytes) -> bool:
    """Whether scancode finds out the encoding of two texts in UTF-8 in the same way."""
    heads = older[: plain_text.HEAD], newer[: plain_text.HEAD]
    return older.isascii() == newer.isascii() and heads[0] == heads[1]


def _without_years(lines: Iterable[str]) -> list[str]:
    return [
        _YEARS.sub(_ANY_YEARS, line.strip()) if "19" in line or "20" in line else line.strip()
        for line in lines
    ]


def _has_equal_notices(edit: _Edit, scan: FileScan) -> bool:
    """Whether the same lines of both versions may be notices, with nothing new around them."""
    old, new, common, before, after = edit
    if {common.get(at) for at in before.rules} != after.rules:
        return False
    kept = set(common.values())
    if not (before.licenses <= common.keys() and after.licenses <= kept):
        return False
    matched = {at for n in scan.notices for m in n.matches for at in _places(m.span)}
    if not matched <= common.keys():
        return False
    years = {at for at, place in common.items() if old[at].strip() != new[place].strip()}
    if years & (matched | before.rules) or not all(old[at].isascii() for at in years):
        return False
    # A year alone can be the sign of a line within a group.
    grouped = {at for first, last in before.groups for at in range(first, last + 1)}
    if years & grouped - before.statements:
        return False
    licenses = sorted(at for at in matched | before.licenses | before.rules if old[at].strip())
    for above, below in pairwise(licenses):
        gap = common[below] - common[above]
        if min(below - above, FARTHEST) != min(gap, FARTHEST):
            return False
    if any((at >= TOP) != (common.get(at, at) >= TOP) for at in {*licenses, *before.statements}):
        return False
    return _has_equal_groups(edit) or _has_equal_statements(edit, scan)


def _has_equal_groups(edit: _Edit) -> bool:
    """Whether scancode parses the same groups of lines in both versions."""
    return [_moved(edit, *group) for group in edit.before.groups] == list(edit.after.groups)


def _has_equal_statements(edit: _Edit, scan: FileScan) -> bool:
    """Whether the lines of statements, and those in which one may start, have equal neighbours."""
    starts = set(edit.before.statements)
    for statement in (*scan.holders, *scan.authors):
        starts.update(_places(statement.span))
    for notice in scan.notices:
        if notice.kind is NoticeKind.COPYRIGHT:
            starts.update(_places(notice.span), _places(notice.lines))
    if not starts <= edit.common.keys():
        return False
    if not edit.after.statements <= {edit.common[at] for at in starts}:
        return False
    if not {edit.common[at] for at in edit.before.statements} <= edit.after.statements:
        return False
    alike = set(_in_equal_groups(edit))
    return all(at in alike or _has_equal_neighbours(edit, at) for at in starts)


def _in_equal_groups(edit: _Edit) -> Iterator[int]:
    """Yield the lines of the older version in groups that the newer one has, too."""
    for first, last in edit.before.groups:
        if _moved(edit, first, last) in edit.after.groups:
            yield from range(first, last + 1)


def _moved(edit: _Edit, first: int, last: int) -> tuple[int, int] | None:
    """Return where lines of the older version are in the newer one; None if not together."""
    places = [edit.common.get(at, -1) for at in range(first, last + 1)]
    together = places == list(range(places[0], places[0] + len(places)))
    return (places[0], places[-1]) if together and places[0] >= 0 else None


def _has_equal_neighbours(edit: _Edit, at: int) -> bool:
    place = edit.common[at]
    for by in range(-_ABOVE, _BELOW + 1):
        in_old, in_new = 0 <= at + by < len(edit.old), 0 <= place + by < len(edit.new)
        if in_old != in_new or (in_old and edit.common.get(at + by) != place + by):
            return False
    return True


def _shifted(edit: _Edit, scan: FileScan, newer: bytes) -> FileScan:
    """Return ``scan`` with the lines, and the years, of the newer version.

    Raises:
        _NotCarriedError: a line has no counterpart, or a year two of them.
    """

    def statements(items: Iterable[Statement]) -> tuple[Statement, ...]:
        return tuple(item._replace(text=_dated(edit, item.span, item.text)) for item in items)

    def notice(old: Notice) -> Notice:
        if old.kind is not NoticeKind.COPYRIGHT:
            return old
        if not _have_other_years(edit, {*_places(old.span), *_places(old.lines)}):
            return old
        holders = tuple(_dated(edit, old.span, holder) for holder in old.holders)
        text = _dated(edit, old.span, old.text, complete=True)
        # None: the statement as written is read anew.
        return old._replace(text=text, holders=holders, written=None)

    scan = scan._replace(
        notices=tuple(map(notice, scan.notices)),
        holders=statements(scan.holders),
        authors=statements(scan.authors),
        unread="",
        claims=(),
    )
    try:
        return relative.placed(scan, lambda line: edit.common[line - 1] + 1, newer)
    except KeyError:
        raise _NotCarriedError from None


def _have_other_years(edit: _Edit, places: Iterable[int]) -> bool:
    common = edit.common
    return any(at in common and edit.old[at] != edit.new[common[at]] for at in places)


def _dated(edit: _Edit, span: Span, text: str, *, complete: bool = False) -> str:
    """Return the text of a statement with the years that its lines have in the newer version.

    Args:
        edit: The edit.
        span: The lines of the statement in the older version.
        text: The text.
        complete: Whether it has to have all years that were edited.
    """
    years: dict[str, str] = {}
    for at in _places(span):
        if at not in edit.common:
            raise _NotCarriedError
        both = (_YEARS.findall(line) for line in (edit.old[at], edit.new[edit.common[at]]))
        for old, new in zip(*both, strict=True):
            if years.setdefault(old, new) != new:
                raise _NotCarriedError
    edited = {old for old, new in years.items() if old != new}
    if complete and not edited <= set(_YEARS.findall(text)):
        raise _NotCarriedError
    return _YEARS.sub(lambda found: years.get(found[0], found[0]), text)


def _places(span: Span) -> range:
    return range(span.start - 1, span.end)
