"""Finds the notices of an older file that a newer one lacks although its code is still there.

The engine's answers for both are compared, and a notice that it does not find in the newer file is
looked for in the words of that file: the engine reads a statement together with its surroundings,
so that its answer can change where the statement did not.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.model import FileScan, MarkerKind, Notice, NoticeKind, Span
from attribcheck.core.spans import DisjointSpans
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.notices.years import Years
from attribcheck.removals import code_similarity
from attribcheck.removals.code_similarity import COMMENT, Code
from attribcheck.removals.snapshot_pair import Pair, Relation
from attribcheck.removals.statements import HolderIndex
from attribcheck.removals.text_similarity import Text, Texts, contains, mostly_contains, words
from attribcheck.scan.lines import LINE_LIMIT
from attribcheck.spdx import catalog, expressions

TEXT_WORDS = 40
"""The least number of matched words of a licence text; a shorter match is a tag or a mention."""

_CUT_SHARE = 0.5
_NEAR_LINES = 12  # how far from the old place of a notice its replacement may be
_LETTERS = re.compile(r"\w")
_OPENING = re.compile(r"\s*(?:/\*+|<!--+|\(\*+|\{-+)\s*")
_CLOSING = re.compile(r"\s*(?:\*+/|--+>|\*+\)|-+\})\s*")
_HEADER_CODE = 10  # fewer lines of code than that (imports, a docstring) may precede a header


class RemovalKind(enum.Enum):
    """What happened to a notice."""

    GONE = "gone"
    YEARS = "years"
    CUT = "cut"


class NoticeDiff(NamedTuple):
    """A notice of an older version that a newer one lacks, all or part of it.

    Attributes:
        kind: GONE: all of it. YEARS: years of a statement. CUT: most of a licence text.
        item: The older notice.
        names: The holders that are missing, or the licence's id; for YEARS the holder of the years.
            Empty when the statement names nobody.
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


def protected_notices(file: ClassifiedFile) -> list[ClassifiedNotice]:
    """Return the notices of ``file`` that may be removed only with their code: those not our own.

    A licence belongs to the holders in its file: when others are named, it is theirs, even when it
    equals the project's. At the top of the repository a licence is the project's own, and may be
    changed, unless others are named there or a component declares it.
    """
    foreign = [item for item in file.effective if item.status is not Status.OWN]
    if not any(_is_statement(item.notice) for item in foreign):
        if legal_files.applies_to_repository(file.path):
            return [item for item in foreign if item.status is Status.DECLARED]
        return foreign
    return [item for item in file.effective if item in foreign or not _is_statement(item.notice)]


def diff(
    old: ClassifiedFile, new: ClassifiedFile, pair: Pair, own: HolderNames, texts: Texts
) -> list[NoticeDiff]:
    """Return the notices of ``old`` that ``new`` lacks or altered although their code remains.

    Args:
        old: The older file.
        new: The newer one that continues it.
        pair: How it does.
        own: Our own holders, whose notices may change.
        texts: Reads both.

    Raises:
        GitError: git failed while it read.
    """
    if not isinstance(old.scan, FileScan) or not isinstance(new.scan, FileScan):
        return []
    present = outside_blocks(new.scan)
    found = missing_notices(protected_notices(old), present, own)
    if pair.relation is not Relation.SUCCESSOR:  # the older file still states the years
        found = [item for item in found if item.kind is not RemovalKind.YEARS]
    before, after = (texts.get(old.blob), texts.get(new.blob)) if found else (None, None)
    if before is None or after is None:
        return []
    after = after.without(ignored_lines(new.scan))
    found = [with_replacement(item, present, old.scan.notices) for item in found]
    found = [item for item in found if not still_contains(item, before, after)]
    remaining = _RemainingCode(old, new, pair, before, after)
    found = [item for item in found if remaining.governed_by(item.notice.lines)]
    return with_removed_lines(found, before, after)


def missing_notices(
    items: list[ClassifiedNotice], new: Iterable[Notice], own: HolderNames
) -> list[NoticeDiff]:
    """Return those of ``items`` that the engine does not find among the ``new`` notices."""
    new = list(new)
    index = HolderIndex(filter(_is_statement, new), own)
    found = []
    for item in filter(lambda item: _is_statement(item.notice), items):
        if missing := index.diff(item.notice):
            kind = RemovalKind.GONE if missing.years is None else RemovalKind.YEARS
            found.append(NoticeDiff(kind, item, missing.holders, years=missing.years))
    newer = _longest(new)
    for key, (at, length) in _longest([item.notice for item in items]).items():
        if key not in newer:
            found.append(NoticeDiff(RemovalKind.GONE, items[at], (key,)))
        elif length >= TEXT_WORDS and newer[key][1] < length * _CUT_SHARE:
            found.append(NoticeDiff(RemovalKind.CUT, items[at], (key,)))
    return found


def outside_blocks(scan: FileScan) -> list[Notice]:
    """Return the notices that count as present: a REUSE-Ignore block hides those within it.

    A change that wraps a notice in a block takes it from every reader of the file's notices.
    """
    hidden = ignored_lines(scan)
    return [one for one in scan.notices if one.span.start not in hidden]


def ignored_lines(scan: FileScan) -> DisjointSpans:
    """Return the lines of the ignored blocks."""
    return DisjointSpans(m.span for m in scan.markers if m.kind is MarkerKind.REUSE_IGNORE)


def _is_statement(notice: Notice) -> bool:
    return notice.kind is NoticeKind.COPYRIGHT


