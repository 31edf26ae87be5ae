"""``--fix``: puts removed notices back into the work tree, and shows what it did."""

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


def fix(outcome: CheckResult, repo: Repository, options: argparse.Namespace, code: int) -> int:
    """Put back what is certain, say what was done and what is left, and return the exit code.

    It fails when a file was changed, as formatters do in pre-commit: what is staged is still what
    was checked.

    Args:
        outcome: What was found in what is staged.
        repo: The repository.
        options: The parsed command line.
        code: The exit code of the check.
    """
    from attribcheck.removals import restore
    from attribcheck.reports.presentation import place

    planned, left = restore.plan(outcome.findings, RULE, repo)
    lines: list[str] = []
    for one in planned:
        restore.write(one, repo)
        lines += one.diff()
    if planned:
        notices = counted(sum(len(one.findings) for one in planned), "notice")
        files = counted(len(planned), "file")
        lines.append(f"{notices} put back in {files}: review, then `git add` what is right")
    lines += [f"left: {printable(place(item.finding))}: {item.why}" for item in left]
    text = "".join(f"{line}\n" for line in lines)
    if options.format == "text":
        session.print_out(text)
    else:  # stdout is a program's
        sys.stderr.write(text)
    return max(code, EXIT_FINDINGS) if planned else code
