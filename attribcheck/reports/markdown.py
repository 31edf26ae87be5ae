"""Renders GitHub Flavored Markdown, for the summary of a job or a comment.

GitHub rejects a summary of more than 1 MiB, so the most severe findings come first; the others are
omitted and counted at the end. Text that a scanned repository controls is escaped character by
character: it makes no link, picture or HTML, and mentions nobody.

Format: https://github.github.com/gfm/
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding
from attribcheck.core.text import counted, pasteable, printable
from attribcheck.reports import presentation
from attribcheck.reports.base import Options

MAX_BYTES = 1_000_000  # of 1,048,576: the step may write lines of its own
MAX_ROWS = 100
MAX_PLACES = 20

# Characters with a meaning anywhere in a line: emphasis, code, links, HTML, entities, cells,
# mathematics, footnotes.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&|~$!^]")
# References that GitHub and GitLab find in the rendered page, without its escapes: @somebody, #12,
# bare URLs. A tag in the middle prevents that.
_REFERENCE = re.compile(r"[@#]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def render(result: CheckResult, options: Options) -> str:
    """Return a summary, a table by rule and component, and the groups of findings that fit."""
    parts = [_head(result)]
    parts += [f"> {_escaped(hint)}\n" for hint in result.hints]
    parts += _table(result)
    size = sum(map(_size, parts)) + 200  # for the line about omitted findings
    omitted = 0
    shown: set[str] = set()
    for group in presentation.most_severe_first(presentation.groups(result.findings)):
        text = _group(group, result, options, shown)
        if size + _size(text) > MAX_BYTES:
            omitted += len(group)
            continue
        parts.append(text)
        size += _size(text)
        shown.add(group[0].fix)
    if omitted:
        parts.append(
            f"{counted(omitted, 'finding')} left out: GitHub shows 1 MiB of a summary."
            " The JSON report lists all of them.\n"
        )
    return "\n".join(parts)


def _size(text: str) -> int:
    return len(text.encode()) + 1


def _head(result: CheckResult) -> str:
    checked = _escaped(presentation.checked(result)) + presentation.not_counted(result)
    if result.policy.path is None:
        policy = f"There is no {_code(result.policy.display_path)}."
    else:
        policy = f"Policy: {_code(result.policy.path)}."
    return f"## attribcheck: {presentation.headline(result)}\n\n{checked}. {policy}\n"


def _table(result: CheckResult) -> list[str]:
    rows = presentation.tally(result)
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


def _group(group: list[Finding], result: CheckResult, options: Options, shown: set[str]) -> str:
    """Return the text of one group; ``shown`` are the fixes above it.

    No line begins with foreign text: characters that begin a list or a heading are not escaped.
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
        if passage.text:
            lines += [*_block(passage.text.splitlines()), ""]
    if clause := presentation.policy_clause(first, result):
        lines += [f"Policy: {_escaped(clause)}", ""]
    if first.fix in shown:
        lines += ["Fix: the same as above.", ""]
    elif first.fix:
        lines += _fix(group, result)
    return "\n".join(lines)


def _place(finding: Finding, options: Options) -> str:
    text = _code(presentation.place(finding))
    url = presentation.source_url(finding.path, finding.line, options)
    return f"[{text}](<{url}>)" if url else text


def _fix(group: list[Finding], result: CheckResult) -> list[str]:
    # Markdown parsers read the first line as HTML, in which Markdown escapes have no effect.
    target = html.escape(printable(presentation.fix_target(group, result)))
    return [
        f"<details><summary>Fix{target}</summary>",
        "",
        *_block(group[0].fix.splitlines(), "toml"),
        "",
        "</details>",
        "",
    ]


def _block(lines: Iterable[str], language: str = "text") -> list[str]:
    shown = [pasteable(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *shown, fence]


def _cut(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:100]}..."


def _code(text: str) -> str:
    # Not in backticks: in a cell of a table a bar counts even there.
    return f"<code>{_escaped(text)}</code>"


def _escaped(text: str) -> str:
    shown = _ACTIVE.sub(r"\\\g<0>", printable(text))
    return _REFERENCE.sub(r"<span>\g<0></span>", shown)
