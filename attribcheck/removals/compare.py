"""What an older version of a file stated that a newer one does not, while the code is still there.

The engine's answers for both are compared, and what it misses in the newer one is looked for in its
words: the engine reads a statement with what stands around it, so that its answer can change where
the statement did not.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.model import FileScan, Notice, NoticeKind, Span
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.notices.years import Years
from attribcheck.removals import code_similarity
from attribcheck.removals.code_similarity import COMMENT, Code
from attribcheck.removals.snapshot_pair import Pair, Relation
from attribcheck.removals.statements import StatedHolders
from attribcheck.removals.text_similarity import mostly_says, says, words
from attribcheck.removals.texts import Text, Texts
from attribcheck.scan.lines import LINE_LIMIT
from attribcheck.spdx import catalog, expressions

TEXT_WORDS = 40
"""From how many matched words on a licence notice counts as its text, not as a tag or a mention."""

_CUT_SHARE = 0.5
_NEAR_LINES = 12  # how far from where a notice stood another one is still in its place
_LETTERS = re.compile(r"\w")
_HEADER_CODE = 10  # how many lines of code (imports, a docstring) may stand above a header


class RemovalKind(enum.Enum):
    """What happened to a notice."""

    GONE = "gone"
    YEARS = "years"
    CUT = "cut"


class NoticeDiff(NamedTuple):
    """A notice of an older version that a newer one does not state.

    Attributes:
        what: GONE, or what is lost of it: years of a statement, most of a licence's text.
        item: The notice as it stood.
        names: The holders that are not named any more, or the licence's id; for lost years the
            holder that they belong to. Empty when the statement named nobody.
        text: The lines to restore, without their ends; empty when they are too long to show.
        line: Where those lines began, counted from 1.
        years: The years that are stated now, when some are lost.
        instead: The notice that stands in its place now, or None.
    """

    what: RemovalKind
    item: ClassifiedNotice
    names: tuple[str, ...]
    text: tuple[str, ...] = ()
    line: int = 0
    years: Years | None = None
    instead: Notice | None = None

    @property
    def notice(self) -> Notice:
        """The notice as it stood."""
        return self.item.notice


def protected(file: ClassifiedFile) -> list[ClassifiedNotice]:
    """Return the notices of ``file`` that may go only with their code: those not our own.

    A licence belongs to whoever is named beside it: in a file that names others, it is theirs, also
    when it is the same as the project's. At the top of the repository, where nobody else is named
    and no component declares it, it is the project's own, also when the project changes it.
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
    """Return the notices of ``old`` that ``new`` lost or altered although their code remains.

    Args:
        old: The older file.
        new: The newer one that continues it.
        pair: How it does.
        own: Whose notices are free to change.
        texts: Reads both.

    Raises:
        GitError: git stopped in the middle.
    """
    if not isinstance(old.scan, FileScan) or not isinstance(new.scan, FileScan):
        return []
    found = missed(protected(old), new.scan.notices, own)
    if pair.relation is not Relation.SUCCESSOR:  # its years are still stated where it stands
        found = [item for item in found if item.what is not RemovalKind.YEARS]
    before, after = (texts.get(old.blob), texts.get(new.blob)) if found else (None, None)
    if before is None or after is None:
        return []
    found = [replaced(item, new.scan.notices, old.scan.notices) for item in found]
    found = [item for item in found if not still_says(item, before, after)]
    remains = _Remains(old, new, pair, before, after)
    return with_lines([item for item in found if remains.of(item.notice.span)], before, after)


def missed(
    items: list[ClassifiedNotice], now: Iterable[Notice], own: HolderNames
) -> list[NoticeDiff]:
    """Return those of ``items`` that the engine does not find among the notices ``now``."""
    now = list(now)
    stated = StatedHolders(filter(_is_statement, now), own)
    found = []
    for item in filter(lambda item: _is_statement(item.notice), items):
        if less := stated.diff(item.notice):
            what = RemovalKind.GONE if less.years is None else RemovalKind.YEARS
            found.append(NoticeDiff(what, item, less.holders, years=less.years))
    still = _longest(now)
    for key, (at, length) in _longest([item.notice for item in items]).items():
        if key not in still:
            found.append(NoticeDiff(RemovalKind.GONE, items[at], (key,)))
        elif length >= TEXT_WORDS and still[key][1] < length * _CUT_SHARE:
            found.append(NoticeDiff(RemovalKind.CUT, items[at], (key,)))
    return found


def _is_statement(notice: Notice) -> bool:
    return notice.kind is NoticeKind.COPYRIGHT


