r"""Renders the complete result as JSON, ``attribcheck/report/1``, for programs.

Bytes of a path that are not UTF-8 are written as ``\xNN``.

Format: docs/report-1.schema.json
"""

from __future__ import annotations

import json
from typing import Any

from attribcheck import __version__
from attribcheck.check.fingerprints import fingerprint
from attribcheck.check.result import CheckResult, HistoryStats
from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import Commit, FileScan, Notice, ScanFailure, Span
from attribcheck.core.text import printable
from attribcheck.reports import presentation
from attribcheck.reports.base import Options

SCHEMA = "attribcheck/report/1"


def render(result: CheckResult, options: Options) -> str:
    """Return the report as indented JSON."""
    fixes = presentation.Fixes()
    document = {
        "schema": SCHEMA,
        "tool": {"name": "attribcheck", "version": __version__, "engine": result.engine},
        "checked": _text(result.label),
        "history": _history(result.history_stats),
        "policy": None if result.policy.path is None else _path(result.policy.path),
        "findings": [_finding(one, fixes) for one in result.findings],
        "preexisting": [_finding(one, fixes) for one in result.preexisting],
        "excepted": [
            {
                **_finding(item.finding, fixes),
                "reason": item.reason,
                "exception_line": item.policy_line,
            }
            for item in result.suppressed
        ],
        "files": [_file(file) for file in result.files],
        "summary": {
            "files": len(result.files),
            "findings": len(result.findings),
            "preexisting": len(result.preexisting),
            "excepted": len(result.suppressed),
            "accepted": result.accepted,
            **{f"{severity.label}s": result.count(severity) for severity in Severity},
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding, fixes: presentation.Fixes) -> dict[str, Any]:
    given_by = fixes.given_by(finding)
    reference = f"# the fix of the finding with the fingerprint {given_by}\n"
    return {
        "rule": finding.rule,
        "severity": finding.severity.label,
        "path": _path(finding.path),
        "line": finding.line or None,
        "column": finding.column if finding.line else None,
        "end_line": (finding.end_line or finding.line) or None,
        "message": _text(finding.message),
        "evidence": _text(finding.evidence.text) or None,
        "component": finding.component,
        "policy_line": finding.policy_line,
        "policy_note": finding.policy_note or None,
        "fix": reference if given_by else _text(finding.fix) or None,
        "fix_of": given_by,
        "related": [
            {
                "label": _text(passage.label),
                "path": _path(passage.path),
                "line": passage.line or None,
                "text": _text(passage.text) or None,
                "revision": passage.revision or None,
                "commit": _commit(passage.commit),
                "end_line": (passage.end_line or passage.line) or None,
                "origin": _text(passage.origin) or None,
                "here": _span(passage.here),
            }
            for passage in finding.related
        ],
        "fingerprint": fingerprint(finding),
    }


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"line": span.start, "end_line": span.end}


def _history(stats: HistoryStats | None) -> dict[str, int] | None:
    return None if stats is None else {"commits": stats.commits, "versions": stats.versions}


def _commit(commit: Commit | None) -> dict[str, Any] | None:
    return None if commit is None else {"id": commit.oid, "date": commit.date or None}


def _file(file: ClassifiedFile) -> dict[str, Any]:
    scan = file.scan
    record: dict[str, Any] = {
        "path": _path(file.path),
        "kind": file.blob.kind.value,
        "license_expression": None,
        "holders": [],
        "encoding": None,
        "components": [component.name for component in file.components],
        "notices": [_notice(item) for item in file.notices],
    }
    if isinstance(scan, FileScan):
        record["license_expression"] = scan.license_expression
        record["holders"] = [_text(item.text) for item in scan.holders]
        record["encoding"] = scan.encoding
    elif isinstance(scan, ScanFailure):
        record["failure"] = _text(scan.reason)
    return record


def _notice(item: ClassifiedNotice) -> dict[str, Any]:
    notice = item.notice
    return {
        "kind": notice.kind.value,
        "text": _text(notice.text),
        "written": _written(notice),
        "line": notice.lines.start,
        "end_line": notice.lines.end,
        "status": item.status.value,
        "why": item.why,
        "component": item.component.name if item.component else None,
        "clue": notice.clue,
        "rules": [match.rule for match in notice.matches],
    }


def _written(notice: Notice) -> dict[str, Any] | None:
    written = notice.written
    if written is None:
        return None
    holders = [_text(name) for name in written.holders]
    return {"text": _text(written.text), "holders": holders, "aligned": written.aligned}


def _path(path: str) -> str:
    """Escape bytes that are not UTF-8, and no other characters."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _text(text: str) -> str:
    """Escape lone surrogates, which are not valid text; JSON escapes everything else."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return printable(text)
    return text
