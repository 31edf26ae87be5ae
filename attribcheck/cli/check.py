"""``attribcheck check``: the work tree, some paths, what is staged, a range, or a whole history."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.core.errors import UsageError
from attribcheck.core.model import POLICY_NAME
from attribcheck.reports.base import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from attribcheck.check.result import CheckResult
    from attribcheck.git.repository import Repository
    from attribcheck.policy.model import Policy
    from attribcheck.sources.base import Source


_NO_POLICY = f"there is no {POLICY_NAME}: `attribcheck init` writes a first one"
_NOT_THERE = (
    f"{POLICY_NAME} is not in the last commit of the range, so it was not applied:"
    f" --policy {POLICY_NAME}"
)
_NOT_APPLIED = f"{POLICY_NAME} is changed here, and that was not applied: --base-policy"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files or folders (default: all)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--staged", action="store_true", help="check what is about to be committed")
    what.add_argument(
        "--diff",
        metavar="BASE[...HEAD]",
        help="check what HEAD (by default the current commit) introduced since it left BASE",
    )
    what.add_argument(
        "--history",
        nargs="?",
        const="HEAD",
        metavar="RANGE",
        help="report what any commit of RANGE (A..B, or all that a revision reaches; by default"
        " HEAD) removed and nothing has put back",
    )
    parser.add_argument(
        "--state",
        action="store_true",
        help="with --diff: count all that stands in the changed files, introduced or not",
    )
    parser.add_argument(
        "--base-policy",
        action="store_true",
        help="with --diff: judge by the policy of BASE, for a HEAD that is not trusted",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="with --staged: put removed notices back on top of their files where that is certain",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="what to print (default: text)"
    )
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        type=_report,
        help="write a report to FILE besides; repeatable",
    )
    parser.add_argument(
        "--rules-url",
        metavar="URL",
        type=_address,
        help="where docs/rules.md can be read, for reports that link to rules",
    )
    parser.add_argument(
        "--source-url",
        metavar="URL",
        type=_address,
        help="below which the checked files can be read, for reports that link to lines",
    )
    session.add_check_options(parser)


def _report(text: str) -> tuple[str, str]:
    name, equals, file = text.partition("=")
    if not equals or not file:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE")
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise argparse.ArgumentTypeError(f"unknown format {name!r}; there are: {known}")
    return name, file


def _address(text: str) -> str:
    # It is written into links as it stands: what could end one has no place in an address either.
    if not re.fullmatch(r"https?://[A-Za-z0-9._~:/?&=%@+-]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address of http or https")
    return text.rstrip("/")


def run(options: argparse.Namespace) -> int:
    """Check, report, and return the exit code."""
    from attribcheck.git.repository import Repository

    _require_consistent(options)
    repo = Repository.discover()
    formats = [(options.format, None), *options.report]
    if options.history is not None:
        return check_history(repo, options, formats)
    if options.fix:
        from attribcheck.cli.fix import fix

        outcome = judged(_source(repo, options), options)
        code = session.emit(outcome, options, formats=formats, top=repo.root)
        return fix(outcome, repo, options, code)
    if options.diff is None:
        return check(_source(repo, options), options, formats, top=repo.root)
    from attribcheck.policy.loader import load_policy
    from attribcheck.sources.commit_range import DiffSource

    source = DiffSource(repo, options.diff)
    hints: tuple[str, ...] = ()
    policy = None
    if options.base_policy:
        policy = load_policy(source.tip_file)
        hints = (_NOT_APPLIED,) if _changes_policy(source) else ()
    introduced = not options.state
    return check(
        source, options, formats, hints, policy=policy, only_introduced=introduced, top=repo.root
    )


def check(
    source: Source,
    options: argparse.Namespace,
    formats: list[tuple[str, str | None]],
    hints: tuple[str, ...] = (),
    *,
    policy: Policy | None = None,
    only_introduced: bool = False,
    memo: bool = False,
    top: Path | None = None,
) -> int:
    """Check ``source`` and write the reports; return the exit code.

    Args:
        source: What to check.
        options: The parsed command line.
        formats: Format and file; None stands for stdout.
        hints: What a person should know besides.
        policy: The policy; None for what --policy names, or else the snapshot's.
        only_introduced: Whether what stood before the change does not count.
        memo: See ``session.Session``.
        top: See ``session.emit``.
    """
    outcome = judged(
        source, options, hints, policy=policy, only_introduced=only_introduced, memo=memo
    )
    return session.emit(outcome, options, formats=formats, top=top)


def judged(
    source: Source,
    options: argparse.Namespace,
    hints: tuple[str, ...] = (),
    *,
    policy: Policy | None = None,
    only_introduced: bool = False,
    memo: bool = False,
) -> CheckResult:
    """Check ``source`` and return what was found; arguments as for ``check``."""
    from attribcheck.check import baseline, pipeline
    from attribcheck.policy.loader import load_policy, with_lock
    from attribcheck.system import clock

    if policy is None and options.policy is not None:
        policy = with_lock(session.policy_from(options.policy), source.read_file)
    used = policy or load_policy(source.read_file)
    day = clock.today()
    with session.Session(options, used, memo=memo) as current:
        outcome = pipeline.check(source, current.scanner, used, day=day)
        if only_introduced:
            outcome = baseline.apply(outcome, source, current.scanner, policy=policy, day=day)
        if used.path is None and outcome.findings:
            hints = (*hints, _NO_POLICY)
        return outcome._replace(hints=(*hints, *outcome.hints, *current.hints()))


def check_history(
    repo: Repository, options: argparse.Namespace, formats: list[tuple[str, str | None]]
) -> int:
    """Check a history and write the reports; return the exit code.

    Args:
        repo: The repository.
        options: The parsed command line.
        formats: Format and file; None stands for stdout.
    """
    from attribcheck.cli.progress import Progress
    from attribcheck.history.walk import check as check_source
    from attribcheck.policy.loader import load_policy
    from attribcheck.sources.commits import HistorySource
    from attribcheck.system import clock

    given = session.policy_from(options.policy) if options.policy is not None else None
    day = clock.today()
    shown = not options.quiet
    with (
        HistorySource(repo, options.history) as source,
        closing(Progress("reading commits", "commit", shown=shown)) as reading,
        closing(Progress("comparing", "commit", shown=shown)) as comparing,
    ):
        policy = given or load_policy(source.tip.read_file)
        with session.Session(options, policy) as current:
            outcome = check_source(
                source,
                current.scanner,
                policy,
                day=day,
                reading=reading,
                comparing=comparing,
            )
            hints = (*_about_policy(repo, policy), *outcome.hints, *current.hints())
    return session.emit(outcome._replace(hints=hints), options, formats=formats, top=repo.root)


def _about_policy(repo: Repository, policy: Policy) -> tuple[str, ...]:
    if policy.path is not None:
        return ()
    return (_NOT_THERE if (repo.root / POLICY_NAME).exists() else _NO_POLICY,)


def _changes_policy(source: Source) -> bool:
    return any(POLICY_NAME in change.paths for change in source.changes())


def _require_consistent(options: argparse.Namespace) -> None:
    ranged = options.diff is not None or options.history is not None
    if options.paths and (options.staged or ranged):
        raise UsageError(
            "PATHS can't be combined with --staged, --diff or --history",
            hint="check what is staged, or the range, as a whole: a part of it proves nothing",
        )
    for given, name in ((options.state, "--state"), (options.base_policy, "--base-policy")):
        if given and options.diff is None:
            raise UsageError(f"{name} means nothing without --diff")
    if options.fix and not options.staged:
        raise UsageError(
            "--fix means nothing without --staged",
            hint="a notice is put back before it is committed; later, the finding has the lines",
        )
    if options.base_policy and options.policy:
        raise UsageError("--base-policy and --policy exclude each other")


def _source(repo: Repository, options: argparse.Namespace) -> Source:
    if options.staged:
        from attribcheck.sources.staged import StagedSource

        return StagedSource(repo)
    from attribcheck.sources.work_tree import TreeSource

    return TreeSource(repo, options.paths)
