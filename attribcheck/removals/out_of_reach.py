"""Finds files that moved to where the notices that applied to them do not apply.

A file without a notice of its own, such as a table or an image, has the one of the LICENSE around
it, of its component, or of the REUSE sidecar ``X.license``. Where that legal file stays behind, and
no legal file around the new place states its notices, the move removed them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.model import ClassifiedFile, Status
from attribcheck.core.model import Blob, FileScan, NoticeKind, container_of
from attribcheck.notices import legal_files
from attribcheck.removals import compare
from attribcheck.removals.legal_files import LegalChange
from attribcheck.removals.notice_diff import NoticeDiff
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Pair, moved
from attribcheck.removals.text_similarity import Texts
from attribcheck.removals.wording import Version

_OURS = (Status.OWN, Status.CONTRIBUTED)
# A shorter file, such as an __init__.py or a list of ignored files, is nobody's work.
_MIN_LINES = 4
_MIN_CHARACTERS = 200


class OutOfReach(NamedTuple):
    """A legal file that no longer applies to a file that moved.

    Attributes:
        legal: The legal file.
        diffs: Its notices that no legal file around the new place states.
        old_path: The older path of the file.
        new: The file, in its new place.
        others: The newer paths of further such files in the folder of ``new``.
    """

    legal: ClassifiedFile
    diffs: tuple[NoticeDiff, ...]
    old_path: str
    new: ClassifiedFile
    others: tuple[str, ...]


def find(
    older: ClassifiedSnapshot,
    classifier: Classifier,
    listing: Mapping[str, Blob],
    files: Mapping[str, ClassifiedFile],
) -> Iterator[OutOfReach]:
    """Yield every legal file that a move took files from, once for each folder they moved to.

    Args:
        older: The snapshot before the change.
        classifier: The policy, in the newer snapshot.
        listing: Every entry of the newer snapshot.
        files: The newer files that changed, by path.

    Raises:
        GitError: git failed while it read.
    """
    search = _Search(older, classifier, listing, files)
    found: dict[tuple[str, str, tuple[NoticeDiff, ...]], list[Pair]] = {}
    for pair in moved(older.pairs, older.listing):
        new = files[pair.new.path]
        if _has_own_notice(older.files.get(pair.old.path, new)) or _has_own_notice(new):
            continue
        if container_of(new.path):
            continue
        applied = search.applied(pair.old.path)
        missing = [
            (one.path, diffs) for one in applied if (diffs := search.unstated(one, new.path))
        ]
        if missing and not _is_trivial(new, older.texts):  # read last: it may be large
            for path, diffs in missing:
                found.setdefault((path, _folder(new.path), diffs), []).append(pair)
    for (path, _, diffs), (first, *rest) in found.items():
        new = files[first.new.path]
        others = tuple(pair.new.path for pair in rest)
        yield OutOfReach(older.legal[path], diffs, first.old.path, new, others)


class _Search:
    """What applied to the files of the older snapshot, and what applies to the newer ones."""

    def __init__(
        self,
        older: ClassifiedSnapshot,
        classifier: Classifier,
        listing: Mapping[str, Blob],
        files: Mapping[str, ClassifiedFile],
    ) -> None:
        self._older = older
        self._coverage = classifier.coverage
        self._listing = listing
        self._change = LegalChange(older, classifier, listing, files)
        self._legal = legal_files.LegalFiles(older.legal)
        self._unstated: dict[tuple[str, frozenset[str]], tuple[NoticeDiff, ...]] = {}

    def applied(self, path: str) -> list[ClassifiedFile]:
        """Return the legal files whose notices were those of ``path``, except those at the top.

        Its sidecar alone, or else the licence files of the nearest folder, or else those of its
        components; and each NOTICE around it. A REUSE.toml, a folder of licence texts and a list of
        third parties are of many files, and do not say that they are of this one.
        """
        if sidecar := self._older.legal.get(legal_files.sidecar_of(path)):
            return [sidecar]
        above = [
            other
            for other in self._legal.above(path)
            if not legal_files.is_in_text_folder(other) and not self._is_sidecar(other)
        ]
        licenses = [other for other in above if legal_files.is_license_file(other)]
        nearest = [other for other in licenses if _folder(other) == _folder(licenses[0])]
        notices = [other for other in above if legal_files.is_notice_file(other)]
        found = [self._older.legal[other] for other in (*nearest, *notices)]
        if nearest:
            return found
        components = self._coverage.components_of(path)
        return found + [
            file
            for other, file in self._older.legal.items()
            if other not in notices
            and not legal_files.applies_to_repository(other)
            and not self._is_sidecar(other)
            and any(item.component in components for item in file.effective if item.component)
        ]

    def unstated(self, legal: ClassifiedFile, path: str) -> tuple[NoticeDiff, ...]:
        """Return the notices of a legal file that do not apply to ``path`` any more.

        None of one with a notice of our own: the others in it are of parts that nobody knows. A
        legal file that was deleted or moved itself is compared by ``LegalChange``.
        """
        applicable = frozenset(
            other
            for other in self._change.applicable(path)
            if other == legal_files.sidecar_of(path) or not self._is_sidecar(other)
        )
        if legal.path not in self._listing or legal.path in applicable:
            return ()
        key = (legal.path, applicable)
        if key not in self._unstated:
            self._unstated[key] = tuple(self._diff(legal, applicable))
        return self._unstated[key]

    def _diff(self, legal: ClassifiedFile, applicable: frozenset[str]) -> Iterator[NoticeDiff]:
        text = self._older.texts.get(legal.blob)
        if text is None or any(
            item.status in _OURS and item.notice.kind is NoticeKind.COPYRIGHT
            for item in legal.effective
        ):
            return
        before = Version(text, legal.scan.notices if isinstance(legal.scan, FileScan) else ())
        items = compare.protected_notices(legal)
        for diff in compare.missing_notices(items, (), self._coverage.own_holders):
            if not self._change.is_stated(diff, before, applicable):
                yield diff

    def _is_sidecar(self, path: str) -> bool:
        """Whether a legal file is of one other file alone."""
        target = path.removesuffix(".license")
        return target != path and (target in self._older.listing or target in self._listing)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _has_own_notice(file: ClassifiedFile) -> bool:
    """Whether a file has a notice, or may have one: it could not be scanned."""
    return not isinstance(file.scan, FileScan) or bool(file.effective)


def _is_trivial(file: ClassifiedFile, texts: Texts) -> bool:
    text = texts.get(file.blob)
    lines = [line for line in map(str.strip, text.lines) if line] if text else []
    return len(lines) < _MIN_LINES and sum(map(len, lines)) < _MIN_CHARACTERS
