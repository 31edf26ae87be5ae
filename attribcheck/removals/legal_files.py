"""Finds removed notices of licence and notice files whose governed files remain.

A LICENSE applies to the files of its folder and of its component; at the top, to every file. Its
words may move to any newer legal file that applies to the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.model import ClassifiedFile, Status
from attribcheck.core.model import Blob, BlobKind, FileScan, Notice, NoticeKind
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.policy.path_index import SortedPaths
from attribcheck.removals import compare
from attribcheck.removals.notice_diff import NoticeDiff, RemovalKind, is_statement
from attribcheck.removals.removed_lines import with_removed_lines
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Relation
from attribcheck.removals.statements import HolderIndex
from attribcheck.removals.text_similarity import Text
from attribcheck.removals.wording import Version, still_contains, with_replacement
from attribcheck.spdx import expressions


class LegalRemoval(NamedTuple):
    """A notice that was removed from a legal file, or with it.

    Attributes:
        diff: The notice.
        new: The newer version of the legal file, or None.
        remaining_files: The number of remaining files that it applied to and that no other legal
            file states it for.
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
        self._older = older
        self._classifier = classifier
        self._coverage = classifier.coverage
        self._listing = listing
        self._files = files
        self._new_paths = {
            pair.old.path: pair.new.path
            for pair in older.pairs
            if pair.relation is Relation.SUCCESSOR
        }

    def diff(self, old: ClassifiedFile) -> Iterator[LegalRemoval]:
        """Yield the notices of ``old``, a legal file, that remaining files lack.

        Raises:
            GitError: git failed while it read.
        """
        items = compare.protected_notices(old)
        before = self._older.texts.get(old.blob) if items else None
        if before is None or not isinstance(old.scan, FileScan):
            return
        groups = self._remaining(old)
        applicable = {
            folder: self.applicable(paths[0], old.components) for folder, paths in groups.items()
        }
        new = self._files.get(self._new_paths.get(old.path, ""))
        if new and new.path != old.path and all(new.path not in s for s in applicable.values()):
            new = None  # it does not apply to them in its new place
        scan = new.scan if new else None
        notices = compare.outside_blocks(scan) if isinstance(scan, FileScan) else []
        older = Version(before, old.scan.notices)
        for item in compare.missing_notices(items, notices, self._coverage.own_holders):
            diff = with_replacement(item, notices, old.scan.notices)
            remaining_files = sum(
                len(paths)
                for folder, paths in groups.items()
                if not self.is_stated(diff, older, self._carriers(diff, new, applicable[folder]))
            )
            if remaining_files and not self._is_obsolete(diff, old, new):
                after = self._text(new.path) if new else None
                (diff,) = with_removed_lines([diff], before, after) if after else (diff,)
                yield LegalRemoval(diff, new, remaining_files)

    def _remaining(self, old: ClassifiedFile) -> dict[str, list[str]]:
        """Return the current paths of the files that ``old`` applied to, by folder."""
        top = legal_files.governed_folder(old.path)
        covered = {path for path in self._older.listing if not top or path.startswith(f"{top}/")}
        for component in old.components:
            covered.update(self._older_paths.matching(component.paths))
        found: dict[str, list[str]] = {}
        for path in sorted(covered):
            current = self._new_paths.get(path, path)
            if current in self._listing and _is_code(self._listing[current]):
                found.setdefault(current.rpartition("/")[0], []).append(current)
        return found

    def applicable(self, path: str, components: Iterable[Component] = ()) -> frozenset[str]:
        """Return the newer legal files that apply to ``path``.

        Args:
            path: A file.
            components: Further components whose legal files count.
        """
        legal = self._coverage.legal
        found = {*legal.above(path), *filter(legal_files.applies_to_repository, legal.all)}
        for component in (*components, *self._coverage.components_of(path)):
            found.update(self._coverage.legal_of(component))
            if component.notice_file:
                found.add(component.notice_file)
        return frozenset(found)

    def _carriers(
        self, diff: NoticeDiff, new: ClassifiedFile | None, paths: frozenset[str]
    ) -> frozenset[str]:
        """Return those of ``paths`` into which a notice may have moved.

        A statement that another one replaced in its file did not move into a file that is as it
        was before, such as THIRD-PARTY-NOTICES, which quotes it until it is written again.
        """
        if not (new and diff.replacement and is_statement(diff.notice)):
            return paths
        return frozenset(p for p in paths if self._older.listing.get(p) != self._listing.get(p))

    def is_stated(self, diff: NoticeDiff, before: Version, paths: frozenset[str]) -> bool:
        """Whether one of ``paths`` states a notice of ``before``, in any words or the same."""
        if any(self._states(path, diff) for path in paths):
            return True
        versions = (self._version(path) for path in sorted(paths))
        return any(one and still_contains(diff, before, one) for one in versions)

    def _version(self, path: str) -> Version | None:
        text, scan = self._text(path), self._classifier.scan_of(path)
        return Version(text, self._present(path, scan) if scan else ()) if text else None

    def _states(self, path: str, diff: NoticeDiff) -> bool:
        """Whether the engine finds the removed notice in a legal file, in any words."""
        scan = self._classifier.scan_of(path)
        if scan is None:
            return False
        present = self._present(path, scan)
        missing = compare.missing_notices([diff.item], present, self._coverage.own_holders)
        if diff.kind is not RemovalKind.RELICENSED:
            # A NOTICE that offers a choice names the licence of which a LICENSE has the text.
            missing = [one for one in missing if one.kind is not RemovalKind.RELICENSED]
        return not any(not m.names or not set(m.names).isdisjoint(diff.names) for m in missing)

    def _text(self, path: str) -> Text | None:
        blob = self._listing.get(path)
        text = self._older.texts.get(blob) if blob and blob.kind is BlobKind.FILE else None
        scan = self._classifier.scan_of(path) if text and path in self._compared else None
        return text.without(compare.ignored_lines(scan)) if text and scan else text

    def _present(self, path: str, scan: FileScan) -> Sequence[Notice]:
        """Return the notices that a newer legal file states.

        A document of attribution quotes notices in an ignored block, and states them so. A file
        that had the notice itself does not when the change wraps it in one.
        """
        return compare.outside_blocks(scan) if path in self._compared else scan.notices

    @cached_property
    def _compared(self) -> frozenset[str]:
        """The newer paths of the legal files that changed and had notices outside of blocks."""
        return frozenset(
            self._new_paths.get(path, path)
            for path, file in self._older.files.items()
            if legal_files.is_legal_file(path) and compare.protected_notices(file)
        )

    def _is_obsolete(
        self, diff: NoticeDiff, old: ClassifiedFile, new: ClassifiedFile | None
    ) -> bool:
        """Whether a file that applies to many lacks a notice that only deleted files needed."""
        is_collected = legal_files.is_in_text_folder(old.path)
        if new is None and not is_collected and not legal_files.applies_to_repository(old.path):
            return False
        component = diff.item.component
        if component and diff.item.status is Status.DECLARED:
            return bool(component.paths) and not self._paths.matching(component.paths)
        if diff.notice.kind is NoticeKind.LICENSE:
            return not self._deleted_licenses.isdisjoint(diff.names)
        missing = self._deleted_holders.diff(diff.notice)
        return missing is None or missing.years is not None

    @cached_property
    def _paths(self) -> SortedPaths:
        return SortedPaths(self._listing)

    @cached_property
    def _older_paths(self) -> SortedPaths:
        return SortedPaths(self._older.listing)

    @cached_property
    def _deleted(self) -> list[ClassifiedFile]:
        return [
            file
            for path, file in self._older.files.items()
            if path not in self._new_paths and path not in self._listing
        ]

    @cached_property
    def _deleted_holders(self) -> HolderIndex:
        return HolderIndex(
            (
                item.notice
                for file in self._deleted
                for item in file.effective
                if item.notice.kind is NoticeKind.COPYRIGHT and item.notice.named
            ),
            self._coverage.own_holders,
        )

    @cached_property
    def _deleted_licenses(self) -> set[str]:
        return {
            key
            for file in self._deleted
            for item in file.effective
            if item.notice.kind is NoticeKind.LICENSE
            for key in expressions.keys(item.notice.text)
        }


def _is_code(blob: Blob) -> bool:
    return blob.kind is BlobKind.FILE and not legal_files.is_legal_file(blob.path)
