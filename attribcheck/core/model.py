"""Immutable values that every layer exchanges; standard library only.

A source lists blobs, the scan finds their notices, the classifier matches notices against the
policy, rules turn the rest into findings, and a report renders those.

Paths are POSIX paths relative to the top of the repository. Undecodable bytes are kept as surrogate
escapes (PEP 383), so that git finds the path again; ``text.printable`` makes paths safe to show.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

POLICY_NAME = "attribcheck.toml"
LOCK_NAME = "attribcheck.lock"
ENGINE = "scancode"
"""The detector whose answers are the engine's own."""


class BlobKind(enum.Enum):
    """git's type of an entry."""

    FILE = "file"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"


class Blob(NamedTuple):
    """One entry of a snapshot: content at a path.

    Attributes:
        path: Its path.
        oid: git's object id of the content in hexadecimal (for a submodule, its commit). Content
            that exists only in the work tree has the id that git would assign.
        kind: File, symlink or submodule.
    """

    path: str
    oid: str
    kind: BlobKind = BlobKind.FILE


class Change(NamedTuple):
    """One entry that was added, modified, renamed or deleted.

    Attributes:
        old: The older version, under its path then; None when added.
        new: The newer version; None when deleted.
    """

    old: Blob | None
    new: Blob | None

    @property
    def paths(self) -> tuple[str, ...]:
        """Its path, or the old and the new one of a rename."""
        return tuple(dict.fromkeys(blob.path for blob in (self.old, self.new) if blob))


class Commit(NamedTuple):
    """A commit of the history.

    Attributes:
        oid: Its id.
        date: The author date in ISO 8601 with the author's offset; empty when unreadable.
    """

    oid: str
    date: str


class Span(NamedTuple):
    """Lines from ``start`` to ``end``, 1-based, both included."""

    start: int
    end: int

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and self.start <= line <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether any line is in both."""
        return self.start <= other.end and other.start <= self.end


class NoticeKind(enum.Enum):
    """The type of a notice."""

    COPYRIGHT = "copyright"
    LICENSE = "license"


class LicenseMatch(NamedTuple):
    """One match of the engine within a licence detection.

    Attributes:
        expression: The SPDX expression of the matching rule.
        span: The matched lines.
        rule: The engine's identifier of the rule.
        matcher: The strategy: ``1-hash``, ``1-spdx-id``, ``2-aho``, ``3-seq`` (approximate), ...
        score: 0 to 100.
        length: The number of matched words.
        coverage: The percentage of the rule's words that matched.
        references: The file names that the rule refers to ("see LICENSE").
    """

    expression: str
    span: Span
    rule: str
    matcher: str
    score: float
    length: int
    coverage: float
    references: tuple[str, ...] = ()


class Excerpt(NamedTuple):
    """A line of a file as written, or a part of it.

    Attributes:
        text: Without a line end; empty when there is no line to show.
        offset: The number of characters of the line before it.
    """

    text: str = ""
    offset: int = 0


class Notice(NamedTuple):
    """A copyright statement or a licence text, tag or reference found in a file.

    Attributes:
        kind: COPYRIGHT or LICENSE.
        text: The statement as the engine normalises it, or the SPDX expression of the licence.
        span: Its lines.
        excerpt: Its first line as written; of a long line the part around its start.
        column: Its start in that line, 1-based.
        holders: The holders of a statement, as the engine found them; empty for a licence.
        matches: The matches of a licence; empty for a copyright statement.
        clue: Whether the engine reports the licence as a clue only, outside of the file's licence
            expression.
        part_of: For a statement about a licence text instead of the file (GPL-3.0 begins with the
            FSF's), the engine's identifier of that text; else None.
        detector: The name of the detector that found it.
    """

    kind: NoticeKind
    text: str
    span: Span
    excerpt: Excerpt
    column: int = 1
    holders: tuple[str, ...] = ()
    matches: tuple[LicenseMatch, ...] = ()
    clue: bool = False
    part_of: str | None = None
    detector: str = ENGINE


class Statement(NamedTuple):
    """A holder or an author exactly as the engine reports it, with its lines."""

    text: str
    span: Span


class MarkerKind(enum.Enum):
    """The type of a marker comment."""

    IGNORE = "ignore"
    REUSE_IGNORE = "reuse-ignore"
    UNCLOSED = "unclosed"


class Marker(NamedTuple):
    """An inline exception, or a block that two REUSE-Ignore tags enclose.

    Attributes:
        kind: IGNORE or REUSE_IGNORE.
        span: The lines it applies to: for IGNORE its own line and the one below. For UNCLOSED, the
            beginning of a block without an end, its own line; it applies to nothing.
        rule: The rule of an IGNORE; else empty.
        reason: The text after the bracket; an IGNORE without a reason suppresses nothing.
    """

    kind: MarkerKind
    span: Span
    rule: str = ""
    reason: str = ""


class FileScan(NamedTuple):
    """The engine's result for one file, before any policy.

    Attributes:
        license_expression: The file's detected SPDX expression, or None.
        notices: All copyright statements and licences, by line.
        holders: Holders exactly as the engine reports them.
        authors: Authors exactly as the engine reports them.
        markers: Inline exceptions and ignored blocks.
        blank: Whether the file holds only white space.
    """

    license_expression: str | None
    notices: tuple[Notice, ...] = ()
    holders: tuple[Statement, ...] = ()
    authors: tuple[Statement, ...] = ()
    markers: tuple[Marker, ...] = ()
    blank: bool = False


class ScanFailure(NamedTuple):
    """A failed scan of one file; always becomes an ``unscanned-file`` finding.

    Attributes:
        reason: A sentence without its full stop.
        hint: The fix.
    """

    reason: str
    hint: str = ""


Scan = FileScan | ScanFailure
"""The result of scanning one file."""
