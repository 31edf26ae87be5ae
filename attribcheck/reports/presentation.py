"""Texts that several report formats share: groups of findings, places, counts.

They are not escaped here: each format escapes them for its own reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from attribcheck.check.fingerprints import fingerprint
from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.core.model import BASELINE_NAME, container_of
from attribcheck.core.text import counted
from attribcheck.git.parsing import encode_path
from attribcheck.reports.base import Options


def groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings grouped by equal message, in the order of the first of each group.

    Lost notices of many files are one group when their lines were the same.
    """
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        message, related = (
            finding.message,
            tuple((r.label, r.text, r.commit) for r in finding.related),
        )
        for one in finding.related:
            message = message.removesuffix(f"; it was in {one.path}")
        key = (finding.rule, finding.severity, message, finding.component, related)
        found.setdefault(key, []).append(finding)
    return list(found.values())


def most_severe_first(grouped: Iterable[list[Finding]]) -> list[list[Finding]]:
    """Return groups by descending severity, otherwise in their order."""
    return sorted(grouped, key=lambda group: -group[0].severity)


def place(finding: Finding) -> str:
    """Return the place of a finding: ``path:line:column``, or the path for a complete file."""
    return f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path


def policy_clause(finding: Finding, result: CheckResult) -> str:
    """Return the policy line of a finding with its note; "" when there is none to show."""
    where = result.policy.display_path
    if not finding.policy_note and (not finding.policy_line or finding.path == where):
        return ""
    if result.policy.path is None:
        where = f"there is no {where}"
    elif finding.policy_line:
        where = f"{where}:{finding.policy_line}"
    return f"{where}: {finding.policy_note}" if finding.policy_note else where


def passage_heading(passage: RelatedLocation) -> str:
    """Return the label of a related place, and the place: ``as it stood before: a.py:3``.

    With the commit that removed it: ``as it stood before commit 88d387502a6a of 2025-03-04: ...``.
    In an origin outside of the repository: ``lines 4-9 match: foo 1.2: src/a.py:3-8``.
    """
    where = f"{passage.path}:{passage.line}" if passage.line else passage.path
    if passage.end_line > passage.line:
        where += f"-{passage.end_line}"
    if passage.origin:
        where = f"{passage.origin}: {where}"
    at = f" ({passage.revision[:12]})" if passage.revision else ""
    return f"{passage.label}{commit_clause(passage)}: {where}{at}"


def commit_clause(passage: RelatedLocation, *, abbreviated: bool = True) -> str:
    """Return the commit that removed something, after a space; "" when it is unknown.

    Args:
        passage: The removed text.
        abbreviated: Whether to cut the id to 12 digits and the date to the day.
    """
    if passage.commit is None:
        return ""
    oid, date = passage.commit.oid, passage.commit.date
    if abbreviated:
        oid, date = oid[:12], date.partition("T")[0]
    return f" commit {oid}" + (f" of {date}" if date else "")


def passage_lines(passage: RelatedLocation) -> list[str]:
    """Return the heading of a related place, and its text indented by two spaces."""
    return [passage_heading(passage), *(f"  {line}" for line in passage.text.splitlines())]


def fix_target(group: list[Finding], result: CheckResult) -> str:
    """Return the words after "fix": the file to paste it into, and whether others are similar.

    For example `` in attribcheck.toml`` for an entry of the policy; "" for a command.
    """
    fix = group[0].fix
    is_entry = fix.startswith(_ENTRY) or f"\n{_ENTRY}" in fix
    into = f" in {result.policy.display_path}" if is_entry else ""
    several = len({finding.fix for finding in group}) > 1
    return into + (" (for the first; the others alike)" if several else "")


_ENTRY = "[[component]]\n"
LONG_FIX = 1000
"""Characters; a longer fix is given once, because findings of one file or folder may share it and
each of thousands would repeat it."""


class Fixes:
    """The long fixes that a report has given already."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def given_by(self, finding: Finding) -> str | None:
        """Return the fingerprint of the earlier finding with the same long fix, or None."""
        if len(finding.fix) <= LONG_FIX:
            return None
        if finding.fix in self._given:
            return self._given[finding.fix]
        self._given[finding.fix] = fingerprint(finding)
        return None


def counts(result: CheckResult) -> list[tuple[Severity, str]]:
    """Return the non-zero counts of findings by descending severity: ``2 errors``."""
    return [
        (severity, counted(result.count(severity), severity.label))
        for severity in reversed(Severity)
        if result.count(severity)
    ]


def headline(result: CheckResult) -> str:
    """Return the counts in one line: ``2 errors, 1 note``."""
    return ", ".join(text for _, text in counts(result)) or "no findings"


def checked(result: CheckResult) -> str:
    """Return the number of checked files: ``3 files checked (staged changes)``."""
    if result.history_stats:
        commits = counted(result.history_stats.commits, "commit")
        versions = counted(result.history_stats.versions, "version")
        return f"{commits} with {versions} of files checked ({result.label})"
    return f"{counted(len(result.files), 'file')} checked ({result.label})"


def not_counted(result: CheckResult) -> str:
    """Return the counts of other findings, after commas: ``, 1 excepted, 2 preexisting``."""
    accepted = result.accepted
    excepted = len(result.suppressed) - accepted
    text = f", {excepted} excepted" if excepted else ""
    if accepted:
        text += f", {accepted} accepted by {BASELINE_NAME}"
    if result.preexisting:
        text += f", {len(result.preexisting)} preexisting (--state counts them)"
    return text


class Row(NamedTuple):
    """The findings of one rule about one component.

    Attributes:
        rule: The rule's name.
        component: The component's name; None for findings about no component.
        counts: The number of errors, warnings and notes.
        files: The number of files.
    """

    rule: str
    component: str | None
    counts: tuple[int, int, int]
    files: int


def tally(result: CheckResult) -> list[Row]:
    """Return findings counted by rule and component, the most severe and most frequent first."""
    found: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in result.findings:
        found.setdefault((finding.rule, finding.component), []).append(finding)
    rows = []
    for (rule, component), findings in found.items():
        errors, warnings, notes = (
            sum(finding.severity is severity for finding in findings)
            for severity in reversed(Severity)
        )
        files = len({finding.path for finding in findings})
        rows.append(Row(rule, component, (errors, warnings, notes), files))
    return sorted(rows, key=lambda row: (*(-n for n in row.counts), row.rule, row.component or ""))


def rule_url(rule: str, options: Options) -> str:
    """Return the URL of a rule's documentation; "" when it is unknown."""
    return f"{options.rules_url}#{rule}" if options.rules_url else ""


def source_url(path: str, line: int, options: Options) -> str:
    """Return the URL of a line (1-based; 0 for none) of a file; "" when it is unknown."""
    if not options.source_url or PurePath(path).is_absolute():  # --policy with an absolute path
        return ""
    from urllib.parse import quote  # lazy: text reports have no links

    container = container_of(path)
    anchor = f"#L{line}" if line and not container else ""
    path = container or path
    return f"{options.source_url}/{quote(encode_path(path), safe='/')}{anchor}"
