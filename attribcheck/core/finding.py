"""What rules report: the values that every report renders."""

from __future__ import annotations

import enum
from typing import NamedTuple

from attribcheck.core.model import Commit, Excerpt

# The names are fixed: policies and workflows rely on them. They stand here, below the policy that
# names them and the rules that carry them; a rule that is not built yet already has its name.
RULE_NAMES = (
    "undeclared-notice",
    "undeclared-license",
    "disallowed-license",
    "license-mismatch",
    "removed-notice",
    "missing-notice",
    "unknown-license",
    "undeclared-copy",
    "replaced-notice",
    "wrong-origin-claim",
    "undeclared-base-model",
    "undeclared-model-code",
    "model-obligation",
    "disallowed-origin",
    "modified-component",
    "unmarked-modification",
    "stale-notice-file",
    "missing-license-text",
    "unused-declaration",
    "expired-exception",
    "unscanned-file",
)


class Severity(enum.IntEnum):
    """How much a finding weighs; a run fails from ``--fail-on`` (by default ERROR) upward."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name as policies and reports write it: ``note``, ``warning`` or ``error``."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """Return the severity that ``label`` names; raise KeyError for any other word."""
        return cls[label.upper()]


class RelatedLocation(NamedTuple):
    """A second place that a finding is about: what stood in an older version, or stands elsewhere.

    Attributes:
        label: What this place is to the finding, as a clause: "as it stood before".
        path: The file.
        line: Counted from 1; 0 for the whole file.
        text: What stands or stood there, as written; may span lines.
        revision: The commit or blob that holds it; empty for the version that is checked.
        commit: The commit that took it away, when the history was walked; else None.
    """

    label: str
    path: str
    line: int
    text: str
    revision: str = ""
    commit: Commit | None = None


class RemovedLines(NamedTuple):
    """Lines that were removed from the file of a finding.

    Attributes:
        lines: The lines, without their ends.
        line: Where they began, counted from 1.
        path: The file in which they stood.
        revision: The blob that holds them.
    """

    lines: tuple[str, ...]
    line: int
    path: str
    revision: str


class Finding(NamedTuple):
    """What a rule reports.

    Attributes:
        rule: The rule's name.
        severity: After the policy's ``[rules]`` table.
        path: The file it is about (the policy's own path for a finding about the policy).
        line: Counted from 1; 0 when the finding is about the whole file.
        column: Counted from 1.
        end_line: The last line it is about.
        message: What is the matter, in a sentence: facts only.
        evidence: The line as it stands in the file, or the part around ``column`` of a long one.
        component: The name of the component concerned, or None.
        policy_line: The line of the policy that caused it or could settle it, or None.
        policy_note: What that line of the policy says, in a sentence; empty when there is none.
        fix: Lines ready to paste into the policy, or a command; empty when there is none.
        subject: What the finding is about, shorter than the message and stable when lines move
            (the holder, the licence); with rule and path it identifies the finding.
        related: Other places that belong to it, such as the line that stood there before.
        removed: The lines that can be put back; None when there are none, or not certainly there.
        occurrence: How many findings that say the same of this file stand before it.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    column: int = 1
    end_line: int = 0
    evidence: Excerpt = Excerpt()
    component: str | None = None
    policy_line: int | None = None
    policy_note: str = ""
    fix: str = ""
    subject: str = ""
    related: tuple[RelatedLocation, ...] = ()
    removed: RemovedLines | None = None
    occurrence: int = 0

    @property
    def sort_key(self) -> tuple[str, int, str, int, str]:
        """The order of every output: path, line, rule."""
        return (self.path, self.line, self.rule, self.column, self.message)


class SuppressedFinding(NamedTuple):
    """A finding that an exception permits; listed by machine-readable reports, never counted."""

    finding: Finding
    reason: str
    policy_line: int | None = None
