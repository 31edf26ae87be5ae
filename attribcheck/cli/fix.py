"""Settles what is certain in the work tree: removed notices, own headers, and stale documents.

For ``check --fix`` and ``review``. Everything else is left to a person.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_FINDINGS, AttribcheckError
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from attribcheck.check.result import CheckResult
    from attribcheck.cli.project import Project
    from attribcheck.core.finding import Finding
    from attribcheck.policy.model import Policy
    from attribcheck.removals.restore import Restoration, Unrestored
    from attribcheck.sources.base import Source

REMOVED = "removed-notice"
STALE = "stale-notice-file"
HEADER = "missing-header"

_DONE = {REMOVED: "restored", STALE: "rewritten", HEADER: "headed"}


def fix(
    result: CheckResult, source: Source, place: Project, options: argparse.Namespace, code: int
) -> int:
    """Write what is certain, print what changed, and return the exit code.

    It is at least 1 when a file changed, as for formatters in pre-commit: what was checked is not
    what is there now.

    Args:
        result: The result for the staged changes, or for the work tree.
        source: What was checked.
        place: The project.
        options: The parsed command line.
        code: The exit code of the check.
    """
    from attribcheck.removals import restore
    from attribcheck.reports import presentation

    planned, skipped = plan(result.findings, source, place, result.policy, options)
    lines: list[str] = []
    for one in planned:
        restore.write(one, place.repo)
        lines += one.diff()
    for rule, noun in ((REMOVED, "notice"), (STALE, "document"), (HEADER, "file")):
        of_rule = [one for one in planned if one.findings[0].rule == rule]
        if of_rule:
            number = counted(sum(len(one.findings) for one in of_rule), noun)
            where = f" in {counted(len(of_rule), 'file')}" if rule == REMOVED else ""
            lines.append(f"{number} {_DONE[rule]}{where}: review the changes, then `git add` them")
    lines += [
        f"not {_DONE[item.finding.rule]}:"
        f" {printable(presentation.place(item.finding))}: {printable(item.why)}"
        for item in skipped
    ]
    text = "".join(f"{line}\n" for line in lines)
    if options.format == "text":
        session.print_out(text)
    else:  # stdout is read by a program
        sys.stderr.write(text)
    return max(code, EXIT_FINDINGS) if planned else code


def plan(
    findings: Iterable[Finding],
    source: Source,
    place: Project,
    policy: Policy,
    options: argparse.Namespace,
) -> tuple[list[Restoration], list[Unrestored]]:
    """Return the files to write, and the findings of these rules that a person has to settle.

    Args:
        findings: The findings, with paths from the top of the repository.
        source: What was checked.
        place: The project that it is.
        policy: The policy that was applied.
        options: The parsed command line, with the options of ``common_options.add_scan_options``.

    Raises:
        AttribcheckError: a file can't be read, or git or the engine failed.
    """
    from attribcheck.removals import restore

    findings = list(findings)
    planned, skipped = restore.plan(findings, REMOVED, place.repo)
    unsettled = _not_to_head(findings, place, options)
    for finding in findings:
        if finding.rule == STALE:
            found = _document(finding, source, place, policy, options)
        elif finding.rule == HEADER:
            found = unsettled.get(finding.path) or _header(finding, source, place, policy)
        else:
            continue
        if isinstance(found, str):
            skipped.append(restore.Unrestored(finding, found))
        else:
            planned.append(found)
    return planned, skipped


def _not_to_head(
    findings: list[Finding], place: Project, options: argparse.Namespace
) -> dict[str, str]:
    """Return the files that may be of others after all, each with the reason.

    Our header on a file that lost the notice of others would make it pass for ours. Only a check of
    staged changes compares a file with its older version.
    """
    if not any(finding.rule == HEADER for finding in findings):
        return {}
    from attribcheck.sources.staged import StagedSource

    found = dict.fromkeys(place.repo.diff_files(), "the file has changes that are not staged")
    if not options.staged:
        why = "its staged changes may have removed a notice: `attribcheck check --staged --fix`"
        changes = StagedSource(place.repo).changes()
        found.update((one.new.path, why) for one in changes if one.old and one.new)
    for finding in findings:
        if finding.rule != HEADER:
            found[finding.path] = f"{finding.rule} finds it too"
    return found


def _header(finding: Finding, source: Source, place: Project, policy: Policy) -> Restoration | str:
    """Return a file with the project's own header, or why it is not written."""
    from attribcheck.notices import header_template
    from attribcheck.removals import headers
    from attribcheck.system import clock

    lines = header_template.rendered(
        policy.project.header or "",
        year=clock.today().year,
        holders=policy.project.holders,
        license_=policy.project.license,
    )
    found = headers.headed(finding, lines, place.repo)
    if isinstance(found, str):
        return found
    checked = source.read_file(place.inner(finding.path))
    # Git may have changed the line ends of what was checked.
    if (checked or b"").replace(b"\r\n", b"\n") != found.before.replace(b"\r\n", b"\n"):
        return "the file has changes that are not staged"
    return found


def _document(
    finding: Finding, source: Source, place: Project, policy: Policy, options: argparse.Namespace
) -> Restoration | str:
    """Return the document as it has to be, or why it is not written."""
    from attribcheck.cli import notice
    from attribcheck.documents.repository_files import decoded
    from attribcheck.removals.restore import Restoration

    name = finding.path.rpartition("/")[2]  # both documents are at the top of the project
    try:
        before = place.repo.file(finding.path).read_bytes()
    except OSError as error:
        return f"it can't be read: {error.strerror}"
    if source.read_file(name) != before.replace(b"\r\n", b"\n"):
        return "the file has changes that are not staged"
    try:
        decoded(before, name)
        after = notice.current(name, source, place.repo, policy, options)
    except AttribcheckError as error:
        return error.message
    return Restoration(finding.path, (finding,), before, after.encode())
