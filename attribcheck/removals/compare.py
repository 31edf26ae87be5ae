"""Finds the notices of an older file that a newer one lacks although its code is still there.

The engine's answers for both are compared, and a notice that it does not find in the newer file is
looked for in the words of that file: the engine reads a statement together with its surroundings,
so that its answer can change where the statement did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice, Status
from attribcheck.core.model import MEMBER, FileScan, MarkerKind, Notice, Span
from attribcheck.core.spans import DisjointSpans
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.removals import code_similarity
from attribcheck.removals.code_similarity import Code
from attribcheck.removals.notice_diff import TEXT_WORDS, NoticeDiff, RemovalKind, is_statement
from attribcheck.removals.relicensing import relicensed
from attribcheck.removals.removed_lines import with_removed_lines
from attribcheck.removals.snapshot_pair import Pair, Relation
from attribcheck.removals.statements import HolderIndex
from attribcheck.removals.text_similarity import Text, Texts
from attribcheck.removals.wording import Version, still_contains, with_replacement
from attribcheck.spdx import catalog, expressions

_CUT_SHARE = 0.5
_HEADER_CODE = 10  # fewer lines of code than that (imports, a docstring) may precede a header


def protected_notices(file: ClassifiedFile) -> list[ClassifiedNotice]:
    """Return the notices of ``file`` that may be removed only with their code: those not our own.

    A licence belongs to the holders in its file: when others are named, it is theirs, even when it
    equals the project's. At the top of the repository a licence is the project's own, and may be
    changed, unless others are named there or a component declares it.
    """
    foreign = [item for item in file.effective if item.status is not Status.OWN]
    if not any(is_statement(item.notice) for item in foreign):
        if legal_files.applies_to_repository(file.path):
            return [item for item in foreign if item.status is Status.DECLARED]
        return foreign
    return [item for item in file.effective if item in foreign or not is_statement(item.notice)]


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
    versions = Version(before, old.scan.notices), Version(after, present)
    found = [item for item in found if not still_contains(item, *versions)]
    remaining = _RemainingCode(old, new, pair, before, after)
    found = [item for item in found if remaining.governed_by(item.notice.lines)]
    return with_removed_lines(found, before, after)


def missing_notices(
    items: list[ClassifiedNotice], new: Iterable[Notice], own: HolderNames
) -> list[NoticeDiff]:
    """Return those of ``items`` that the engine does not find among the ``new`` notices."""
    new = list(new)
    index = HolderIndex(filter(is_statement, new), own)
    found = []
    for item in filter(lambda item: is_statement(item.notice), items):
        if missing := index.diff(item.notice):
            kind = RemovalKind.GONE if missing.years is None else RemovalKind.YEARS
            found.append(NoticeDiff(kind, item, missing.holders, years=missing.years))
    newer = _longest(new)
    for key, (at, length) in _longest([item.notice for item in items]).items():
        if key not in newer:
            found.append(NoticeDiff(RemovalKind.GONE, items[at], (key,)))
        elif length >= TEXT_WORDS and newer[key][1] < length * _CUT_SHARE:
            found.append(NoticeDiff(RemovalKind.CUT, items[at], (key,)))
    return found + relicensed(items, new, newer.keys())


def outside_blocks(scan: FileScan) -> list[Notice]:
    """Return the notices that count as present: a REUSE-Ignore block hides those within it.

    A change that wraps a notice in a block takes it from every reader of the file's notices.
    """
    hidden = ignored_lines(scan)
    return [one for one in scan.notices if one.span.start not in hidden]


def ignored_lines(scan: FileScan) -> DisjointSpans:
    """Return the lines of the ignored blocks."""
    return DisjointSpans(m.span for m in scan.markers if m.kind is MarkerKind.REUSE_IGNORE)


def _longest(notices: Sequence[Notice]) -> dict[str, tuple[int, int]]:
    """Return for each licence id the index of its longest notice, and the words of that.

    Clues and bare words count: a weak mention in the newer file is still a mention.
    """
    found: dict[str, tuple[int, int]] = {}
    for at, notice in enumerate(notices):
        if is_statement(notice):
            continue
        for key in expressions.keys(notice.text):
            length = sum(m.length for m in notice.matches if key in expressions.keys(m.expression))
            if not catalog.is_unknown(key) and length > found.get(key, (0, -1))[1]:
                found[key] = (at, length)
    return found


class _RemainingCode:
    """The code of an older file that a newer one still contains.

    A header governs the complete file, any other notice the lines below it. Metadata applies to
    its image or font, which is not in the text. Files without any code are the same file when their
    paths are equal, or when git pairs them and other lines than their notices remain.
    """

    def __init__(
        self, old: ClassifiedFile, new: ClassifiedFile, pair: Pair, before: Text, after: Text
    ) -> None:
        self._old = Code.of(before.code_lines, _spans(old))
        self._new = Code.of(after.code_lines, _spans(new))
        self._is_metadata = is_metadata(old.path)
        self._lines = (before.code_lines, after.code_lines, _spans(old), _spans(new))
        self._same_path = old.path == new.path
        self._relation = pair.relation
        if pair.lines:
            self._new = self._new.of_lines(pair.lines)

    def governed_by(self, span: Span) -> bool:
        """Whether there is code that the notice at ``span`` of the older file governs."""
        if self._is_metadata:
            return True
        if not self._old:
            return self._same_path or code_similarity.lines_remain(*self._lines)
        above, below = self._old.before(span.start), self._old.after(span.end)
        if len(above.lines) < _HEADER_CODE or len(below.lines) < code_similarity.RUN:
            if self._relation is Relation.MOVED_PART:
                return False
            return code_similarity.remains(self._old, self._new)
        return code_similarity.mostly_remains(below, self._new)


def _spans(file: ClassifiedFile) -> list[Span]:
    return [item.notice.lines for item in file.notices]


def is_metadata(path: str) -> bool:
    """Whether a file in a container is metadata of an image or a font."""
    if MEMBER not in path:
        return False
    from attribcheck.containers import registry  # lazy: few commits have a container

    return registry.is_metadata(path)
