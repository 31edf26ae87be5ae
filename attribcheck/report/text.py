"""The text report: for the person whose commit was stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attribcheck.display import counted, printable
from attribcheck.model import Finding, Severity
from attribcheck.outcome import Outcome
from attribcheck.report.base import Options
from attribcheck.report.style import Style

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_EVIDENCE_WIDTH = 160


def render(outcome: Outcome, options: Options) -> str:
    """Return the findings with their evidence and fixes, and a summary last.

    Findings that say the same of several files are shown once, with the list of the files.
    """
    style = Style(options.color)
    lines: list[str] = []
    shown: set[str] = set()
    for group in _groups(outcome.findings):
        lines += _group(group, outcome, style, shown)
        lines.append("")
    if not options.quiet:
        lines += [f"{style('hint', 'cyan')}: {printable(hint)}" for hint in outcome.hints]
        lines += _summary(outcome, style)
    return "\n".join(lines) + "\n" if lines else ""


def _groups(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.severity, finding.message, finding.component)
        groups.setdefault(key, []).append(finding)
    yield from groups.values()


def _group(group: list[Finding], outcome: Outcome, style: Style, shown: set[str]) -> list[str]:
    """Return the lines of one group; ``shown`` are the fixes that stand above, and gets its own."""
    first = group[0]
    color = _COLORS[first.severity]
    head = style(f"{first.severity.label}[{first.rule}]", color, "bold")
    lines = [f"{head}: {style(printable(first.message), 'bold')}"]
    lines.append(f"  {style('-->', 'blue')} {_where(first)}")
    margin = len(str(first.line)) + 1
    bar = style("|", "blue")
    if first.evidence.strip():
        evidence, column = _clip(first.evidence, first.column)
        number = style(str(first.line).rjust(margin), "blue")
        marks = "^" * max(1, len(evidence.rstrip()) - column)
        lines += [
            f"{' ' * margin} {bar}",
            f"{number} {bar} {evidence.rstrip()}",
            f"{' ' * margin} {bar} {' ' * column}{style(marks, color)}",
        ]
    lead = f"{' ' * margin} {style('=', 'blue')} "
    if len(group) > 1:
        more = len(group) - 1
        lines.append(f"{lead}{style('also', 'bold')}: at {more} more place{'s' * (more > 1)}")
        lines += [f"{' ' * margin}     {_where(finding)}" for finding in group[1:]]
    if first.policy_note or (first.policy_line and first.path != outcome.policy.display_path):
        where = outcome.policy.display_path
        if outcome.policy.path is None:
            where = f"there is no {where}"
        elif first.policy_line:
            where = f"{where}:{first.policy_line}"
        note = f": {first.policy_note}" if first.policy_note else ""
        lines.append(f"{lead}{style('policy', 'bold')}: {printable(where)}{printable(note)}")
    lines += _fix(group, outcome, style, lead, shown)
    return lines


def _fix(
    group: list[Finding], outcome: Outcome, style: Style, lead: str, shown: set[str]
) -> list[str]:
    fix = group[0].fix.splitlines()
    if not fix:
        return []
    label = f"{lead}{style('fix', 'green', 'bold')}"
    if group[0].fix in shown:
        return [f"{label}: the same as above"]
    shown.add(group[0].fix)
    target = f" in {printable(outcome.policy.display_path)}" if "[[component]]" in fix else ""
    several = len({finding.fix for finding in group}) > 1
    extra = " (for the first; the others alike)" if several else ""
    indent = " " * (len(lead) - len(lead.lstrip()) + 4)
    return [f"{label}{target}{extra}:", *(f"{indent}{printable(line)}".rstrip() for line in fix)]


def _where(finding: Finding) -> str:
    path = printable(finding.path)
    return f"{path}:{finding.line}:{finding.column}" if finding.line else path


def _clip(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around ``column``, and the 0-based column in it."""
    before, after = printable(line[: column - 1]), printable(line[column - 1 :])
    if len(before) + len(after) > _EVIDENCE_WIDTH:
        if len(before) > _EVIDENCE_WIDTH // 4:
            before = "..." + before[-_EVIDENCE_WIDTH // 4 :]
        if len(before) + len(after) > _EVIDENCE_WIDTH:
            after = after[: _EVIDENCE_WIDTH - len(before)] + "..."
    return before + after, len(before)


def _summary(outcome: Outcome, style: Style) -> list[str]:
    checked = f"{counted(len(outcome.files), 'file')} checked ({printable(outcome.label)})"
    excepted = f", {len(outcome.excepted)} excepted" if outcome.excepted else ""
    if not outcome.findings:
        return [f"{style('clean', 'green', 'bold')}: {checked}, no findings{excepted}"]
    counts = [
        style(counted(outcome.count(severity), severity.label), _COLORS[severity], "bold")
        for severity in reversed(Severity)
        if outcome.count(severity)
    ]
    places = len({finding.path for finding in outcome.findings})
    rules = sorted({finding.rule for finding in outcome.findings})
    return [
        f"{', '.join(counts)} in {counted(places, 'file')}{excepted}; {checked}",
        f"what a rule means: attribcheck explain {rules[0]}",
    ]
