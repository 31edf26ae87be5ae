"""``attribcheck check``: checks the work tree, paths, staged changes, a range, or a history."""

from __future__ import annotations

import argparse
import os
import re
from typing import TYPE_CHECKING

from attribcheck.cli import common_options, policy_files, session
from attribcheck.core.errors import UsageError
from attribcheck.core.model import BASELINE_NAME, POLICY_NAME
from attribcheck.core.text import printable
from attribcheck.reports.base import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from attribcheck.check.result import CheckResult
    from attribcheck.cli.project import Project
    from attribcheck.git.repository import Repository
    from attribcheck.policy.model import Policy
    from attribcheck.sources.base import Source


_STAGED = "staged changes"
_OF_THE_BASE = (POLICY_NAME, BASELINE_NAME)
_RESTORABLE = (
    "`attribcheck check --staged --fix` restores removed notices where their place is certain"
)
_STAGE_FIRST = "`git add` the files; then "
_JUDGED = frozenset({"undeclared-notice", "undeclared-license", "unknown-license"})
"""The rules whose findings can be about a text that a person knows to be no notice."""
_NOT_APPLIED = "this range changes {}, which --base-policy ignores"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files or folders (default: all)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--staged", action="store_true", help="check the staged changes")
    source.add_argument(
        "--diff",
        metavar="BASE[...HEAD]",
        help="check what HEAD (default: current commit) changed since its merge base with BASE",
    )
    source.add_argument(
        "--history",
        nargs="?",
        const="HEAD",
        metavar="RANGE",
        help="report notices that a commit of RANGE removed and no later commit restored (A..B, or"
        " a revision with all its ancestors; default: HEAD)",
    )
    parser.add_argument(
        "--state",
        action="store_true",
        help="with --diff: count all findings in the changed files, not only introduced ones",
    )
    parser.add_argument(
        "--base-policy",
        action="store_true",
        help="with --diff: apply the policy and the baseline of BASE and no inline exceptions, for"
        " an untrusted HEAD",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="settle what is certain: rewrite a NOTICE that is out of date, write the header of the"
        " policy into own files without one and, with --staged, restore removed notices at the top"
        " of files",
    )
    parser.add_argument(
        "--baseline-report",
        action="store_true",
        help=f"also print the findings that {BASELINE_NAME} accepts, by component and holder",
    )
    common_options.add_report_options(parser, FORMATS)
    parser.add_argument(
        "--rules-url",
        metavar="URL",
        type=_url,
        help="the URL of docs/rules.md, for links to rules in reports",
    )
    parser.add_argument(
        "--source-url",
        metavar="URL",
        type=_url,
        help="the base URL of the checked files, for links to lines in reports",
    )
    common_options.add_check_options(parser)


def _url(text: str) -> str:
    # Reports write it into links unescaped, so characters that could end a link are refused.
    if not re.fullmatch(r"https?://[A-Za-z0-9._~:/?&=%@+-]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a URL with http or https")
    return text.rstrip("/")


def run(options: argparse.Namespace) -> int:
    """Check, report, and return the exit code."""
    from attribcheck.git.repository import Repository

    _require_consistent(options)
    repo = Repository.discover()
    formats = [(options.format, None), *options.report]
    if options.report:
        from attribcheck.cli.report_files import require_replaceable  # lazy: for CI systems

        require_replaceable(repo, options.report, options.policy)
    if options.history is not None:
        from attribcheck.cli.history import check_history

        return check_history(repo, options, formats)
    from attribcheck.cli.project import project_of

    place = project_of(repo, options.project)
    if options.baseline_report or options.fix:
        source = source_of(place, options)
        result = check_source(source, options, place=place, top=repo.root)
        code = session.emit(result, options, formats=formats, top=repo.root)
        if options.baseline_report:
            from attribcheck.cli import baseline

            session.print_out(baseline.report(result))
        if options.fix:
            from attribcheck.cli.fix import fix

            code = fix(result, source, place, options, code)
        return code
    if options.diff is None:
        return check(source_of(place, options), options, formats, place=place, top=repo.root)
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.commit_range import DiffSource

    diff = DiffSource(repo, options.diff)
    changes = place.source(diff)
    hints: tuple[str, ...] = ()
    policy = None
    if options.base_policy:
        policy = load_policy(place.source(diff.tip()))
        lists = dict.fromkeys(table.list for table in policy.packages if table.list)
        ignored = [name for name in (*_OF_THE_BASE, *lists) if _changes(changes, name)]
        hints = tuple(map(_NOT_APPLIED.format, ignored))
    introduced = not options.state
    return check(
        changes,
        options,
        formats,
        hints,
        policy=policy,
        only_introduced=introduced,
        trusted=not options.base_policy,
        place=place,
        top=repo.root,
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
    trusted: bool = True,
    place: Project | None = None,
    top: Path | None = None,
) -> int:
    """Check ``source`` and write the reports; return the exit code.

    Args:
        source: What to check.
        options: The parsed command line.
        formats: Pairs of format and file; None for stdout.
        hints: Hints for the user.
        policy: The policy; None for the file of --policy, or else that of the snapshot.
        only_introduced: Whether to ignore findings that the base of the change has too.
        memo: See ``session.Session``.
        trusted: See ``pipeline.check``.
        place: The project that ``source`` is; None for a repository.
        top: See ``session.emit`` and ``session.Session``.
    """
    result = check_source(
        source,
        options,
        hints,
        policy=policy,
        only_introduced=only_introduced,
        memo=memo,
        trusted=trusted,
        place=place,
        top=top,
    )
    return session.emit(result, options, formats=formats, top=top)


