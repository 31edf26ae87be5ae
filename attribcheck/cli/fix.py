"""``check --fix``: restores removed notices in the work tree, and shows the changes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_FINDINGS
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from attribcheck.check.result import CheckResult
    from attribcheck.git.repository import Repository

RULE = "removed-notice"


def fix(result: CheckResult, repo: Repository, options: argparse.Namespace, code: int) -> int:
    """Restore notices whose place is certain, print what changed, and return the exit code.

    It is at least 1 when a file changed, as for formatters in pre-commit: the staged content is
    still the checked one.

    Args:
        result: The result for the staged changes.
        repo: The repository.
        options: The parsed command line.
        code: The exit code of the check.
    """
    from attribcheck.removals import restore
    from attribcheck.reports.presentation import place

    planned, skipped = restore.plan(result.findings, RULE, repo)
    lines: list[str] = []
    for one in planned:
        restore.write(one, repo)
        lines += one.diff()
    if planned:
        notices = counted(sum(len(one.findings) for one in planned), "notice")
        files = counted(len(planned), "file")
        lines.append(f"{notices} restored in {files}: review the changes, then `git add` them")
    lines += [f"not restored: {printable(place(item.finding))}: {item.why}" for item in skipped]
    text = "".join(f"{line}\n" for line in lines)
    if options.format == "text":
        session.print_out(text)
    else:  # stdout is read by a program
        sys.stderr.write(text)
    return max(code, EXIT_FINDINGS) if planned else code
