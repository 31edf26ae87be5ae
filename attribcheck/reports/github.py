"""Renders annotations: workflow commands that GitHub shows at the lines of a pull request.

GitHub keeps 10 errors, 10 warnings and 10 notices of a step and drops the others silently, so the
most severe come first, and the last notice says how many were omitted.

Format: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import BASELINE_NAME, container_of
from attribcheck.core.text import counted, printable
from attribcheck.reports import presentation
from attribcheck.reports.base import Options

LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(result: CheckResult, options: Options) -> str:
    """Return one annotation a line, the most severe first; a single newline without findings."""
    lines: list[str] = []
    omitted: list[str] = []
    for severity in reversed(Severity):
        found = [finding for finding in result.findings if finding.severity is severity]
        # The last notice is for the number of omitted findings.
        limit = LIMIT - 1 if severity is Severity.NOTE else LIMIT
        lines += [_annotation(finding, result) for finding in found[:limit]]
        if len(found) > limit:
            omitted.append(counted(len(found) - limit, severity.label))
    last = []
    if omitted:
        last.append(
            f"{', '.join(omitted)} not shown here: GitHub shows {LIMIT} of each kind. The other"
            " reports list all of them."
        )
    if result.accepted:
        last.append(f"{counted(result.accepted, 'finding')} accepted by {BASELINE_NAME}.")
    if last:
        lines.append(f"::notice title=attribcheck::{' '.join(last)}")
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, result: CheckResult) -> str:
    # A file in an archive has no lines that GitHub shows.
    where = {"file": container_of(finding.path) or finding.path}
    if finding.line and not container_of(finding.path):
        end = max(finding.line, finding.end_line)
        where |= {"line": str(finding.line), "endLine": str(end)}
        if end == finding.line:  # GitHub ignores a column where there are several lines
            where["col"] = str(finding.column)
    where["title"] = f"attribcheck: {finding.rule}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(_text(finding, result))}"


def _text(finding: Finding, result: CheckResult) -> list[str]:
    """Return the lines of the message: the finding, related places, the policy, the fix."""
    inside = container_of(finding.path)
    place = presentation.place(finding)
    lines = [f"{place}: {finding.message}" if inside else finding.message]
    for passage in finding.related:
        lines += presentation.passage_lines(passage)
    if clause := presentation.policy_clause(finding, result):
        lines.append(f"policy: {clause}")
    if len(finding.fix) > presentation.LONG_FIX:
        lines += ["fix: too long to show here; the other reports have it"]
    elif finding.fix:
        lines += ["fix:", *finding.fix.splitlines()]
    return lines


def _data(lines: list[str]) -> str:
    # Escape each line on its own, so that only our line breaks remain.
    return "%0A".join(printable(line).replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    return printable(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
