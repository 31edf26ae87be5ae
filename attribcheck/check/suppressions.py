"""Suppresses findings by exceptions in the policy and by comments in files.

An exception suppresses findings of its rule at its paths until its last day, and a finding about a
component (its licence, its origin) when it covers every file of that component. A comment
``attribcheck: ignore`` suppresses a finding on its own line or the next, if it gives a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from attribcheck.classify.model import FileMarkers
from attribcheck.core.finding import Finding, SuppressedFinding
from attribcheck.core.model import FileScan, Marker
from attribcheck.policy.model import PolicyException
from attribcheck.rules.context import Context
from attribcheck.rules.expired_exception import ExpiredException

Covers = Callable[[str], bool]
"""Whether the paths of an exception match a path."""

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
    by_rule: dict[str, list[tuple[int, Covers]]] = {}
    for index, exception in enumerate(in_force):
        by_rule.setdefault(exception.rule, []).append((index, exception.matcher()))
    for finding in findings:
        found = _exception_for(finding, by_rule.get(finding.rule, ()), context)
        if found is not None:
            used.add(found)
            exception = in_force[found]
            suppressed.append(SuppressedFinding(finding, exception.reason, exception.lines.header))
            continue
        in_file = markers.get(finding.path, _NO_MARKERS)
        marker = None if finding.rule in _NEVER else in_file.of(*_place(finding))
        if marker and not context.trusted:
            reported.append(_noted(finding, f"{_inline(marker)} is not trusted"))
        elif marker and marker.reason:
            suppressed.append(SuppressedFinding(finding, marker.reason))
        elif marker:
            reported.append(_noted(finding, f"{_inline(marker)} has no reason"))
        elif in_file.is_in_unclosed(finding.line):
            why = f"the REUSE-Ignore block at line {in_file.unclosed} is not closed"
            reported.append(_noted(finding, why))
        else:
            reported.append(finding)
    unused = tuple(e for index, e in enumerate(in_force) if index not in used)
    return Suppressions(tuple(reported), tuple(suppressed), unused)


_NO_MARKERS = FileMarkers(())


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.rule, finding.line, finding.end_line


def _markers(context: Context) -> dict[str, FileMarkers]:
    return {
        file.path: FileMarkers(file.scan.markers)
        for file in context.files
        if isinstance(file.scan, FileScan) and file.scan.markers
    }


def _exception_for(
    finding: Finding, exceptions: Sequence[tuple[int, Covers]], context: Context
) -> int | None:
    """Return the number of the first of ``exceptions``, from the rule of a finding, that covers it.

    Args:
        finding: The finding.
        exceptions: Their numbers, and what their paths match.
        context: The check.
    """
    if finding.rule in _NEVER:
        return None
    for index, covers in exceptions:
        if covers(finding.path):
            return index
        if finding.path == context.policy.display_path and finding.component:
            component = next(c for c in context.policy.components if c.name == finding.component)
            files = context.files_of(component)
            if files and all(map(covers, files)):
                return index
    return None


def _inline(marker: Marker) -> str:
    return f"the inline exception at line {marker.span.start}"


def _noted(finding: Finding, why: str) -> Finding:
    return finding._replace(message=f"{finding.message} ({why}, so it does not apply)")
