"""Findings: what rules return and every report renders."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.core.model import Commit, Excerpt, Span

if TYPE_CHECKING:
    from datetime import date

# Fixed: policies and workflows rely on these names. Defined below both the policy and the rules;
# some are reserved for rules that do not exist yet.
RULE_NAMES = (
    "undeclared-notice",
    "undeclared-license",
    "disallowed-license",
    "license-mismatch",
    "removed-notice",
    "missing-notice",
    "missing-header",
    "unknown-license",
    "undeclared-copy",
    "replaced-notice",
    "wrong-origin-claim",
    "undeclared-base-model",
    "undeclared-model-code",
    "model-obligation",
    "disallowed-origin",
    "modified-component",
    "version-mismatch",
    "unmarked-modification",
    "stale-notice-file",
    "missing-license-text",
    "unused-declaration",
    "expired-exception",
    "unscanned-file",
)


class Severity(enum.IntEnum):
    """Severity of a finding; a run fails from ``--fail-on`` (default ERROR) upward."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name in policies and reports: ``note``, ``warning`` or ``error``."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """Return the severity called ``label``.

        Raises:
            KeyError: there is no such severity.
        """
        return cls[label.upper()]


class RelatedLocation(NamedTuple):
    """A second location of a finding: an older version of the line, or another file.

    Attributes:
        label: Its relation to the finding, as a clause: "as it stood before".
        path: The file.
        line: 1-based; 0 for the whole file.
        text: The lines there, as written; empty when there are none to show.
        revision: The commit or blob that holds it; empty for the checked version.
        commit: In a walk through a history, the commit that removed it; else None.
        end_line: The last line, 1-based; 0 when ``line`` is the only one.
        origin: The component and version that hold the file, as ``foo 1.2``; empty for a file of
            the checked repository.
        here: The lines of the finding's own file that correspond to it; None when none do.
    """

    label: str
    path: str
    line: int
    text: str
    revision: str = ""
    commit: Commit | None = None
    end_line: int = 0
    origin: str = ""
    here: Span | None = None


class RemovedLines(NamedTuple):
    """Lines that a change removed, and that can be restored.

    Attributes:
        lines: The lines, without line ends.
        line: The first of them, 1-based.
        path: The file that held them.
        revision: The blob that holds them.
    """

    lines: tuple[str, ...]
    line: int
    path: str
    revision: str


class Finding(NamedTuple):
    """One problem that a rule reports.

    Attributes:
        rule: The rule's name.
        severity: From the policy's ``[rules]`` table.
        path: The file (the policy's own path for a finding about the policy).
        line: 1-based; 0 for the whole file.
        column: 1-based.
        end_line: The last line, 1-based.
        message: The problem in a sentence: facts only.
        evidence: The line as written, or the part around ``column`` of a long one.
        component: The name of the component concerned, or None.
        policy_line: The line of the policy that caused the finding or could resolve it, or None.
        policy_note: The content of that line, in a sentence; empty when there is none.
        fix: Lines to paste into the policy, or a command; empty when there is none.
        subject: A short name of the problem that does not depend on line numbers (the holder, the
            licence); with rule and path it identifies the finding.
        related: Other locations, such as the line of the older version.
        removed: The lines that can be restored; None when there are none or they are uncertain.
        occurrence: The number of earlier findings of this file with the same rule and subject.
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
        """Sorts every output: path, line, rule."""
        return (self.path, self.line, self.rule, self.column, self.message)


class SuppressedFinding(NamedTuple):
    """A finding that does not count; machine-readable reports list it.

    Attributes:
        finding: The finding.
        reason: Why: the reason of an exception, or that the baseline accepts it.
        policy_line: The line of the exception in the policy; None for any other reason.
        since: The day on which the baseline accepted it; None when an exception suppresses it.
    """

    finding: Finding
    reason: str
    policy_line: int | None = None
    since: date | None = None
