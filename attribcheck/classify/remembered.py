"""Remembers the classes of a file's notices for the other files of which they are the same.

A header stands in hundreds of files, on the same lines. Its classes depend on the file by the
components that cover it, by the legal files that the header refers to, and by little else.
"""

from __future__ import annotations

from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedNotice
from attribcheck.core.model import FileScan
from attribcheck.notices import legal_files
from attribcheck.policy.model import Component

Likeness = tuple[int, int, bool, tuple[str, ...]]
"""Equal for files whose notices have the same classes."""


class RememberedClasses:
    """The classes of the notices of scans in one snapshot, by the policy of ``coverage``."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._known: dict[Likeness, tuple[ClassifiedNotice, ...]] = {}
        self._refers: dict[int, bool] = {}
        # The objects whose identities are keys: no other one can get these meanwhile.
        self._seen: list[FileScan | tuple[Component, ...]] = []

    def likeness(
        self, path: str, scan: FileScan, components: tuple[Component, ...]
    ) -> Likeness | None:
        """Return what files with the same classes share; None when they depend on the very path.

        Args:
            path: The path of a file.
            scan: Its scan. Two scans count as equal only when they are one object, as equal cached
                ones are.
            components: The components that cover it, likewise.
        """
        coverage = self._coverage
        if (
            legal_files.is_legal_file(path)
            or path.endswith("package.json")  # it names its licence file
            or coverage.is_package_list(path)
            or coverage.has_font_names(path)
            or coverage.own_texts
        ):
            return None
        refers = self._refers.get(id(scan))
        if refers is None:
            matches = (match for notice in scan.notices for match in notice.matches)
            refers = self._refers[id(scan)] = any(match.references for match in matches)
            self._seen.append(scan)
        above = coverage.legal.above(path) if refers else ()
        return id(scan), id(components), coverage.is_managed(path), above

    def get(self, likeness: Likeness | None) -> tuple[ClassifiedNotice, ...] | None:
        """Return the classified notices of a file that is like another one, or None."""
        return self._known.get(likeness) if likeness else None

    def put(
        self,
        likeness: Likeness | None,
        components: tuple[Component, ...],
        notices: tuple[ClassifiedNotice, ...],
    ) -> None:
        """Remember the classified notices of a file; the arguments are those of ``likeness``."""
        if likeness:
            self._known[likeness] = notices
            self._seen.append(components)
