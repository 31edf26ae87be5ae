"""What a check found: the value that every report renders."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile
from attribcheck.core.finding import Finding, Severity, SuppressedFinding
from attribcheck.policy.model import Policy


class HistoryStats(NamedTuple):
    """How much of a history was looked into.

    Attributes:
        commits: How many commits.
        versions: How many different versions of files were scanned for them.
    """

    commits: int
    versions: int


class CheckResult(NamedTuple):
    """The result of one check.

    Attributes:
        label: What was checked, for people: ``staged changes``, ``the work tree``, ...
        engine: The identity of the engine that answered.
        policy: The policy that was applied.
        files: Every checked file, by path; of a history those in which something may be missed.
        findings: What counts, in the order of every output: path, line, rule.
        suppressed: What an exception permits, in the same order.
        preexisting: What a change did not introduce, in the same order; not counted.
        hints: What a person should know besides: a policy that is not staged, a cache that can't
            be written. One sentence each; machine-readable reports leave them out.
        history_stats: How much of a history was looked into; None when none was.
    """

    label: str
    engine: str
    policy: Policy
    files: tuple[ClassifiedFile, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...] = ()
    preexisting: tuple[Finding, ...] = ()
    hints: tuple[str, ...] = ()
    history_stats: HistoryStats | None = None

    def count(self, severity: Severity) -> int:
        """Return how many findings weigh exactly ``severity``."""
        return sum(finding.severity is severity for finding in self.findings)

    def fails(self, fail_on: Severity) -> bool:
        """Whether any finding weighs ``fail_on`` or more."""
        return any(finding.severity >= fail_on for finding in self.findings)
