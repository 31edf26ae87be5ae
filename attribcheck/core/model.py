"""The values that flow through attribcheck: frozen, plain, and of the standard library alone.

The direction is fixed: a source gives blobs, the scan turns blobs into notices, classification
explains notices by the policy, rules turn what is left into findings, and a report renders them.

Paths are POSIX paths relative to the top of the repository. Bytes in them that are not UTF-8 are
kept as surrogate escapes (PEP 383), so a path goes back to git unharmed; ``display.printable``
makes any such text safe to show.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

POLICY_NAME = "attribcheck.toml"
LOCK_NAME = "attribcheck.lock"
ENGINE = "scancode"
"""The detector whose answers are the engine's own."""


class BlobKind(enum.Enum):
    """What git says an entry is."""

    FILE = "file"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"


class Blob(NamedTuple):
    """One entry of a snapshot: content at a path.

    Attributes:
        path: Where it stands.
        oid: git's object id of the content in hexadecimal (for a submodule, its commit). Content
            that is only in the work tree has the id that git would give it.
        kind: File, symlink or submodule.
    """

    path: str
    oid: str
    kind: BlobKind = BlobKind.FILE


class Change(NamedTuple):
    """What a source is asked about: one path that was added, modified, renamed or deleted.

    Attributes:
        old: What stood there before, under the path it had; None when it is new.
        new: What stands there now; None when it was deleted.
    """

    old: Blob | None
    new: Blob | None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it touches: one, or the old and the new one of a rename."""
        return tuple(dict.fromkeys(blob.path for blob in (self.old, self.new) if blob))


class Commit(NamedTuple):
    """A commit of the history.

    Attributes:
        oid: Its id.
        date: When its author made it, in ISO 8601 with the author's offset; empty when the commit
            holds no date that can be read.
    """

    oid: str
    date: str


class Span(NamedTuple):
    """Lines from ``start`` to ``end``, counted from 1, both included."""

    start: int
    end: int

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and self.start <= line <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether any line stands in both."""
        return self.start <= other.end and other.start <= self.end


class NoticeKind(enum.Enum):
    """What a notice states."""

    COPYRIGHT = "copyright"
    LICENSE = "license"


class LicenseMatch(NamedTuple):
    """One match of the engine inside of a licence detection.

    Attributes:
        expression: The SPDX expression of the rule that matched.
        span: The matched lines.
        rule: The engine's identifier of the rule.
        matcher: How it matched: ``1-hash``, ``1-spdx-id``, ``2-aho``, ``3-seq`` (approximate), ...
        score: 0 to 100.
        length: The number of matched words.
        coverage: The share of the rule's words that matched, 0 to 100.
        references: The file names that the rule sends its reader to ("see LICENSE"); empty when
            it speaks for itself.
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
    """A part of a line as it is written in its file.

    Attributes:
        text: The part, without a line end; empty when there is no line to show.
        offset: How many characters of the line stand before it.
    """

    text: str = ""
    offset: int = 0


class Notice(NamedTuple):
    """A copyright statement or a licence text, tag or reference found in a file.

    Attributes:
        kind: COPYRIGHT or LICENSE.
        text: The statement as the engine normalises it, or the SPDX expression of the licence.
        span: Where it stands.
        excerpt: The first line of it as written; of a long line the part around its beginning.
        column: Where it begins in that line, counted from 1.
        holders: The holders of a statement, as the engine found them; empty for a licence.
        matches: The matches of a licence; empty for a copyright statement.
        clue: True for a licence match that the engine itself counts as a mere clue, which is not
            part of the file's licence expression.
        part_of: For a statement that belongs to the text of a licence rather than to the file
            (GPL-3.0 begins with the FSF's), the engine's identifier of that text; else None.
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
    """What a comment of ours (or of REUSE) asks for."""

    IGNORE = "ignore"
    REUSE_IGNORE = "reuse-ignore"


class Marker(NamedTuple):
    """An inline exception, or a block that REUSE-IgnoreStart and REUSE-IgnoreEnd enclose.

    Attributes:
        kind: IGNORE or REUSE_IGNORE.
        span: The lines it covers: for IGNORE its own line and the one below.
        rule: The rule that an IGNORE names; empty for REUSE_IGNORE.
        reason: What follows the bracket; an IGNORE without a reason permits nothing.
    """

    kind: MarkerKind
    span: Span
    rule: str = ""
    reason: str = ""


class FileScan(NamedTuple):
    """What the engine detected in one file, before any policy.

    Attributes:
        license_expression: The file's detected SPDX expression, or None.
        notices: All copyright statements and licences, by line.
        holders: Holders exactly as the engine reports them.
        authors: Authors exactly as the engine reports them.
        markers: Inline exceptions and ignored blocks.
        blank: Whether the file holds nothing but white space.
    """

    license_expression: str | None
    notices: tuple[Notice, ...] = ()
    holders: tuple[Statement, ...] = ()
    authors: tuple[Statement, ...] = ()
    markers: tuple[Marker, ...] = ()
    blank: bool = False


class ScanFailure(NamedTuple):
    """A file that could not be scanned; always becomes an ``unscanned-file`` finding.

    Attributes:
        reason: What happened, as a sentence without its full stop.
        hint: What the user can do about it.
    """

    reason: str
    hint: str = ""


Scan = FileScan | ScanFailure
"""What came of scanning a file."""
