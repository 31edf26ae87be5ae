"""Classifies every notice by the policy: own, declared, undeclared, mismatched, unknown or ignored.

The statement of a contributor is contributed where the rest of its file is ours
(``contributions``); what a notice is otherwise, its file decides (``file_classifier``).
"""

from __future__ import annotations

from collections.abc import Mapping

from attribcheck.classify.coverage import Coverage, is_scanned
from attribcheck.classify.file_classifier import FileClassifier, have_holders
from attribcheck.classify.model import ClassifiedFile
from attribcheck.classify.remembered import RememberedClasses
from attribcheck.core.model import Blob, FileScan, Scan
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component
from attribcheck.scan.key import ScanKey


class Classifier:
    """Classifies the notices of one snapshot by one policy.

    Args:
        coverage: The policy and the paths of the snapshot.
        scans: The scans by key, of every file to classify and of the LICENSE files that their
            notices may refer to.
        obey_blocks: Whether a REUSE-Ignore block applies; False for content of an untrusted author.
    """

    def __init__(
        self, coverage: Coverage, scans: Mapping[ScanKey, Scan], *, obey_blocks: bool = True
    ) -> None:
        self.coverage = coverage
        self.obey_blocks = obey_blocks
        self._scans = scans
        self._remembered = RememberedClasses(coverage)

    def classify(self, blob: Blob) -> ClassifiedFile:
        """Return ``blob`` with its notices classified.

        Raises:
            KeyError: it was not scanned; a gate must not treat it as a file without notices.
        """
        components = self.coverage.components_of(blob.path)
        scanned = is_scanned(blob, self.coverage.policy)
        scan = self._scans[ScanKey.of(blob)] if scanned else None
        return self._classified(blob, scan, components)

    def scan_of(self, path: str) -> FileScan | None:
        """Return the scan of the file at ``path``; None without one."""
        blob = self.coverage.listing.get(path)
        if blob is None or not is_scanned(blob, self.coverage.policy):
            return None
        scan = self._scans.get(ScanKey.of(blob))
        return scan if isinstance(scan, FileScan) else None

    def is_ours(self, legal_path: str) -> bool:
        """Whether a legal file is the project's own: at the top, or with own holders only."""
        if legal_files.is_of_project(legal_path):
            return True
        if (scan := self.scan_of(legal_path)) is None:
            return False
        # Without matches no reference is followed: two files can refer to each other.
        plain = tuple(notice._replace(matches=()) for notice in scan.notices)
        components = self.coverage.components_of(legal_path)
        blob = self.coverage.listing[legal_path]
        return self._classified(blob, scan._replace(notices=plain), components).is_of_project

    def _classified(
        self, blob: Blob, scan: Scan | None, components: tuple[Component, ...]
    ) -> ClassifiedFile:
        if not isinstance(scan, FileScan) or not scan.notices:
            return ClassifiedFile(blob, scan, components)
        remembered = self._remembered
        likeness = remembered.likeness(blob.path, scan, components)
        notices = remembered.get(likeness)
        if notices is None:
            is_top = legal_files.applies_to_repository(blob.path)
            candidates = self.coverage.policy.components if is_top else components
            notices = FileClassifier(self, blob, scan, candidates).classify()
            remembered.put(likeness, components, notices)
        if self.coverage.policy.project.contributors and not have_holders(components):
            from attribcheck.classify import contributions  # lazy: few policies name any

            notices = contributions.contributed(self, blob.path, notices)
        return ClassifiedFile(blob, scan, components, notices)
