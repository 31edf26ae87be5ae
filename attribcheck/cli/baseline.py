"""Writes ``attribcheck.baseline`` for ``init --baseline``, and says what is left to settle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attribcheck.core.errors import UsageError
from attribcheck.core.finding import Finding, SuppressedFinding
from attribcheck.core.model import BASELINE_NAME
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from datetime import date

    from attribcheck.check.result import CheckResult
    from attribcheck.cli.project import Project
    from attribcheck.policy.model import Policy
    from attribcheck.sources.base import Source

_SHOWN = 5  # files of one row of the report


def write(
    place: Project,
    source: Source,
    policy: Policy,
    findings: tuple[Finding, ...],
    day: date,
    *,
    prune: bool,
) -> list[str]:
    """Write the baseline of ``findings``, and return lines for people.

    Args:
        place: The project.
        source: Its work tree.
        policy: The policy, with the present entries.
        findings: What a check of all files finds without a baseline.
        day: The day for new entries.
        prune: Whether only to drop entries of what is not there any more.

    Raises:
        UsageError: there is no baseline to prune.
        AttribcheckError: the file can't be written.
    """
    from attribcheck.check import acceptance
    from attribcheck.policy import accepted
    from attribcheck.system.files import write_atomic

    known = policy.accepted
    path = place.root / BASELINE_NAME
    if prune and not path.exists():
        raise UsageError(f"there is no {BASELINE_NAME} to prune")
    found = {entry.fingerprint: entry for entry in acceptance.entries(findings, source, known, day)}
    kept = {key: entry for key, entry in found.items() if key in known}
    # What depends on an index of origins may be found on another machine.
    kept.update((k, e) for k, e in known.items() if k not in kept and not acceptance.is_judged(e))
    entries = kept if prune else {**found, **kept}
    if entries or path.exists():
        write_atomic(path, accepted.render(entries.values()), inside=place.repo.root)
    if not entries and not path.exists():
        return [f"no {BASELINE_NAME}: there is nothing to accept"]
    new, dropped = len(entries.keys() - known.keys()), len(known.keys() - entries.keys())
    lines = [f"{BASELINE_NAME}: {counted(len(entries), 'finding')}, {new} new, {dropped} dropped"]
    if not entries and path.exists():
        lines.append(f"nothing is left to settle: git rm {BASELINE_NAME}")
    return lines


def report(result: CheckResult) -> str:
    """Return what the baseline accepts of the checked files, by component or holder.

    Args:
        result: The result of a check.
    """
    accepted = [item for item in result.suppressed if item.since]
    files = counted(len({item.finding.path for item in accepted}), "file")
    lines = [f"{BASELINE_NAME}: {counted(len(accepted), 'finding')} to settle in {files}"]
    groups: dict[tuple[str, str], list[SuppressedFinding]] = {}
    for item in accepted:
        groups.setdefault((_about(item.finding), item.finding.rule), []).append(item)
    for (about, rule), items in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        since = min(item.since for item in items if item.since).isoformat()
        lines.append(f"  {about}: {rule}, {counted(len(items), 'finding')}, since {since}")
        lines += [f"    {path}" for path in _paths(items)]
    return "\n".join(map(printable, lines)) + "\n"


def _about(finding: Finding) -> str:
    return f'component "{finding.component}"' if finding.component else finding.subject


def _paths(items: Iterable[SuppressedFinding]) -> list[str]:
    paths = list(dict.fromkeys(item.finding.path for item in items))
    more = len(paths) - _SHOWN
    return [*paths[:_SHOWN], *([f"and {more} more"] if more > 0 else [])]
