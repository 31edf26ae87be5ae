"""The values of a provenance report: every line of every file is of one class."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from attribcheck.copies.model import Component, FileCopies


class Origin(enum.Enum):
    """The class of a line, by the first of these that applies.

    UNDECLARED: it corresponds to a component that does not explain it by the policy. COMMON: it
    corresponds to so many components that it tells nothing. DECLARED: a component of the policy
    covers the file. OWN: the file states the project's own notice only. UNMATCHED: none of these,
    which does not mean that nobody else wrote it.
    """

    OWN = "own"
    DECLARED = "declared"
    UNDECLARED = "undeclared"
    COMMON = "common"
    UNMATCHED = "unmatched"


TITLES = {
    Origin.OWN: "own notice",
    Origin.DECLARED: "declared",
    Origin.UNDECLARED: "matched, undeclared",
    Origin.COMMON: "common ancestry",
    Origin.UNMATCHED: "unmatched",
}
"""The classes, for people, in the order of every table and picture."""

Lines = Counter[Origin]
"""The number of lines of each class."""


class Share(NamedTuple):
    """The lines that correspond to one component, or that one component covers.

    Attributes:
        name: The component with its version.
        declared: Whether the policy declares it for these lines.
        files: The number of files.
        lines: The number of lines.
    """

    name: str
    declared: bool
    files: int
    lines: int


class FileProvenance(NamedTuple):
    """One file.

    Attributes:
        path: Its path.
        lines: Its lines by class.
        components: Its lines by the component that explains or matches them, and whether the policy
            declares it for them. Lines that a tie group matches count for its first member.
        declared_by: The components of the policy that cover it.
        license: Its SPDX expression; empty when it states none.
        holders: The holders that it states.
        statements: Its copyright statements, as written.
        copies: What corresponds to it.
    """

    path: str
    lines: Lines
    components: tuple[tuple[str, bool, int], ...] = ()
    declared_by: tuple[str, ...] = ()
    license: str = ""
    holders: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    copies: FileCopies = FileCopies("")

    @property
    def total(self) -> int:
        """The number of its lines."""
        return sum(self.lines.values())


class IndexedComponent(NamedTuple):
    """A component of a searched index.

    Attributes:
        component: The component.
        files: The number of its files in the index.
        lines: The number of their lines.
        place: The folder that it was read from; None for most.
    """

    component: Component
    files: int
    lines: int
    place: Path | None = None


class Provenance(NamedTuple):
    """The report.

    Attributes:
        label: What was compared, for people.
        policy: The name of the policy's file, or None.
        files: The compared files, by path.
        skipped: The number of files that are no text, links or submodules.
        indexed: What was searched.
        hints: Warnings for people, a sentence each.
    """

    label: str
    policy: str | None
    files: tuple[FileProvenance, ...]
    skipped: int
    indexed: tuple[IndexedComponent, ...]
    hints: tuple[str, ...] = ()

    @property
    def lines(self) -> Lines:
        """All lines by class."""
        return total(self.files)

    @property
    def matched(self) -> tuple[FileProvenance, ...]:
        """The files to which something corresponds, those with most undeclared lines first."""
        found = [file for file in self.files if file.copies.matches]
        return tuple(
            sorted(
                found,
                key=lambda f: (-f.lines[Origin.UNDECLARED], -f.lines[Origin.COMMON], f.path),
            )
        )

    @property
    def shares(self) -> tuple[Share, ...]:
        """The components, those with most lines first."""
        lines: Counter[tuple[str, bool]] = Counter()
        files: Counter[tuple[str, bool]] = Counter()
        for file in self.files:
            for name, declared, count in file.components:
                lines[name, declared] += count
                files[name, declared] += 1
        ordered = sorted(lines.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Share(*key, files[key], count) for key, count in ordered)


def total(files: Iterable[FileProvenance]) -> Lines:
    """Return the lines of ``files`` by class."""
    lines: Lines = Counter()
    for file in files:
        lines.update(file.lines)
    return lines
