"""Renders SARIF 2.1.0, for code scanning and editors.

GitHub rejects a file of more than 10 MB (compressed) and keeps 5,000 results of a run. Further
results are omitted, the least severe first, and a notification in the file says how many.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from attribcheck import __version__
from attribcheck.check.fingerprints import fingerprint
from attribcheck.check.result import CheckResult
from attribcheck.core.finding import Finding, RelatedLocation, Severity, SuppressedFinding
from attribcheck.core.model import BASELINE_NAME, Span, container_of
from attribcheck.core.text import counted, pasteable, printable
from attribcheck.git.parsing import encode_path
from attribcheck.policy.model import Policy
from attribcheck.reports import presentation
from attribcheck.reports.base import Options
from attribcheck.rules.base import Rule
from attribcheck.rules.registry import every

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MAX_RESULTS = 5000
MAX_BYTES = 9_000_000  # of the results before compression
_DECLARATION = re.compile(r"(?:#.*\n)*\[\[component\]\]\n")
_RULES = every()
_INDEX = {rule.name: index for index, rule in enumerate(_RULES)}


def render(result: CheckResult, options: Options) -> str:
    """Return the log as one line of JSON: spaces would count against the size limit."""
    results, omitted = _results(result)
    invocation: dict[str, Any] = {"executionSuccessful": True}
    notifications = []
    if result.accepted:
        text = f"{counted(result.accepted, 'finding')} accepted by {BASELINE_NAME}"
        notifications.append({"level": "note", "message": {"text": text}})
    if omitted:
        text = (
            f"{counted(omitted, 'result')} left out, the least severe first: GitHub keeps"
            f" {MAX_RESULTS} results and 10 MB. The JSON report lists all of them."
        )
        notifications.append({"level": "warning", "message": {"text": text}})
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    driver = {
        "name": "attribcheck",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule, options) for rule in _RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, separators=(",", ":")) + "\n"


def _results(result: CheckResult) -> tuple[list[dict[str, Any]], int]:
    """Return the results that fit, in the order of every output, and the number of omitted ones."""
    every: list[tuple[Finding, SuppressedFinding | None]] = [(one, None) for one in result.findings]
    every += [(item.finding, item) for item in result.suppressed]
    every.sort(key=lambda pair: pair[0].sort_key)
    most_severe_first = sorted(
        range(len(every)),
        key=lambda index: (every[index][1] is not None, -every[index][0].severity, index),
    )
    kept: dict[int, dict[str, Any]] = {}
    fixes = presentation.Fixes()
    size = 0
    for index in most_severe_first[:MAX_RESULTS]:
        finding, suppressed = every[index]
        if given_by := fixes.given_by(finding):
            fix = f"The fix of the result with the fingerprint {given_by}.\n"
            finding = finding._replace(fix=fix)  # not a part of the fingerprint
        entry = _result(finding, suppressed, result)
        size += len(json.dumps(entry, separators=(",", ":"))) + 1
        if size > MAX_BYTES:
            break
        kept[index] = entry
    return [kept[index] for index in sorted(kept)], len(every) - len(kept)


def _rule(rule: type[Rule], options: Options) -> dict[str, Any]:
    documentation = rule.documentation()
    described: dict[str, Any] = {
        "id": rule.name,
        "shortDescription": {"text": rule.summary()},
        "fullDescription": {"text": rule.summary()},
        "help": {"text": documentation, "markdown": documentation},
        "defaultConfiguration": {"level": _level(rule.severity)},
    }
    if url := presentation.rule_url(rule.name, options):
        described["helpUri"] = url
    return described


def _level(severity: Severity) -> str:
    return severity.label  # SARIF has the same three words


def _result(
    finding: Finding, suppressed: SuppressedFinding | None, result: CheckResult
) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": _level(finding.severity),
        "message": {"text": _message(finding)},
        "locations": [_location(finding.path, _region(finding))],
        "partialFingerprints": {"attribcheck/v1": fingerprint(finding)},
    }
    if related := _related(finding, result):
        entry["relatedLocations"] = related
    if fix := _fix(finding, result.policy):
        entry["fixes"] = [fix]
    if suppressed:
        in_file = suppressed.policy_line is None and suppressed.since is None
        kind = "inSource" if in_file else "external"
        entry["suppressions"] = [
            {"kind": kind, "status": "accepted", "justification": printable(suppressed.reason)}
        ]
    return entry


def _fix(finding: Finding, policy: Policy) -> dict[str, Any] | None:
    """Return the suggested declaration as an insertion at the end of the policy.

    None for a fix that widens an entry or is a command: only the message has it.
    """
    if policy.path is None or policy.end is None or not _DECLARATION.match(finding.fix):
        return None
    line, column = policy.end
    text = f"\n{finding.fix}" if column == 1 else f"\n\n{finding.fix}"
    region = {"startLine": line, "startColumn": column, "endColumn": column}
    change = {
        "artifactLocation": {"uri": _uri(policy.path)},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": text}}],
    }
    return {"description": {"text": "Declare the component."}, "artifactChanges": [change]}


def _message(finding: Finding) -> str:
    inside = f"{presentation.place(finding)}: " if container_of(finding.path) else ""
    lines = [printable(f"{inside}{finding.message}")]
    if finding.fix:
        lines += ["", "Fix:", *map(pasteable, finding.fix.splitlines())]
    # Unescaped brackets make a link (3.11.6).
    text = "\n".join(lines)
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _region(finding: Finding) -> dict[str, Any] | None:
    if not finding.line:
        return None
    region: dict[str, Any] = {"startLine": finding.line}
    end = max(finding.line, finding.end_line)
    if end == finding.line:
        region["startColumn"] = finding.column
    else:
        region["endLine"] = end
    if finding.evidence.text:
        region["snippet"] = {"text": printable(finding.evidence.text)}
    return region


def _related(finding: Finding, result: CheckResult) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    policy = result.policy
    if finding.policy_line and policy.path is not None:
        text = printable(finding.policy_note or "the policy")
        place = _location(policy.path, {"startLine": finding.policy_line})
        found.append({**place, "message": {"text": text}})
    found += [_passage(finding, passage) for passage in finding.related]
    return [{"id": number, **entry} for number, entry in enumerate(found, 1)]


def _passage(finding: Finding, passage: RelatedLocation) -> dict[str, Any]:
    """Return the location of a related place.

    GitHub rejects a log in which a location has no file of the checkout, so lines of another
    origin are a logical location beside the lines of the finding's own file; see
    https://github.com/github/codeql-action/issues/754.
    """
    if passage.origin:
        here = passage.here or Span(max(1, finding.line), max(1, finding.line))
        region = {"startLine": here.start, "endLine": here.end}
        text = presentation.passage_heading(passage)
        if passage.text:
            text += f": {passage.text}"
        entry = _location(finding.path, region)
        place = f"{passage.origin}/{passage.path}"
        entry["logicalLocations"] = [{"fullyQualifiedName": printable(place), "kind": "resource"}]
        return {**entry, "message": {"text": printable(text)}}
    lines: dict[str, Any] | None = None
    commit = presentation.commit_clause(passage, abbreviated=False)
    at = f" (revision {passage.revision})" if passage.revision else ""
    if passage.line:
        lines = {"startLine": passage.line}
        if passage.end_line > passage.line:
            lines["endLine"] = passage.end_line
        if passage.text:
            lines["snippet"] = {"text": "\n".join(map(printable, passage.text.splitlines()))}
    return {
        **_location(passage.path, lines),
        "message": {"text": printable(passage.label + commit + at)},
    }


def _location(path: str, region: dict[str, Any] | None) -> dict[str, Any]:
    container = container_of(path)
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(container or path)}}
    if container:  # its lines are none of the archive
        name = printable(path)
        return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": name}]}
    if region:
        physical["region"] = region
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    """Return the URI of ``path``; a relative path starts at the top of the repository."""
    if PurePath(path).is_absolute():  # --policy with an absolute path
        return PurePath(path).as_uri()
    return quote(encode_path(path), safe="/")
