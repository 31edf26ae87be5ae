"""``attribcheck origins match``: reports which lines of files match known origins."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribcheck.cli import common_options, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, UsageError

if TYPE_CHECKING:
    from attribcheck.provenance.model import Provenance
    from attribcheck.sources.work_tree import TreeSource

FORMATS = ("text", "json", "html")
HELP: dict[str, Any] = {
    "help": "report which lines of files match known origins",
    "description": "Report which lines of PATHS, or of all tracked files, are own, declared,"
    " matched to a known origin, common to many, or matched to none.",
    "epilog": "exit code: 0 whatever is found, for this is a report and no gate; `attribcheck"
    " check` is the gate",
}
"""Of the command, for the parser of its parent."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("paths", metavar="PATHS", nargs="*", help="files or folders")
    parser.add_argument("--all", action="store_true", help="all tracked files")
    parser.add_argument(
        "--index",
        action="append",
        default=[],
        metavar="FILE",
        help="use this index instead of the stored ones; repeatable",
    )
    parser.add_argument("--policy", metavar="FILE", help="read the policy from FILE")
    common_options.add_report_options(parser, FORMATS)
    common_options.add_scan_options(parser)


def run(options: argparse.Namespace) -> int:
    """Compare, report, and return the exit code: 0 whatever is found."""
    from contextlib import ExitStack, closing

    from attribcheck.cli.progress import Progress
    from attribcheck.cli.report_files import require_replaceable
    from attribcheck.copies import store
    from attribcheck.copies.index_file import OriginIndex
    from attribcheck.git.repository import Repository
    from attribcheck.packages.loading import load_policy, with_packages
    from attribcheck.provenance.collect import collect
    from attribcheck.sources.work_tree import TreeSource

    if bool(options.paths) == options.all:
        raise UsageError(
            "name PATHS, or --all for all tracked files",
            hint="attribcheck origins match --all --report html=provenance.html",
        )
    paths = [Path(name) for name in options.index] or store.indexes()
    if not paths:
        raise UsageError(
            "there is no origin index to match with",
            hint="attribcheck origins add pkg:pypi/NAME@VERSION, or --preset ai-models",
        )
    repo = Repository.discover()
    require_replaceable(repo, options.report, options.policy)
    source = TreeSource(repo, options.paths)
    policy = policy_files.policy_from(options.policy, repo.root) if options.policy else None
    used = with_packages(policy, source) if policy else load_policy(source)
    with ExitStack() as stack:
        indexes = [stack.enter_context(OriginIndex.open(path)) for path in paths]
        current = stack.enter_context(session.Session(options, used))
        progress = stack.enter_context(
            closing(Progress("comparing", "file", shown=not options.quiet))
        )
        report = collect(
            source,
            current.scanner,
            used,
            indexes,
            places={path: store.place_of(path) for path in paths},
            progress=progress,
        )
        report = report._replace(hints=current.hints())
        _write_reports(report, source, options, repo.root)
    return EXIT_CLEAN


def _write_reports(
    report: Provenance, source: TreeSource, options: argparse.Namespace, top: Path
) -> None:
    from attribcheck.provenance import render_html, render_json, render_text
    from attribcheck.system.files import write_atomic

    def rendered(name: str) -> str:
        if name == "html":
            return render_html.render(report, source)
        return render_json.render(report) if name == "json" else render_text.render(report)

    for name, file in options.report:
        write_atomic(Path(file), rendered(name), inside=top, named=True)
    session.print_out(rendered(options.format))
