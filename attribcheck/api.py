"""``attribcheck.check``: the check of the command line, for programs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribcheck.check.result import CheckResult


def check(
    folder: str | Path = ".",
    *,
    paths: Sequence[str] = (),
    staged: bool = False,
    diff: str | None = None,
    policy: str | Path | None = None,
    jobs: int | None = None,
    cache: bool = True,
) -> CheckResult:
    """Check a repository as ``attribcheck check`` does, and return the result.

    Nothing is printed or written, but for the cache. The findings are those of the command:
    ``result.findings``, and ``result.fails(Severity.ERROR)`` is its exit code 1.

    Args:
        folder: A folder of the repository.
        paths: Files and folders to check, relative to the current directory; all when empty.
        staged: Check the staged changes.
        diff: Check what a range introduces: ``BASE`` or ``BASE...HEAD``.
        policy: Read the policy from this file.
        jobs: The number of worker processes; by default one per CPU, at most 4.
        cache: Whether to read and write the cache of scan results.

    Raises:
        UsageError: two of ``paths``, ``staged`` and ``diff`` are given, or a value is invalid.
        PolicyError: the policy is invalid.
        AttribcheckError: the check could not be made; the others are kinds of it, and all have
            ``message``, ``hint`` and ``exit_code``.
    """
    # lazy: `import attribcheck` costs nothing
    from attribcheck.cli.check import check_source, source_of
    from attribcheck.cli.project import project_of
    from attribcheck.core.errors import UsageError
    from attribcheck.git.repository import Repository

    if (bool(paths) + staged + (diff is not None)) > 1:
        raise UsageError("only one of paths, staged and diff can be given")
    repo = Repository.discover(None if Path(folder) == Path() else Path(folder))
    options = argparse.Namespace(
        paths=list(paths),
        staged=staged,
        diff=diff,
        policy=None if policy is None else str(policy),
        jobs=jobs,
        no_cache=not cache,
        quiet=True,
    )
    place = project_of(repo, start=folder)
    source = source_of(place, options)
    return check_source(
        source, options, only_introduced=diff is not None, place=place, top=repo.root
    )
