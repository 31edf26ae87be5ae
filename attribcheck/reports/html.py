"""Renders one self-contained HTML page without scripts, to keep as an artifact or to send.

It lists findings, suppressed findings, and the licence and holders that were detected in each file.
"""

from __future__ import annotations

from typing import Any

from attribcheck import __version__
from attribcheck.check.result import CheckResult
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, SuppressedFinding
from attribcheck.core.model import FileScan, ScanFailure
from attribcheck.core.text import pasteable, printable
from attribcheck.reports import presentation
from attribcheck.reports.base import Options
from attribcheck.system import templating

TEMPLATE = "report.html.j2"


def render(result: CheckResult, options: Options) -> str:
    """Return the page; values are made printable here, and escaped by the template.

    Raises:
        AttribcheckError: the template has an error.
    """
    policy = result.policy.display_path
    shown: set[str] = set()
    context = {
        "headline": presentation.headline(result),
        "checked": printable(presentation.checked(result)) + presentation.not_counted(result),
        "policy": printable(
            f"Policy: {policy}." if result.policy.path else f"There is no {policy}."
        ),
        "hints": [printable(hint) for hint in result.hints],
        "rows": [
            {
                "rule": row.rule,
                "component": printable(row.component or ""),
                "counts": row.counts,
                "files": row.files,
            }
            for row in presentation.tally(result)
        ],
        "groups": [
            _group(group, result, options, shown)
            for group in presentation.most_severe_first(presentation.groups(result.findings))
        ],
        "excepted": [_suppressed(item, options) for item in result.suppressed],
        "files": [_file(file, options) for file in result.files],
        "tool": printable(f"attribcheck {__version__}; {result.engine}"),
    }
    return templating.render(TEMPLATE, context)


def _group(
    group: list[Finding], result: CheckResult, options: Options, shown: set[str]
) -> dict[str, Any]:
    """Return the values of one group, and add its fix to ``shown``, the fixes above it."""
    first = group[0]
    is_repeated = len(first.fix) > presentation.LONG_FIX and first.fix in shown
    shown.add(first.fix)
    return {
        "severity": first.severity.label,
        "rule": first.rule,
        "url": presentation.rule_url(first.rule, options),
        "message": printable(first.message),
        "places": [_place(finding, options) for finding in group],
        "evidence": printable(first.evidence.text.strip()),
        "passages": [
            {
                "heading": printable(presentation.passage_heading(passage)),
                "text": _lines(passage.text),
            }
            for passage in first.related
        ],
        "clause": printable(presentation.policy_clause(first, result)),
        "fix": "the same as above" if is_repeated else _lines(first.fix),
        "target": printable(presentation.fix_target(group, result)),
    }


def _place(finding: Finding, options: Options) -> dict[str, str]:
    return {
        "text": printable(presentation.place(finding)),
        "url": presentation.source_url(finding.path, finding.line, options),
    }


def _suppressed(item: SuppressedFinding, options: Options) -> dict[str, str]:
    place = _place(item.finding, options)
    return {
        "rule": item.finding.rule,
        "place": place["text"],
        "url": place["url"],
        "message": printable(item.finding.message),
        "reason": printable(item.reason),
    }


def _file(file: ClassifiedFile, options: Options) -> dict[str, str]:
    license_ = holders = ""
    if isinstance(file.scan, FileScan):
        license_ = file.scan.license_expression or ""
        named = (name for notice in file.scan.notices for name in notice.named)
        holders = "; ".join(dict.fromkeys(named))
    elif isinstance(file.scan, ScanFailure):
        license_ = f"not scanned: {file.scan.reason}"
    return {
        "path": printable(file.path),
        "url": presentation.source_url(file.path, 0, options),
        "license": printable(license_),
        "holders": printable(holders),
        "components": printable(", ".join(component.name for component in file.components)),
    }


def _lines(text: str) -> str:
    return "\n".join(map(pasteable, text.splitlines()))
