"""Renders the text report, for the author of a refused commit."""

from __future__ import annotations

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity
from attribcheck.core.text import counted, pasteable, printable
from attribcheck.reports import presentation
from attribcheck.reports.ansi import Style
from attribcheck.reports.base import Options

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_EVIDENCE_WIDTH = 160
_MAX_PLACES = 10  # of one group, behind its first
_ALL_PLACES = "attribcheck check with --format json lists all"


def render(result: CheckResult, options: Options) -> str:
    """Return the findings with their evidence and fixes, and a summary last.

    Findings with the same message are shown once, with the first of their places.
    """
    style = Style(options.color)
    lines: list[str] = []
    shown: set[str] = set()
    for group in presentation.groups(result.findings):
        lines += group_lines(group, result, style, shown)
        lines.append("")
    if not options.quiet:
        lines += [f"{style('hint', 'cyan')}: {printable(hint)}" for hint in result.hints]
        lines += _summary(result, style)
    return "\n".join(lines) + "\n" if lines else ""


def group_lines(
    group: list[Finding], result: CheckResult, style: Style, shown: set[str]
) -> list[str]:
    """Return the lines of one group, and add its fix to ``shown``, the fixes above it."""
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
        lines += _places(group[1:], style, lead)
    for passage in first.related:
        lines += _passage(passage, lead)
    if clause := presentation.policy_clause(first, result):
        lines.append(f"{lead}{style('policy', 'bold')}: {printable(clause)}")
    lines += _fix(group, result, style, lead, shown)
    return lines


def _places(further: list[Finding], style: Style, lead: str) -> list[str]:
    """Return the lines for the further places of a group; of very many the first alone."""
    # One more than the rest is no longer than the line that stands for it.
    shown = further if len(further) <= _MAX_PLACES + 1 else further[:_MAX_PLACES]
    indent = _below(lead)
    lines = [f"{lead}{style('also', 'bold')}: at {counted(len(further), 'more place')}"]
    lines += [f"{indent}{_where(finding)}" for finding in shown]
    if rest := len(further) - len(shown):
        lines.append(f"{indent}... and {rest} more: {_ALL_PLACES}")
    return lines


def _passage(passage: RelatedLocation, lead: str) -> list[str]:
    heading = f"{lead}{printable(presentation.passage_heading(passage))}"
    return [heading, *(f"{_below(lead)}{_clip(line, 1)[0]}" for line in passage.text.splitlines())]


def _below(lead: str) -> str:
    """Return the indentation of the lines below a labelled line."""
    return " " * (len(lead) - len(lead.lstrip()) + 4)


def _fix(
    group: list[Finding], result: CheckResult, style: Style, lead: str, shown: set[str]
) -> list[str]:
    if not group[0].fix:
        return []
    heading = style("fix", "green", "bold")
    if group[0].fix in shown:
        return [f"{lead}{heading}: the same as above"]
    shown.add(group[0].fix)
    target = printable(presentation.fix_target(group, result))
    indent = _below(lead)
    return [
        f"{lead}{heading}{target}:",
        *(f"{indent}{pasteable(line)}".rstrip() for line in group[0].fix.splitlines()),
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


def _summary(result: CheckResult, style: Style) -> list[str]:
    checked = printable(presentation.checked(result))
    not_counted = presentation.not_counted(result)
    if not result.findings:
        return [f"{style('clean', 'green', 'bold')}: {checked}, no findings{not_counted}"]
    counts = [
        style(text, _COLORS[severity], "bold") for severity, text in presentation.counts(result)
    ]
    places = len({finding.path for finding in result.findings})
    rules = sorted({finding.rule for finding in result.findings})
    return [
        f"{', '.join(counts)} in {counted(places, 'file')}{not_counted}; {checked}",
        f"rule documentation: attribcheck explain {rules[0]}",
    ]
