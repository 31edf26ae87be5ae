"""Settles what is certain in the work tree: removed notices, and documents that are out of date.

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
    for rule, noun, verb in ((REMOVED, "notice", "restored"), (STALE, "document", "rewritten")):
        of_rule = [one for one in planned if one.findings[0].rule == rule]
        if of_rule:
            number = counted(sum(len(one.findings) for one in of_rule), noun)
            where = f" in {counted(len(of_rule), 'file')}" if rule == REMOVED else ""
            lines.append(f"{number} {verb}{where}: review the changes, then `git add` them")
    lines += [
        f"not {'restored' if item.finding.rule == REMOVED else 'rewritten'}:"
        f" {printable(presentation.place(item.finding))}: {item.why}"
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
    for finding in findings:
        if finding.rule == STALE:
            found = _document(finding, source, place, policy, options)
            if isinstance(found, str):
                skipped.append(restore.Unrestored(finding, found))
            else:
                planned.append(found)
    return planned, skipped


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
