"""``attribcheck check --history``: notices that a commit removed and no later one restored."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from attribcheck.cli import policy_files, session
from attribcheck.core.model import POLICY_NAME

if TYPE_CHECKING:
    from attribcheck.git.repository import Repository
    from attribcheck.policy.model import Policy

_NOT_IN_RANGE = (
    f"{POLICY_NAME} is not in the last commit of the range, so it was not applied:"
    f" --policy {POLICY_NAME}"
)


def check_history(
    repo: Repository, options: argparse.Namespace, formats: list[tuple[str, str | None]]
) -> int:
    """Check a history and write the reports; return the exit code.

    Args:
        repo: The repository.
        options: The parsed command line.
        formats: Pairs of format and file; None for stdout.
    """
    from attribcheck.cli.progress import Progress
    from attribcheck.history import walk
    from attribcheck.packages import loading
    from attribcheck.sources.commits import HistorySource
    from attribcheck.system import clock

    named = (
        policy_files.policy_from(options.policy, repo.root) if options.policy is not None else None
    )
    day = clock.today()
    shown = not options.quiet
    with (
        HistorySource(repo, options.history) as source,
        closing(Progress("reading commits", "commit", shown=shown)) as reading,
        closing(Progress("comparing", "commit", shown=shown)) as comparing,
    ):
        policy = (
            loading.with_packages(named, source.tip) if named else loading.load_policy(source.tip)
        )
        with session.Session(options, policy) as current:
            result = walk.check(
                source,
                current.scanner,
                policy,
                day=day,
                reading=reading,
                comparing=comparing,
            )
            hints = (*_hints(repo, policy), *result.hints, *current.hints())
    return session.emit(result._replace(hints=hints), options, formats=formats, top=repo.root)


def _hints(repo: Repository, policy: Policy) -> tuple[str, ...]:
    if policy.path is not None:
        return ()
    return (_NOT_IN_RANGE if (repo.root / POLICY_NAME).exists() else policy_files.NO_POLICY,)
