"""Immutable values that every layer exchanges; standard library only.

A source lists blobs, the scan finds their notices, the classifier matches notices against the
policy, rules turn the rest into findings, and a report renders those.

Paths are POSIX paths relative to the top of the repository. Undecodable bytes are kept as surrogate
escapes (PEP 383), so that git finds the path again; ``text.printable`` makes paths safe to show.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from attribcheck.core.lineage import LineageClaim

POLICY_NAME = "attribcheck.toml"
LOCK_NAME = "attribcheck.lock"
BASELINE_NAME = "attribcheck.baseline"
ENGINE = "scancode"
"""The detector whose answers are the engine's own."""

MEMBER = "!/"
"""Stands between the path of a container and that of a file in it: ``foo.jar!/LICENSE``."""

_CONTAINER = re.compile(r"(.+?\.[A-Za-z0-9]{1,9})!/", re.DOTALL)


def container_of(path: str) -> str | None:
    """Return the file of the repository that holds ``path``; None when it is a file itself."""
    match = _CONTAINER.match(path) if MEMBER in path else None
    return match[1] if match else None


RECODED = "scancode-utf-8"
"""The detector of the engine's answers for a file that it can't read, as text in UTF-8."""


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
        old, new = self
        if old is None or new is None:
            return tuple(blob.path for blob in self if blob)
        return (old.path,) if old.path == new.path else (old.path, new.path)


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


class Excerpt(NamedTuple):
    """A line of a file as written, or a part of it.

    Attributes:
        text: Without a line end; empty when there is no line to show.
        offset: The number of characters of the line before it.
    """

    text: str = ""
    offset: int = 0


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
        excerpt: Its first line as written, when the notice begins at another one.
        column: Its start in that line, 1-based.
    """

    expression: str
    span: Span
    rule: str
    matcher: str
    score: float
    length: int
    coverage: float
    references: tuple[str, ...] = ()
    excerpt: Excerpt = Excerpt()
    column: int = 1


class Written(NamedTuple):
    """A copyright statement in the letters of its file, where the engine transliterates it.

    Attributes:
        text: The statement, without comment signs and markup. That of several lines has one space
            for each line end.
        holders: Its holders; each is a part of ``text``.
        aligned: Whether the words of the engine were found in it. If not, ``text`` is the line as
            it stands, and ``holders`` are what could be read in it.
        rejected: Holders of the engine that are no part of the statement: code below it, the next
            tag.
        lines: Its lines; None when they are those of the notice.
    """

    text: str
    holders: tuple[str, ...] = ()
    aligned: bool = True
    rejected: tuple[str, ...] = ()
    lines: Span | None = None


class Notice(NamedTuple):
    """A copyright statement or a licence text, tag or reference found in a file.

    Attributes:
        kind: COPYRIGHT or LICENSE.
        text: The statement as the engine normalises it, or the SPDX expression of the licence.
        span: Its lines, as the engine numbers them.
        excerpt: Its first line as written; of a long line the part around its start.
        column: Its start in that line, 1-based.
        holders: The holders of a statement, as the engine found them; empty for a licence.
        matches: The matches of a licence; empty for a copyright statement.
        clue: Whether the engine reports the licence as a clue only, outside of the file's licence
            expression.
        part_of: For a statement about a licence text instead of the file (GPL-3.0 begins with the
            FSF's), the engine's identifier of that text; else None.
        detector: The name of the detector that found it.
        written: The statement as it is written; None for a licence, and where the engine reads no
            lines of the file (the strings of a binary).
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
    written: Written | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The holders as written, or else as the engine found them: for all above the scan."""
        return self.holders if self.written is None else self.written.holders

    @property
    def lines(self) -> Span:
        """Its lines in the file: those of the statement as written, or else ``span``."""
        return self.span if self.written is None else self.written.lines or self.span

    @property
    def statement(self) -> str:
        """The statement as written, or else ``text``: for people and documents."""
        return self.text if self.written is None else self.written.text


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
        encoding: The name of its encoding when it is neither ASCII nor UTF-8, as it was recognised;
            else None.
        unread: What of the file was not read, in a clause: an archive under another name. Else "".
        claims: The claims of the file about models.
    """

    license_expression: str | None
    notices: tuple[Notice, ...] = ()
    holders: tuple[Statement, ...] = ()
    authors: tuple[Statement, ...] = ()
    markers: tuple[Marker, ...] = ()
    blank: bool = False
    encoding: str | None = None
    unread: str = ""
    claims: tuple[LineageClaim, ...] = ()


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
