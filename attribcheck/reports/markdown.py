"""The summary of a job, or a comment: GitHub Flavored Markdown, for a reviewer.

https://github.github.com/gfm/

GitHub refuses a summary of more than 1 MiB as a whole, so the worst come first and what is beyond
that is left out, and counted at the end. Text that a scanned repository controls is escaped
character by character: it makes no link, no picture, no HTML, and mentions nobody.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding
from attribcheck.core.text import counted, printable
from attribcheck.reports import presentation
from attribcheck.reports.base import Options

MAX_BYTES = 1_000_000  # of 1,048,576: the step that shows it may have lines of its own
MAX_ROWS = 100
MAX_PLACES = 20

# What begins something wherever it stands in a line: emphasis, code, links, HTML, entities, cells,
# mathematics, footnotes.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&|~$!^]")
# What GitHub and GitLab look for in the finished page, where no escape is left: @somebody, #12,
# bare addresses. A tag in the middle hides it.
_REFERENCE = re.compile(r"[@#]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def render(outcome: CheckResult, options: Options) -> str:
    """Return a summary, a table by rule and component, and every group of findings that fits."""
    parts = [_head(outcome)]
    parts += [f"> {_escaped(hint)}\n" for hint in outcome.hints]
    parts += _table(outcome)
    size = sum(map(_size, parts)) + 200  # for the line that says what was left out
    left_out = 0
    shown: set[str] = set()
    for group in presentation.worst_first(presentation.groups(outcome.findings)):
        text = _group(group, outcome, options, shown)
        if size + _size(text) > MAX_BYTES:
            left_out += len(group)
            continue
        parts.append(text)
        size += _size(text)
        shown.add(group[0].fix)
    if left_out:
        parts.append(
            f"{counted(left_out, 'finding')} left out: GitHub shows 1 MiB of a summary."
            " The JSON report lists all of them.\n"
        )
    return "\n".join(parts)


def _size(text: str) -> int:
    return len(text.encode()) + 1


def _head(outcome: CheckResult) -> str:
    checked = _escaped(presentation.checked(outcome)) + presentation.set_aside(outcome)
    if outcome.policy.path is None:
        policy = f"There is no {_code(outcome.policy.display_path)}."
    else:
        policy = f"Policy: {_code(outcome.policy.path)}."
    return f"## attribcheck: {presentation.headline(outcome)}\n\n{checked}. {policy}\n"


def _table(outcome: CheckResult) -> list[str]:
    rows = presentation.tally(outcome)
    if not rows:
        return []
    lines = [
        "| rule | component | errors | warnings | notes | files |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows[:MAX_ROWS]:
        numbers = " | ".join(str(number or "") for number in row.counts)
        component = _escaped(_cut(row.component or ""))
        lines.append(f"| {row.rule} | {component} | {numbers} | {row.files} |")
    table = "\n".join(lines) + "\n"
    if len(rows) > MAX_ROWS:
        return [table, f"and {counted(len(rows) - MAX_ROWS, 'row')} more\n"]
    return [table]


def _group(group: list[Finding], outcome: CheckResult, options: Options, shown: set[str]) -> str:
    """Return the text of one group; ``shown`` are the fixes that stand above.

    No line begins with text that is not ours: what makes a list or a heading there is not escaped.
    """
    first = group[0]
    url = presentation.rule_url(first.rule, options)
    lines = [f"### [{first.rule}](<{url}>)" if url else f"### {first.rule}", ""]
    lines += [f"**{first.severity.label}**: {_escaped(first.message)}", ""]
    lines += [f"- {_place(finding, options)}" for finding in group[:MAX_PLACES]]
    if len(group) > MAX_PLACES:
        lines.append(f"- and {counted(len(group) - MAX_PLACES, 'more place')}")
    lines.append("")
    if first.evidence.text.strip():
        lines += [*_block([first.evidence.text.strip()]), ""]
    for passage in first.related:
        lines += [f"See: {_escaped(presentation.passage_heading(passage))}", ""]
        lines += [*_block(passage.text.splitlines()), ""]
    if clause := presentation.policy_clause(first, outcome):
        lines += [f"Policy: {_escaped(clause)}", ""]
    if first.fix in shown:
        lines += ["Fix: the same as above.", ""]
    elif first.fix:
        lines += _fix(group, outcome)
    return "\n".join(lines)


def _place(finding: Finding, options: Options) -> str:
    text = _code(presentation.place(finding))
    url = presentation.source_url(finding.path, finding.line, options)
    return f"[{text}](<{url}>)" if url else text


def _fix(group: list[Finding], outcome: CheckResult) -> list[str]:
    # The first line is HTML to Markdown's readers, so no escape of Markdown counts in it.
    target = html.escape(printable(presentation.fix_target(group, outcome)))
    return [
        f"<details><summary>Fix{target}</summary>",
        "",
        *_block(group[0].fix.splitlines(), "toml"),
        "",
        "</details>",
        "",
    ]


def _block(lines: Iterable[str], language: str = "text") -> list[str]:
    shown = [printable(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *shown, fence]


def _cut(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:100]}..."


def _code(text: str) -> str:
    # Not between backticks: a cell of a table reads a bar even there.
    return f"<code>{_escaped(text)}</code>"


def _escaped(text: str) -> str:
    shown = _ACTIVE.sub(r"\\\g<0>", printable(text))
    return _REFERENCE.sub(r"<span>\g<0></span>", shown)
