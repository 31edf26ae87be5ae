"""``attribcheck check``: the work tree, some paths, what is staged, or a range of commits."""

from __future__ import annotations

import argparse
import dataclasses
import re
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.errors import UsageError
from attribcheck.model import POLICY_NAME
from attribcheck.report.base import FORMATS

if TYPE_CHECKING:
    from attribcheck.git import Repository
    from attribcheck.sources.base import Source


_NO_POLICY = f"there is no {POLICY_NAME}: `attribcheck init` writes a first one"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files or folders (default: all)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--staged", action="store_true", help="check what is about to be committed")
    what.add_argument(
        "--diff",
        metavar="BASE[...HEAD]",
        help="check what HEAD (by default the current commit) changed since it left BASE",
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
    from attribcheck.git import Repository

    repo = Repository.discover()
    return check(_source(repo, options), options, [(options.format, None), *options.report])


def check(
    source: Source,
    options: argparse.Namespace,
    formats: list[tuple[str, str | None]],
    hints: tuple[str, ...] = (),
) -> int:
    """Check ``source`` and write the reports; return the exit code."""
    from attribcheck import pipeline

    policy, text = session.policy_for(source, options.policy)
    with session.Session(options, policy) as current:
        outcome = pipeline.check(source, current.scanner, policy, text)
        if policy.path is None and outcome.findings:
            hints = (*hints, _NO_POLICY)
        outcome = dataclasses.replace(outcome, hints=(*hints, *current.hints()))
    return session.emit(outcome, options, formats=formats)


def _source(repo: Repository, options: argparse.Namespace) -> Source:
    if options.paths and (options.staged or options.diff):
        raise UsageError(
            "PATHS can't be combined with --staged or --diff",
            hint="check what is staged, or the range, as a whole: a part of it proves nothing",
        )
    if options.staged:
        from attribcheck.sources.staged import StagedSource

        return StagedSource(repo)
    if options.diff:
        from attribcheck.sources.diff import DiffSource

        return DiffSource(repo, options.diff)
    from attribcheck.sources.tree import TreeSource

    return TreeSource(repo, options.paths)