def check_source(
    source: Source,
    options: argparse.Namespace,
    hints: tuple[str, ...] = (),
    *,
    policy: Policy | None = None,
    only_introduced: bool = False,
    memo: bool = False,
    place: Project | None = None,
    top: Path | None = None,
    trusted: bool = True,
) -> CheckResult:
    """Check ``source`` and return the result; arguments as for ``check``."""
    from attribcheck.check import baseline, pipeline
    from attribcheck.policy.loader import with_records
    from attribcheck.system import clock

    cache = session.result_cache(options)
    top = place.root if place else top
    if policy is None and options.policy is not None:
        named = with_records(policy_files.policy_from(options.policy, top), source.read_file)
        policy = policy_files.load_policy(source, cache, named)
    used = policy or policy_files.load_policy(source, cache)
    day = clock.today()
    keep = cache.values if cache else None
    with session.Session(options, used, memo=memo, top=top, cache=cache) as current:
        scanner, search, weights = current.scanner, current.search(), current.known_weights

        def checked(side: Source, by: Policy) -> CheckResult:
            return pipeline.check(
                side,
                scanner,
                by,
                day=day,
                search=search,
                weights=weights,
                trusted=trusted,
                keep=keep,
            )

        result = checked(source, used)
        if only_introduced:
            result = baseline.apply(result, source, checked, policy=policy, trusted=trusted)
        if used.path is None and result.findings:
            hints = (*hints, policy_files.NO_POLICY)
        if source.label.startswith(_STAGED) and any(finding.removed for finding in result.findings):
            # git removes the index that it makes for `git commit -a` and `git commit FILE`.
            is_lasting = not os.environ.get("GIT_INDEX_FILE", "").endswith(".lock")
            hints = (*hints, _RESTORABLE if is_lasting else _STAGE_FIRST + _RESTORABLE)
        last: tuple[str, ...] = ()
        judged = next((finding for finding in result.findings if finding.rule in _JUDGED), None)
        if judged:
            from attribcheck.rules.support.suggestions import exception_command

            command = exception_command(judged.rule, judged.path)
            last = (f"where a person finds that it is no notice: `{command}`",)
        result = result._replace(hints=(*hints, *result.hints, *current.hints(), *last))
        return place.result(result) if place else result


def _changes(source: Source, name: str) -> bool:
    return any(name in change.paths for change in source.changes())


def _require_consistent(options: argparse.Namespace) -> None:
    ranged = options.diff is not None or options.history is not None
    if options.paths and (options.staged or ranged):
        raise UsageError(
            "PATHS can't be combined with --staged, --diff or --history",
            hint="omit PATHS: staged changes, ranges and histories are always checked completely",
        )
    for is_set, name in ((options.state, "--state"), (options.base_policy, "--base-policy")):
        if is_set and options.diff is None:
            raise UsageError(f"{name} requires --diff")
    if options.fix and ranged:
        raise UsageError(
            "--fix can't be combined with --diff or --history",
            hint="for a committed change, copy the lines that the finding shows",
        )
    if options.baseline_report and (ranged or options.format != "text"):
        raise UsageError("--baseline-report can't be combined with --diff, --history or --format")
    if options.base_policy and options.policy:
        raise UsageError("--base-policy and --policy can't be combined")


def source_of(place: Project, options: argparse.Namespace) -> Source:
    """Return what the command line names: a range, the staged changes, or the work tree.

    Raises:
        UsageError: one of PATHS is in another project, so that nothing would check it.
        GitError: git failed.
    """
    whole = _of_repository(place.repo, options)
    if options.paths and place.folder:
        paths = [change.new.path for change in whole.changes() if change.new]
        if wrong := [path for path in paths if not path.startswith(f"{place.folder}/")]:
            raise UsageError(
                f"{printable(wrong[0])} is not in {printable(place.folder)}, whose policy applies",
                hint="run it at the top of the repository, or name the folder with --project",
            )
    return place.source(whole)


def _of_repository(repo: Repository, options: argparse.Namespace) -> Source:
    if options.diff is not None:
        from attribcheck.sources.commit_range import DiffSource

        return DiffSource(repo, options.diff)
    if options.staged:
        from attribcheck.sources.staged import StagedSource

        return StagedSource(repo)
    from attribcheck.sources.work_tree import TreeSource

    return TreeSource(repo, options.paths)