def _longest(notices: Sequence[Notice]) -> dict[str, tuple[int, int]]:
    """Return for each licence that the engine names the index of its longest notice, and its words.

    Clues and bare words count: what is weakly there is there.
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


def replaced(diff: NoticeDiff, now: Iterable[Notice], then: Iterable[Notice]) -> NoticeDiff:
    """Return ``diff`` with the nearest new notice of its kind about where it stood, if any."""
    known = {words(other.text) for other in then}
    place = diff.notice.span.start
    near = [
        (abs(other.span.start - place), at, other)
        for at, other in enumerate(now)
        if other.kind is diff.notice.kind and words(other.text) not in known
    ]
    distance, _, nearest = min(near, default=(_NEAR_LINES + 1, 0, None))
    return diff._replace(instead=nearest if distance <= _NEAR_LINES else None)


def still_says(diff: NoticeDiff, before: Text, after: Text) -> bool:
    """Whether the words of a notice stand in ``after``, whatever the engine makes of them.

    Args:
        diff: What the engine misses.
        before: The text in which it stood.
        after: The text in which it may stand.
    """
    lines = before.passage(diff.notice.span)
    if any(len(line) > LINE_LIMIT for line in lines):
        lines = []  # minified: what stands around the notice would outweigh it
    passage = words("\n".join(lines))
    if not _is_statement(diff.notice):
        mention = sum(match.length for match in diff.notice.matches) < TEXT_WORDS
        named = expressions.single_ids(diff.notice.text)
        if mention and after.stated_licenses.issuperset(named):
            return True
        # One word makes another licence ("version 2 or later"): where the engine sees one, it is.
        return (says if diff.instead else mostly_says)(passage, after.words)
    statement = words(diff.notice.text)
    if not says(passage, after.words) and not says(statement, after.words):
        return False
    # "2019 Foo" is also in "2019 Foo Bar", which names somebody else.
    instead = words(diff.instead.text) if diff.instead else ""
    return not (instead != statement and instead.startswith(statement))


class _Remains:
    """Tells whether the code that a notice stands over is still there.

    A header stands over the whole file, any other notice over the lines that follow it. Where there
    is no code at all, the same path is the same file, and another path is another one.
    """

    def __init__(
        self, old: ClassifiedFile, new: ClassifiedFile, pair: Pair, before: Text, after: Text
    ) -> None:
        self._old = Code.of(before.lines, _spans(old))
        self._new = Code.of(after.lines, _spans(new))
        self._same_path = old.path == new.path
        self._relation = pair.relation
        if pair.lines:
            self._new = self._new.of_lines(pair.lines)

    def of(self, span: Span) -> bool:
        """Whether it remains for the notice at ``span`` of the older file."""
        if not self._old:
            return self._same_path
        above, below = self._old.before(span.start), self._old.after(span.end)
        if len(above.lines) < _HEADER_CODE or len(below.lines) < code_similarity.RUN:
            if self._relation is Relation.MOVED_PART:
                return False
            return code_similarity.remains(self._old, self._new)
        return code_similarity.mostly_remains(below, self._new)


def _spans(file: ClassifiedFile) -> list[Span]:
    return [item.notice.span for item in file.notices]


def with_lines(all_diffs: list[NoticeDiff], before: Text, after: Text) -> list[NoticeDiff]:
    """Return ``all_diffs`` with the lines to restore, the comment that went with them included.

    Args:
        all_diffs: What is lost of one text.
        before: That text.
        after: The text in which it is missed.
    """
    there = {line.strip() for line in after.lines}
    stated = {
        n for diff in all_diffs for n in range(diff.notice.span.start, diff.notice.span.end + 1)
    }
    return [_with_lines(diff, stated, before, there) for diff in all_diffs]


def _with_lines(diff: NoticeDiff, stated: set[int], before: Text, there: set[str]) -> NoticeDiff:
    if not diff.notice.excerpt.text:  # no lines that the engine's numbers count: a binary file
        return diff

    def bare(line: str) -> bool:
        return not _LETTERS.search(line)

    def went(number: int) -> bool:
        line = before.lines[number - 1]
        is_comment = number in stated or bare(line) or COMMENT.match(line)
        return bool(is_comment) and line.strip() not in there

    def reach(numbers: Iterable[int], edge: int) -> int:
        for number in numbers:
            if went(number):
                edge = number
            elif not bare(before.lines[number - 1]):
                break
        return edge

    span = diff.notice.span
    first = reach(range(span.start - 1, 0, -1), span.start)
    last = reach(range(span.end + 1, len(before.lines) + 1), span.end)
    lines = tuple(before.lines[first - 1 : last])
    if any(len(line) > LINE_LIMIT for line in lines):
        lines = ()
    return diff._replace(text=lines, line=first)
