"""Renders one self-contained HTML page, to keep as an artifact or to send.

It has an overview, findings, suppressed findings, and what was detected in each file. The only
script is its own, which narrows what is shown; without it everything is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attribcheck import __version__
from attribcheck.check.result import CheckResult
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.finding import Finding, RelatedLocation, Severity, SuppressedFinding
from attribcheck.core.model import FileScan, ScanFailure
from attribcheck.core.text import counted, pasteable, printable
from attribcheck.reports import html_overview, presentation
from attribcheck.reports.base import Options
from attribcheck.system import templating

TEMPLATE = "report.html.j2"
_STEP = 100
"""Findings that the script shows at once: a browser lays out 200 of them for some 100 ms."""
_SIDES = frozenset({"removed-notice", "replaced-notice"})
_OLDER = frozenset({"as it stood before", "the notice of the origin"})
_NEWER = "the notice in this file"


def render(result: CheckResult, options: Options) -> str:
    """Return the page; values are made printable here, and escaped by the template.

    Raises:
        AttribcheckError: the template has an error.
    """
    policy = result.policy.display_path
    shown: set[str] = set()
    anchored: set[str] = set()
    tally = presentation.tally(result)
    most = max((sum(row.counts) for row in tally), default=1)
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
                "width": round(300 * sum(row.counts) / most, 1),
            }
            for row in tally
        ],
        "counts": _counts(result),
        "step": _STEP,
        "total": counted(len(result.findings), "finding"),
        "rule_names": sorted({finding.rule for finding in result.findings}),
        "component_names": sorted(
            {printable(finding.component) for finding in result.findings if finding.component}
        ),
        **html_overview.overview(result),
        "groups": [
            _group(group, result, options, shown, anchored)
            for group in presentation.most_severe_first(presentation.groups(result.findings))
        ],
        "excepted": [_suppressed(item, options) for item in result.suppressed],
        "files": [_file(file, options) for file in result.files],
        "tool": printable(f"attribcheck {__version__}; {result.engine}"),
    }
    return templating.render(TEMPLATE, context)


def _group(
    group: list[Finding],
    result: CheckResult,
    options: Options,
    shown: set[str],
    anchored: set[str],
) -> dict[str, Any]:
    """Return the values of one group.

    Adds its fix to ``shown``, the fixes above it, and its rule to ``anchored``, likewise.
    """
    first = group[0]
    is_repeated = len(first.fix) > presentation.LONG_FIX and first.fix in shown
    shown.add(first.fix)
    anchor = "" if first.rule in anchored else f"rule-{first.rule}"
    anchored.add(first.rule)
    sides, rest = _sides(first)
    return {
        "anchor": anchor,
        "component": printable(first.component or ""),
        "sides": sides,
        "severity": first.severity.label,
        "rule": first.rule,
        "url": presentation.rule_url(first.rule, options),
        "message": printable(first.message),
        "places": [_place(finding, options) for finding in group],
        "evidence": printable(first.evidence.text.strip()),
        "passages": [_passage(passage) for passage in rest],
        "clause": printable(presentation.policy_clause(first, result)),
        "fix": "the same as above" if is_repeated else _lines(first.fix),
        "target": printable(presentation.fix_target(group, result)),
    }


def _counts(result: CheckResult) -> list[dict[str, Any]]:
    found = [
        {"name": severity.label, "count": count, "text": f"{severity.label}{'s' * (count != 1)}"}
        for severity in reversed(Severity)
        for count in [result.count(severity)]
    ]
    found.append({"name": "excepted", "count": len(result.suppressed), "text": "permitted"})
    found.append({"name": "files", "count": len(result.files), "text": "files checked"})
    return found


def _passage(passage: RelatedLocation) -> dict[str, str]:
    heading = printable(presentation.passage_heading(passage))
    return {"heading": heading, "text": _lines(passage.text)}


def _sides(finding: Finding) -> tuple[dict[str, Any] | None, Sequence[RelatedLocation]]:
    """Return a removed or replaced notice beside what is in its place, and the other passages."""
    related = finding.related
    older = next((one for one in related if one.label in _OLDER and one.text), None)
    if finding.rule not in _SIDES or older is None:
        return None, related
    newer = next((one for one in related if one.label == _NEWER), None)
    after = {
        "heading": printable(f"now: {presentation.place(finding)}"),
        "text": printable(finding.evidence.text.strip()),
    }
    sides = {"before": _passage(older), "after": _passage(newer) if newer else after}
    return sides, [one for one in related if one not in (older, newer)]


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
