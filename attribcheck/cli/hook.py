"""``attribcheck hook``: the entry point for pre-commit.

pre-commit passes the names of added and modified files, not of deleted ones, and splits long lists
over several calls. So the names only show how pre-commit was called. That decides what is checked:

- for a push (see ``occasion``): what each ref brings to the remote;
- when something is staged, or a merge is being committed: all staged changes, deletions included;
- when a name is not staged (``--all-files``, ``--files``): also the named files in the work tree.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attribcheck.cli import common_options, session
from attribcheck.cli.check import check
from attribcheck.core.errors import EXIT_CLEAN, GitError, NotRegularError
from attribcheck.core.model import BASELINE_NAME, POLICY_NAME

if TYPE_CHECKING:
    from attribcheck.cli.occasion import PushedRef
    from attribcheck.cli.project import Project
    from attribcheck.core.model import Change
    from attribcheck.git.repository import Repository
    from attribcheck.sources.base import Source

_NOT_STAGED = "{0} is not in the index, so it was not applied: git add {0}"

_OF_A_PUSH = ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_LOCAL_BRANCH")
_NOT_PUSHED = "{0} is not in the pushed commit, so it was not applied"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "files", nargs="*", metavar="FILES", help="the names that pre-commit passes"
    )
    common_options.add_check_options(parser)


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
        common_options.VALUED_OPTIONS,
    )


def run(options: argparse.Namespace) -> int:
    """Check what is committed or pushed, write the reports, and return the exit code."""
    from attribcheck.git.repository import Repository

    repo = Repository.discover()
    refs = _refs(repo, options.files)
    if refs is None:
        return max(
            _check_commit(repo, options, source, is_staged=is_staged)
            for source, is_staged in _committed(repo, options.files)
        )
    codes = [_check_pushed(repo, options, source) for source in _pushed(repo, refs)]
    if not codes:
        session.print_out("clean: nothing is pushed that a remote does not have\n")
    return max(codes, default=EXIT_CLEAN)


def _refs(repo: Repository, names: list[str]) -> list[PushedRef] | None:
    """Return the refs of a push; None when this is no push."""
    # git names the index to the hooks of a commit. The usual commit imports nothing more.
    if "GIT_INDEX_FILE" in os.environ and not any(name in os.environ for name in _OF_A_PUSH):
        return None
    from attribcheck.cli.occasion import pushed_refs
    from attribcheck.git.state import remotes
    from attribcheck.sources.staged import StagedSource

    return pushed_refs(names, lambda: bool(StagedSource(repo).changes()), lambda: remotes(repo))


def _check_commit(
    repo: Repository, options: argparse.Namespace, whole: Source, *, is_staged: bool
) -> int:
    place = _project(repo, options)
    source = place.source(whole) if place else whole
    return check(
        source,
        options,
        [("text", None)],
        _not_applied(place or repo, source, options, _NOT_STAGED),
        memo=is_staged and not options.exact,
        place=place,
        top=repo.root,
    )


def _project(repo: Repository, options: argparse.Namespace) -> Project | None:
    """Return the project of --project; None without it: git runs hooks at the top."""
    if options.project is None:
        return None
    from attribcheck.cli.project import project_of  # lazy: few hooks name one

    return project_of(repo, options.project)


def _check_pushed(repo: Repository, options: argparse.Namespace, source: Source) -> int:
    place = _project(repo, options)
    source = place.source(source) if place else source
    hints = _not_applied(place or repo, source, options, _NOT_PUSHED)
    introduced = not source.complete
    return check(source, options, [("text", None)], hints, only_introduced=introduced, place=place)


def _pushed(repo: Repository, refs: list[PushedRef]) -> Iterator[Source]:
    """Yield what each ref of a push brings to the remote; each commit once."""
    from attribcheck.cli.occasion import is_deletion
    from attribcheck.git import state
    from attribcheck.sources.commit_range import DiffSource
    from attribcheck.sources.git_snapshot import CompleteCommit, commit_named

    seen = set()
    for ref in refs:
        if is_deletion(ref):
            continue
        head = commit_named(repo, ref.commit)
        if ref.start:
            # Without a remote it is the range of a CI system, whose clone may have no other branch.
            start = commit_named(repo, ref.start)
            named = ref.remote_name
            known = state.known_to_remote(repo, head, named, start) if named else ()
            yield DiffSource(repo, f"{ref.start}...{ref.commit}", [o for o in known if o != head])
            continue
        # A remote can have a commit that was not fetched.
        base = repo.resolve(ref.remote) if ref.remote else None
        known = state.known_to_remote(repo, head, ref.remote_name, base)
        base = base or next(iter(known), None)
        if base == head or (base, head) in seen:
            continue
        seen.add((base, head))
        if base is None:
            yield CompleteCommit(repo, head, f"all files of {ref.name}")
        else:
            yield DiffSource(repo, f"{base}...{ref.commit}", [o for o in known if o != head])


def _not_applied(
    repo: Repository | Project, source: Source, options: argparse.Namespace, hint: str
) -> tuple[str, ...]:
    """Return a hint for the policy and the baseline that only the work tree has."""
    names = (BASELINE_NAME,) if options.policy else (POLICY_NAME, BASELINE_NAME)
    try:
        return tuple(
            hint.format(name)
            for name in names
            if (repo.root / name).exists() and source.read_file(name) is None
        )
    except NotRegularError:
        return ()  # the check reports it


def _committed(repo: Repository, names: list[str]) -> Iterator[tuple[Source, bool]]:
    """Yield what a commit consists of, and files to check besides; each with whether it is staged.

    While a merge with conflicts is committed, pre-commit names every file that differs from one of
    the parents. One that was resolved to our side is not staged, and must not turn the check of the
    merge into one of the named files.
    """
    from attribcheck.sources.staged import StagedSource

    staged = StagedSource(repo)
    changes = staged.changes()
    if not names or _are_named_by(changes, names):
        yield staged, True
        return
    merged = [change for one in staged.merged() for change in one.differences()]
    if merged and _are_named_by([*changes, *merged], names):
        yield staged, True
        return
    if changes or merged:
        yield staged, True
    from attribcheck.sources.work_tree import TreeSource

    yield TreeSource(repo, names), False


def _are_named_by(changes: Iterable[Change], names: list[str]) -> bool:
    """Whether all of ``names`` are paths of ``changes``, old or new."""
    return {path for change in changes for path in change.paths}.issuperset(names)
