"""What several formats show of an outcome: findings that belong together, places, counts.

Text comes from here as it is; each format makes it safe for its own reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.core.text import counted
from attribcheck.git.parsing import encode_path
from attribcheck.reports.base import Options


def groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings that say the same of several places together, in order of their first."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.severity, finding.message, finding.component, finding.related)
        found.setdefault(key, []).append(finding)
    return list(found.values())


def worst_first(grouped: Iterable[list[Finding]]) -> list[list[Finding]]:
    """Return groups by severity, the worst first, and else as they were."""
    return sorted(grouped, key=lambda group: -group[0].severity)


def place(finding: Finding) -> str:
    """Return where a finding is: ``path:line:column``, or the path alone for a whole file."""
    return f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path


def policy_clause(finding: Finding, outcome: CheckResult) -> str:
    """Return the line of the policy that decided and what it says; "" when none is to be told."""
    where = outcome.policy.display_path
    if not finding.policy_note and (not finding.policy_line or finding.path == where):
        return ""
    if outcome.policy.path is None:
        where = f"there is no {where}"
    elif finding.policy_line:
        where = f"{where}:{finding.policy_line}"
    return f"{where}: {finding.policy_note}" if finding.policy_note else where


def passage_heading(passage: RelatedLocation) -> str:
    """Return what a related place is to its finding, and where: ``as it stood before: a.py:3``.

    With the commit that took it away: ``as it stood before commit 88d387502a6a of 2025-03-04:``.
    """
    where = f"{passage.path}:{passage.line}" if passage.line else passage.path
    at = f" ({passage.revision[:12]})" if passage.revision else ""
    return f"{passage.label}{commit_clause(passage)}: {where}{at}"


def commit_clause(passage: RelatedLocation, *, whole: bool = False) -> str:
    """Return the commit that took something away, behind a space; "" when it is not known.

    Args:
        passage: What it took away.
        whole: Whether to give its id and its date as they are, not cut to what a person needs.
    """
    if passage.commit is None:
        return ""
    oid, date = passage.commit.oid, passage.commit.date
    if not whole:
        oid, date = oid[:12], date.partition("T")[0]
    return f" commit {oid}" + (f" of {date}" if date else "")


def passage_lines(passage: RelatedLocation) -> list[str]:
    """Return the heading of a related place, and what stands or stood there, indented by two."""
    return [passage_heading(passage), *(f"  {line}" for line in passage.text.splitlines())]


def fix_target(group: list[Finding], outcome: CheckResult) -> str:
    """Return what goes behind the word "fix": where it is to be pasted, and if it is one of many.

    As `` in attribcheck.toml`` for an entry of the policy; "" for a command, say.
    """
    fix = group[0].fix
    into = f" in {outcome.policy.display_path}" if "[[component]]" in fix.splitlines() else ""
    several = len({finding.fix for finding in group}) > 1
    return into + (" (for the first; the others alike)" if several else "")


def counts(outcome: CheckResult) -> list[tuple[Severity, str]]:
    """Return the number of findings of each severity that has some, worst first: ``2 errors``."""
    return [
        (severity, counted(outcome.count(severity), severity.label))
        for severity in reversed(Severity)
        if outcome.count(severity)
    ]


def headline(outcome: CheckResult) -> str:
    """Return what was found, in a few words: ``2 errors, 1 note``."""
    return ", ".join(text for _, text in counts(outcome)) or "no findings"


def checked(outcome: CheckResult) -> str:
    """Return how much was checked: ``3 files checked (staged changes)``."""
    if outcome.history_stats:
        much = counted(outcome.history_stats.commits, "commit")
        versions = counted(outcome.history_stats.versions, "version")
        return f"{much} with {versions} of files checked ({outcome.label})"
    return f"{counted(len(outcome.files), 'file')} checked ({outcome.label})"


def set_aside(outcome: CheckResult) -> str:
    """Return how much does not count, behind a comma each: ``, 1 excepted, 2 preexisting``."""
    suppressed = f", {len(outcome.suppressed)} excepted" if outcome.suppressed else ""
    if not outcome.preexisting:
        return suppressed
    return f"{suppressed}, {len(outcome.preexisting)} preexisting (--state counts them)"


class Row(NamedTuple):
    """What one rule found of one component.

    Attributes:
        rule: The rule's name.
        component: The component's name; None where no component is concerned.
        counts: The number of errors, warnings and notes.
        files: In how many files.
    """

    rule: str
    component: str | None
    counts: tuple[int, int, int]
    files: int


def tally(outcome: CheckResult) -> list[Row]:
    """Return the findings counted by rule and component, the worst and most numerous first."""
    found: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in outcome.findings:
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
    """Return where a rule is documented; "" when that is not known."""
    return f"{options.rules_url}#{rule}" if options.rules_url else ""


def source_url(path: str, line: int, options: Options) -> str:
    """Return where a line of a file of the repository can be read; "" when that is not known."""
    if not options.source_url or PurePath(path).is_absolute():  # a policy that was named so
        return ""
    from urllib.parse import quote  # lazy: the text report of a hook links to nothing

    anchor = f"#L{line}" if line else ""
    return f"{options.source_url}/{quote(encode_path(path), safe='/')}{anchor}"
