"""Exceptions: which findings the policy, or a comment in the file, permits.

An exception permits findings of its rule at its paths until its last day. A finding about a
component as a whole (its licence, its origin) is permitted when the exception covers every file of
that component. A comment ``attribcheck: ignore`` permits a finding on its own line or the next, and
only with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from attribcheck.core.finding import Finding, SuppressedFinding
from attribcheck.core.model import FileScan, Marker, MarkerKind
from attribcheck.policy.model import PolicyException
from attribcheck.rules.base import Context
from attribcheck.rules.expired_exception import ExpiredException

# To permit it would be to extend the exception without its date.
_NEVER = frozenset({ExpiredException.name})


class Suppressions(NamedTuple):
    """Findings parted by permission.

    Attributes:
        reported: The findings that count.
        suppressed: Those that are permitted.
        unused: The exceptions in force that permitted nothing.
    """

    reported: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]
    unused: tuple[PolicyException, ...]


def apply(findings: Iterable[Finding], context: Context) -> Suppressions:
    """Return ``findings`` parted into those that count and those that are permitted."""
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
    note = (
        f"the inline exception at line {marker.span.start} gives no reason, so it permits nothing"
    )
    return finding._replace(message=f"{finding.message} ({note})")