def _longest(notices: Sequence[Notice]) -> dict[str, tuple[int, int]]:
    """Return for each licence id the index of its longest notice, and the words of that.

    Clues and bare words count: a weak mention in the newer file is still a mention.
    """
    found: dict[str, tuple[int, int]] = {}
    for at, notice in enumerate(notices):
        if _is_statement(notice):
            continue
        for key in expressions.keys(notice.text):
            length = sum(m.length for m in notice.matches if key in expressions.keys(m.expression))
            if not catalog.is_unknown(key) and length > found.get(key, (0, -1))[1]:
                found[key] = (at, length)
    return found


def with_replacement(diff: NoticeDiff, new: Iterable[Notice], old: Iterable[Notice]) -> NoticeDiff:
    """Return ``diff`` with the nearest added notice of its kind near its old place, if any."""
    known = {words(other.statement) for other in old}
    place = diff.notice.lines.start
    near = [
        (abs(other.lines.start - place), at, other)
        for at, other in enumerate(new)
        if other.kind is diff.notice.kind and words(other.statement) not in known
    ]
    distance, _, nearest = min(near, default=(_NEAR_LINES + 1, 0, None))
    return diff._replace(replacement=nearest if distance <= _NEAR_LINES else None)


def still_contains(diff: NoticeDiff, before: Text, after: Text) -> bool:
    """Whether ``after`` contains the words of a notice that the engine does not find there.

    Args:
        diff: The notice.
        before: The text that has it.
        after: The newer text.
    """
    lines = before.passage(diff.notice.lines)
    if any(len(line) > LINE_LIMIT for line in lines):
        lines = []  # minified: the code in the line would outweigh the notice
    passage = words("\n".join(lines))
    if not _is_statement(diff.notice):
        mention = sum(match.length for match in diff.notice.matches) < TEXT_WORDS
        named = expressions.single_ids(diff.notice.text)
        if mention and after.metadata_licenses.issuperset(named):
            return True
        # One word makes another licence ("version 2 or later"), so a replacement has to be equal.
        return (contains if diff.replacement else mostly_contains)(after.words, passage)
    statement = words(diff.notice.statement)
    if not contains(after.words, passage) and not contains(after.words, statement):
        return False
    # "2019 Foo" is also in "2019 Foo Bar", which names another holder.
    replacement = words(diff.replacement.statement) if diff.replacement else ""
    return not (replacement != statement and replacement.startswith(statement))


class _RemainingCode:
    """The code of an older file that a newer one still contains.

    A header governs the complete file, any other notice the lines below it. Files without any code
    are the same file when their paths are equal.
    """

    def __init__(
        self, old: ClassifiedFile, new: ClassifiedFile, pair: Pair, before: Text, after: Text
    ) -> None:
        self._old = Code.of(before.code_lines, _spans(old))
        self._new = Code.of(after.code_lines, _spans(new))
        self._same_path = old.path == new.path
        self._relation = pair.relation
        if pair.lines:
            self._new = self._new.of_lines(pair.lines)

    def governed_by(self, span: Span) -> bool:
        """Whether there is code that the notice at ``span`` of the older file governs."""
        if not self._old:
            return self._same_path
        above, below = self._old.before(span.start), self._old.after(span.end)
        if len(above.lines) < _HEADER_CODE or len(below.lines) < code_similarity.RUN:
            if self._relation is Relation.MOVED_PART:
                return False
            return code_similarity.remains(self._old, self._new)
        return code_similarity.mostly_remains(below, self._new)


def _spans(file: ClassifiedFile) -> list[Span]:
    return [item.notice.lines for item in file.notices]


def with_removed_lines(diffs: list[NoticeDiff], before: Text, after: Text) -> list[NoticeDiff]:
    """Return ``diffs`` with the lines to restore, including the comment around each notice.

    Args:
        diffs: The notices that were removed from one text.
        before: That text.
        after: The text that lacks them.
    """
    present = {line.strip() for line in after.lines}
    notices = {
        n for diff in diffs for n in range(diff.notice.lines.start, diff.notice.lines.end + 1)
    }
    return [_with_removed_lines(diff, notices, before, present) for diff in diffs]


def _with_removed_lines(
    diff: NoticeDiff, notices: set[int], before: Text, present: set[str]
) -> NoticeDiff:
    if not diff.notice.excerpt.text:  # a binary file, in which line numbers mean nothing
        return diff

    def bare(line: str) -> bool:
        return not _LETTERS.search(line)

    def is_removed(number: int) -> bool:
        line = before.lines[number - 1]
        is_comment = number in notices or bare(line) or COMMENT.match(line)
        return bool(is_comment) and line.strip() not in present

    def reach(numbers: Iterable[int], edge: int) -> int:
        for number in numbers:
            if is_removed(number):
                edge = number
            elif not bare(before.lines[number - 1]):
                break
        return edge

    span = diff.notice.lines
    first = reach(range(span.start - 1, 0, -1), span.start)
    last = reach(range(span.end + 1, len(before.lines) + 1), span.end)
    first, last = _with_delimiters(before.lines, first, last)
    lines = tuple(before.lines[first - 1 : last])
    if any(len(line) > LINE_LIMIT for line in lines):
        lines = ()
    return diff._replace(lines=lines, line=first)


def _with_delimiters(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return ``first`` and ``last``, moved to the delimiters of a comment that was all of it.

    "/*" and "*/" are lines of many comments, so that they are not missing when this comment is.
    """
    above, below = first - 1, last + 1
    while above > 0 and _is_filler(lines[above - 1]):
        above -= 1
    while below <= len(lines) and _is_filler(lines[below - 1]):
        below += 1
    if above == 0 or below > len(lines):
        return first, last
    is_comment = _OPENING.fullmatch(lines[above - 1]) and _CLOSING.fullmatch(lines[below - 1])
    return (above, below) if is_comment else (first, last)


def _is_filler(line: str) -> bool:
    return line.strip(" \t*") == "" and not _CLOSING.fullmatch(line) and "*" in line
