"""Licence and notice files that were deleted, emptied or cut while what they speak for remains.

A LICENSE speaks for the files of its folder and of its component; at the top, for everything. Its
words may stand in any newer text that speaks for the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, Classifier, Status
from attribcheck.core.model import Blob, BlobKind, FileScan, NoticeKind
from attribcheck.notices import legal_files
from attribcheck.removals import compare
from attribcheck.removals.compare import NoticeDiff
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation
from attribcheck.removals.statements import StatedHolders
from attribcheck.removals.texts import Text
from attribcheck.spdx import expressions


class LegalRemoval(NamedTuple):
    """A notice that went with a legal file, or out of it.

    Attributes:
        diff: The notice.
        new: The legal file that is its newer version, or None.
        remaining_files: How many files it applied to are still here, without another text that
            states it.
    """

    diff: NoticeDiff
    new: ClassifiedFile | None
    remaining_files: int


class LegalChange:
    """Compares the legal files of two snapshots.

    Args:
        older: The snapshot before the change.
        classifier: The policy, in the newer snapshot.
        listing: Every entry of the newer snapshot.
        files: The newer files that changed, by path.
    """

    def __init__(
        self,
        older: ClassifiedSnapshot,
        classifier: Classifier,
        listing: Mapping[str, Blob],
        files: Mapping[str, ClassifiedFile],
    ) -> None:
        self._past = older
        self._classifier = classifier
        self._coverage = classifier.coverage
        self._listing = listing
        self._files = files
        self._now = {
            pair.old.path: pair.new.path
            for pair in older.pairs
            if pair.relation is Relation.SUCCESSOR
        }

    def diff(self, old: ClassifiedFile) -> Iterator[LegalRemoval]:
        """Yield what ``old``, a legal file, stated that nothing states for the files that remain.

        Raises:
            GitError: git stopped in the middle.
        """
        items = compare.protected(old)
        before = self._past.texts.get(old.blob) if items else None
        if before is None or not isinstance(old.scan, FileScan):
            return
        groups = self._remaining(old)
        speaking = {folder: self._speaking(old, paths[0]) for folder, paths in groups.items()}
        new = self._files.get(self._now.get(old.path, ""))
        if new and new.path != old.path and all(new.path not in s for s in speaking.values()):
            new = None  # it was moved to where it does not speak for them
        now = new.scan.notices if new and isinstance(new.scan, FileScan) else ()
        for item in compare.missed(items, now, self._coverage.own_holders):
            diff = compare.replaced(item, now, old.scan.notices)
            remaining_files = sum(
                len(paths)
                for folder, paths in groups.items()
                if not self._is_said(diff, before, speaking[folder])
            )
            if remaining_files and not self._went_with_its_code(diff, old, new):
                after = self._text(new.path) if new else None
                (diff,) = compare.with_lines([diff], before, after) if after else (diff,)
                yield LegalRemoval(diff, new, remaining_files)

    def _remaining(self, old: ClassifiedFile) -> dict[str, list[str]]:
        """Return the files that ``old`` spoke for and that are still here, by folder."""
        top = legal_files.governed_folder(old.path)
        covered = {path for path in self._past.listing if not top or path.startswith(f"{top}/")}
        for component in old.components:
            covered.update(self._coverage.files_of(component, self._past.listing))
        found: dict[str, list[str]] = {}
        for path in sorted(covered):
            here = self._now.get(path, path)
            if here in self._listing and _is_code(self._listing[here]):
                found.setdefault(here.rpartition("/")[0], []).append(here)
        return found

    def _speaking(self, old: ClassifiedFile, path: str) -> frozenset[str]:
        """Return the newer legal files that speak for ``path``, where ``old`` spoke for it."""
        legal = self._coverage.legal
        found = {*legal.above(path), *filter(legal_files.applies_to_repository, legal.all)}
        for component in (*old.components, *self._coverage.components_of(path)):
            found.update(self._coverage.legal_of(component))
            if component.notice_file:
                found.add(component.notice_file)
        return frozenset(found)

    def _is_said(self, diff: NoticeDiff, before: Text, paths: frozenset[str]) -> bool:
        if any(self._states(path, diff) for path in paths):
            return True
        texts = (self._text(path) for path in sorted(paths))
        return any(text and compare.still_says(diff, before, text) for text in texts)

    def _states(self, path: str, diff: NoticeDiff) -> bool:
        """Whether the engine finds in a legal file what is lost, in whatever words."""
        scan = self._classifier.scan_of(path)
        if scan is None:
            return False
        missed = compare.missed([diff.item], scan.notices, self._coverage.own_holders)
        return not any(not one.names or not set(one.names).isdisjoint(diff.names) for one in missed)

    def _text(self, path: str) -> Text | None:
        blob = self._listing.get(path)
        return self._past.texts.get(blob) if blob and blob.kind is BlobKind.FILE else None

    def _went_with_its_code(
        self, diff: NoticeDiff, old: ClassifiedFile, new: ClassifiedFile | None
    ) -> bool:
        """Whether a file that speaks for many lost what only deleted files stated besides."""
        if new is None and not legal_files.applies_to_repository(old.path):
            return False
        component = diff.item.component
        if component and diff.item.status is Status.DECLARED:
            return not self._coverage.files_of(component, self._listing)
        if diff.notice.kind is NoticeKind.LICENSE:
            return not self._gone_licenses.isdisjoint(diff.names)
        less = self._gone_statements.diff(diff.notice)
        return less is None or less.years is not None

    @cached_property
    def _gone(self) -> list[ClassifiedFile]:
        return [
            file
            for path, file in self._past.files.items()
            if path not in self._now and path not in self._listing
        ]

    @cached_property
    def _gone_statements(self) -> StatedHolders:
        return StatedHolders(
            (
                item.notice
                for file in self._gone
                for item in file.effective
                if item.notice.kind is NoticeKind.COPYRIGHT and item.notice.holders
            ),
            self._coverage.own_holders,
        )

    @cached_property
    def _gone_licenses(self) -> set[str]:
        return {
            key
            for file in self._gone
            for item in file.effective
            if item.notice.kind is NoticeKind.LICENSE
            for key in expressions.keys(item.notice.text)
        }


def _is_code(blob: Blob) -> bool:
    return blob.kind is BlobKind.FILE and not legal_files.is_legal_file(blob.path)
