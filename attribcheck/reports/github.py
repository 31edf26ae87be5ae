"""Annotations: workflow commands that GitHub shows at the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

GitHub keeps 10 errors, 10 warnings and 10 notices of a step and drops the others in silence, so the
worst come first, and the last notice says how many were left out.
"""

from __future__ import annotations

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.text import counted, printable
from attribcheck.reports import presentation
from attribcheck.reports.base import Options

LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(outcome: CheckResult, options: Options) -> str:
    """Return one annotation a line, worst first; only a line break for a clean outcome."""
    lines: list[str] = []
    left_out: list[str] = []
    for severity in reversed(Severity):
        found = [finding for finding in outcome.findings if finding.severity is severity]
        # One notice is kept for what was left out.
        limit = LIMIT - 1 if severity is Severity.NOTE else LIMIT
        lines += [_annotation(finding, outcome) for finding in found[:limit]]
        if len(found) > limit:
            left_out.append(counted(len(found) - limit, severity.label))
    if left_out:
        lines.append(
            f"::notice title=attribcheck::{', '.join(left_out)} not shown here: GitHub shows"
            f" {LIMIT} of each kind. The other reports list all of them."
        )
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, outcome: CheckResult) -> str:
    where = {"file": finding.path}
    if finding.line:
        end = max(finding.line, finding.end_line)
        where |= {"line": str(finding.line), "endLine": str(end)}
        if end == finding.line:  # GitHub ignores a column where there are several lines
            where["col"] = str(finding.column)
    where["title"] = f"attribcheck: {finding.rule}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(_text(finding, outcome))}"


def _text(finding: Finding, outcome: CheckResult) -> list[str]:
    """Return the lines of the message: what, where it stood before, the policy, the fix."""
    lines = [finding.message]
    for passage in finding.related:
        lines += presentation.passage_lines(passage)
    if clause := presentation.policy_clause(finding, outcome):
        lines.append(f"policy: {clause}")
    if finding.fix:
        lines += ["fix:", *finding.fix.splitlines()]
    return lines


def _data(lines: list[str]) -> str:
    # Each line is made printable by itself: the breaks between them are ours, all others are not.
    return "%0A".join(printable(line).replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    return printable(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
