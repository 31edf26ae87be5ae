"""Suppresses findings by exceptions in the policy and by comments in files.

An exception suppresses findings of its rule at its paths until its last day, and a finding about a
component (its licence, its origin) when it covers every file of that component. A comment
``attribcheck: ignore`` suppresses a finding on its own line or the next, if it gives a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from attribcheck.core.finding import Finding, SuppressedFinding
from attribcheck.core.model import FileScan, Marker, MarkerKind
from attribcheck.policy.model import PolicyException
from attribcheck.rules.base import Context
from attribcheck.rules.expired_exception import ExpiredException

# To suppress it would be to extend the exception beyond its date.
_NEVER = frozenset({ExpiredException.name})


class Suppressions(NamedTuple):
    """Findings split into reported and suppressed.

    Attributes:
        reported: The findings that count.
        suppressed: The suppressed findings.
        unused: The exceptions in force that suppressed no finding.
    """

    reported: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]
    unused: tuple[PolicyException, ...]


def apply(findings: Iterable[Finding], context: Context) -> Suppressions:
    """Return ``findings`` split into reported and suppressed."""
    in_force = [e for e in context.policy.exceptions if e.is_in_force(context.today)]
    used: set[int] = set()
    reported: list[Finding] = []
    suppressed: list[SuppressedFinding] = []
    markers = _markers(context)
    for finding in findings:
        index = _exception_for(finding, in_force, context)
        if index is not None:
            used.add(index)
            exception = in_force[index]
            suppressed.append(SuppressedFinding(finding, exception.reason, exception.lines.header))
            continue
        marker = _marker_for(finding, markers.get(finding.path, ()))
        if marker is None:
            reported.append(finding)
        elif marker.reason:
            suppressed.append(SuppressedFinding(finding, marker.reason))
        else:
            reported.append(_without_reason(finding, marker))
    unused = tuple(e for index, e in enumerate(in_force) if index not in used)
    return Suppressions(tuple(reported), tuple(suppressed), unused)


def _markers(context: Context) -> dict[str, tuple[Marker, ...]]:
    return {
        file.path: tuple(m for m in file.scan.markers if m.kind is MarkerKind.IGNORE)
        for file in context.files
        if isinstance(file.scan, FileScan)
    }


def _exception_for(
    finding: Finding, exceptions: list[PolicyException], context: Context
) -> int | None:
    for index, exception in enumerate(exceptions):
        if exception.rule != finding.rule or finding.rule in _NEVER:
            continue
        if exception.covers(finding.path):
            return index
        if finding.path == context.policy.display_path and finding.component:
            component = next(c for c in context.policy.components if c.name == finding.component)
            files = context.files_of(component)
            if files and all(map(exception.covers, files)):
                return index
    return None


def _marker_for(finding: Finding, markers: tuple[Marker, ...]) -> Marker | None:
    if finding.line == 0 or finding.rule in _NEVER:
        return None
    matching = [
        marker
        for marker in markers
        if marker.rule == finding.rule
        and marker.span.start <= max(finding.line, finding.end_line)
        and finding.line <= marker.span.end
    ]
    return next((m for m in matching if m.reason), matching[0] if matching else None)


def _without_reason(finding: Finding, marker: Marker) -> Finding:
    note = f"the inline exception at line {marker.span.start} has no reason, so it does not apply"
    return finding._replace(message=f"{finding.message} ({note})")
