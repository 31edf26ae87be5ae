"""The text report: for the person whose commit was stopped."""

from __future__ import annotations

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.core.text import counted, printable
from attribcheck.reports import presentation
from attribcheck.reports.ansi import Style
from attribcheck.reports.base import Options

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_EVIDENCE_WIDTH = 160


def render(outcome: CheckResult, options: Options) -> str:
    """Return the findings with their evidence and fixes, and a summary last.

    Findings that say the same of several files are shown once, with the list of the files.
    """
    style = Style(options.color)
    lines: list[str] = []
    shown: set[str] = set()
    for group in presentation.groups(outcome.findings):
        lines += _group(group, outcome, style, shown)
        lines.append("")
    if not options.quiet:
        lines += [f"{style('hint', 'cyan')}: {printable(hint)}" for hint in outcome.hints]
        lines += _summary(outcome, style)
    return "\n".join(lines) + "\n" if lines else ""


def _group(group: list[Finding], outcome: CheckResult, style: Style, shown: set[str]) -> list[str]:
    """Return the lines of one group; ``shown`` are the fixes that stand above, and gets its own."""
    first = group[0]
    color = _COLORS[first.severity]
    head = style(f"{first.severity.label}[{first.rule}]", color, "bold")
    lines = [f"{head}: {style(printable(first.message), 'bold')}"]
    lines.append(f"  {style('-->', 'blue')} {_where(first)}")
    margin = len(str(first.line)) + 1
    bar = style("|", "blue")
    if first.evidence.text.strip():
        evidence, column = _clip(first.evidence.text, first.column - first.evidence.offset)
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
    for passage in first.related:
        lines += _passage(passage, lead)
    if clause := presentation.policy_clause(first, outcome):
        lines.append(f"{lead}{style('policy', 'bold')}: {printable(clause)}")
    lines += _fix(group, outcome, style, lead, shown)
    return lines


def _passage(passage: RelatedLocation, lead: str) -> list[str]:
    heading = f"{lead}{printable(presentation.passage_heading(passage))}"
    return [heading, *(f"{_below(lead)}{_clip(line, 1)[0]}" for line in passage.text.splitlines())]


def _below(lead: str) -> str:
    """Return the indentation of the lines that belong to a labelled one."""
    return " " * (len(lead) - len(lead.lstrip()) + 4)


def _fix(
    group: list[Finding], outcome: CheckResult, style: Style, lead: str, shown: set[str]
) -> list[str]:
    fix = group[0].fix.splitlines()
    if not fix:
        return []
    heading = style("fix", "green", "bold")
    if group[0].fix in shown:
        return [f"{lead}{heading}: the same as above"]
    shown.add(group[0].fix)
    target = printable(presentation.fix_target(group, outcome))
    indent = _below(lead)
    return [
        f"{lead}{heading}{target}:",
        *(f"{indent}{printable(line)}".rstrip() for line in fix),
    ]


def _where(finding: Finding) -> str:
    return printable(presentation.place(finding))


def _clip(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around ``column``, and the 0-based column in it."""
    before, after = printable(line[: column - 1]), printable(line[column - 1 :])
    if len(before) + len(after) > _EVIDENCE_WIDTH:
        if len(before) > _EVIDENCE_WIDTH // 4:
            before = "..." + before[-_EVIDENCE_WIDTH // 4 :]
        if len(before) + len(after) > _EVIDENCE_WIDTH:
            after = after[: _EVIDENCE_WIDTH - len(before)] + "..."
    return before + after, len(before)


def _summary(outcome: CheckResult, style: Style) -> list[str]:
    checked = printable(presentation.checked(outcome))
    aside = presentation.set_aside(outcome)
    if not outcome.findings:
        return [f"{style('clean', 'green', 'bold')}: {checked}, no findings{aside}"]
    counts = [
        style(text, _COLORS[severity], "bold") for severity, text in presentation.counts(outcome)
    ]
    places = len({finding.path for finding in outcome.findings})
    rules = sorted({finding.rule for finding in outcome.findings})
    return [
        f"{', '.join(counts)} in {counted(places, 'file')}{aside}; {checked}",
        f"what a rule means: attribcheck explain {rules[0]}",
    ]
