"""The result of a check, which every report renders."""

from __future__ import annotations

from typing import NamedTuple

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, Severity, SuppressedFinding
from attribcheck.policy.model import Policy


class HistoryStats(NamedTuple):
    """The extent of a check of a history.

    Attributes:
        commits: The number of commits.
        versions: The number of different file versions that were scanned for them.
    """

    commits: int
    versions: int


class CheckResult(NamedTuple):
    """The result of one check.

    Attributes:
        label: The checked content, for people: ``staged changes``, ``the work tree``, ...
        engine: The identity of the engine.
        policy: The policy.
        files: Every checked file, by path; of a history those that may lack a notice.
        findings: The findings that count, in the order of every output: path, line, rule.
        suppressed: The findings that an exception or the baseline suppresses, in the same order.
        preexisting: The findings that a change did not introduce, in the same order.
        hints: Warnings for people, a sentence each: a policy that is not staged, a cache that can't
            be written. Machine-readable reports omit them.
        history_stats: The extent of a check of a history; None for any other check.
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
        """Return the number of findings of exactly this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def accepted(self) -> int:
        """The number of suppressed findings that the baseline accepts."""
        return sum(item.since is not None for item in self.suppressed)

    def fails(self, fail_on: Severity) -> bool:
        """Whether any finding has the severity ``fail_on`` or a higher one."""
        return any(finding.severity >= fail_on for finding in self.findings)
