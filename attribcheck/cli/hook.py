"""``attribcheck hook``: the entry point for pre-commit.

pre-commit passes the names of added and modified files, not of deleted ones, and splits long lists
over several calls. So the names only show how pre-commit was called. That decides what is checked:

- with PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF (``--from-ref``, a push): that range;
- when a name is not staged (``--all-files``, ``--files``): the named files in the work tree;
- else: all staged changes, deletions included.
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.cli.check import check
from attribcheck.core.errors import GitError, NotRegularError
from attribcheck.core.model import POLICY_NAME

if TYPE_CHECKING:
    from attribcheck.git.repository import Repository
    from attribcheck.sources.base import Source

_NOT_STAGED = f"{POLICY_NAME} is not in the index, so it was not applied: git add {POLICY_NAME}"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "files", nargs="*", metavar="FILES", help="the names that pre-commit passes"
    )
    session.add_check_options(parser)


def separated(given: list[str]) -> list[str]:
    """Return the hook's arguments with the names of files behind ``--``; see ``arguments``."""
    from attribcheck.cli import arguments
    from attribcheck.git.repository import Repository
    from attribcheck.sources.staged import StagedSource

    if not any(one.startswith("-") for one in given):
        return given
    try:
        repo = Repository.discover()
    except GitError:  # --help works anywhere; what else is asked fails there by itself
        return given
    staged = StagedSource(repo)
    return arguments.separated(
        given,
        lambda: {change.new.path for change in staged.changes() if change.new},
        staged.listing,
        session.VALUED_OPTIONS,
    )


def run(options: argparse.Namespace) -> int:
    """Check the staged changes, write the report, and return the exit code."""
    from attribcheck.git.repository import Repository

    repo = Repository.discover()
    range_ = _range()
    source = _source(repo, options.files, range_)
    not_staged = options.policy is None and _has_other_policy(repo, source)
    hints = (_NOT_STAGED,) if not_staged else ()
    from attribcheck.sources.staged import StagedSource

    return check(
        source,
        options,
        [("text", None)],
        hints,
        only_introduced=range_ is not None,
        memo=isinstance(source, StagedSource) and not options.exact,
        top=repo.root,
    )


def _has_other_policy(repo: Repository, source: Source) -> bool:
    """Whether the work tree has a policy and the checked snapshot has none."""
    try:
        return (repo.root / POLICY_NAME).exists() and source.read_file(POLICY_NAME) is None
    except NotRegularError:
        return False  # the check reports it


def _range() -> str | None:
    from_ref = os.environ.get("PRE_COMMIT_FROM_REF")
    to_ref = os.environ.get("PRE_COMMIT_TO_REF")
    return f"{from_ref}...{to_ref}" if from_ref and to_ref else None


def _source(repo: Repository, names: list[str], range_: str | None) -> Source:
    if range_ is not None:
        from attribcheck.sources.commit_range import DiffSource

        return DiffSource(repo, range_)
    from attribcheck.sources.staged import StagedSource

    staged = StagedSource(repo)
    known = {change.new.path for change in staged.changes() if change.new}
    if known.issuperset(names):
        return staged
    from attribcheck.sources.work_tree import TreeSource

    return TreeSource(repo, names)
