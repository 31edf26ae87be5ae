"""``attribcheck init``: drafts a policy that declares the foreign code in the repository."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.cli import common_options, init_draft, init_project, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.model import BASELINE_NAME, POLICY_NAME
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from attribcheck.check.result import CheckResult
    from attribcheck.cli.project import Project
    from attribcheck.core.finding import Finding
    from attribcheck.init.drafted import Drafted
    from attribcheck.policy.model import Policy
    from attribcheck.sources.base import Source


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--name", help="the project's name")
    parser.add_argument("--license", metavar="EXPRESSION", help="the project's own licence (SPDX)")
    parser.add_argument(
        "--holder",
        action="append",
        default=[],
        metavar="NAME",
        help="a holder whose notices are your own; repeatable (default: from LICENSE, manifest or"
        " README)",
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="where none of these names a holder, take the likeliest ones, by the commits and the"
        " headers, without a question",
    )
    parser.add_argument(
        "--from",
        dest="from_",
        action="append",
        default=[],
        metavar="FILE",
        help="read only this file of those that state what is in the repository, such as"
        " debian/copyright, REUSE.toml or package-lock.json; repeatable (default: all of them)",
    )
    parser.add_argument(
        "--baseline",
        action="store_true",
        help=f"accept what a check finds, in {BASELINE_NAME}, and hold new code to the policy; with"
        " a policy, only that file is written",
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="with --baseline: accept nothing new, only drop the lines of what is settled",
    )
    common_options.add_scan_options(parser)
    common_options.add_project_option(parser)


class _Draft(NamedTuple):
    """A drafted policy.

    Attributes:
        text: Its text.
        result: What a check by it finds.
        components: The drafted components.
        unsure: Remarks on the project itself.
    """

    text: str
    result: CheckResult
    components: list[Drafted]
    unsure: list[str]


def run(options: argparse.Namespace) -> int:
    """Write the policy, or add undeclared components to it, and print a summary for review."""
    from attribcheck.cli.project import project_of
    from attribcheck.git.repository import Repository
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system.files import write_atomic

    if options.prune and not options.baseline:
        raise UsageError("--prune requires --baseline")
    place = project_of(Repository.discover(), options.project)
    source = place.source(TreeSource(place.repo))
    path = place.root / POLICY_NAME
    policy = load_policy(source)
    if options.prune:
        policy_files.require_policy(policy)
    if options.baseline and policy.path is not None:
        return _accept(place, source, policy, options)
    draft = _draft(place, source, policy, options)
    changed = draft.text != policy.text
    if changed:
        write_atomic(path, draft.text, inside=place.repo.root)
    baseline: list[str] = []
    if options.baseline:
        result, baseline = _write_baseline(place, source, policy, draft.result, options)
        draft = draft._replace(result=result)
    if not options.quiet:
        to_add = [POLICY_NAME, *([BASELINE_NAME] if (place.root / BASELINE_NAME).exists() else [])]
        session.print_out(_summary(policy, draft, baseline, to_add, changed=changed))
    return EXIT_CLEAN


def _draft(place: Project, source: Source, policy: Policy, options: argparse.Namespace) -> _Draft:
    """Return ``policy`` with components for what is undeclared, or a first policy."""
    from attribcheck.check import pipeline
    from attribcheck.init import components, document
    from attribcheck.packages.loading import with_packages
    from attribcheck.policy import editor
    from attribcheck.policy.loader import parse_policy
    from attribcheck.system import clock

    known = init_draft.manifests(source, options.from_)
    with session.Session(options, policy) as current:
        scanner = current.scanner
        tree = init_draft.Tree.of(source, scanner, policy)
        start = init_project.Beginning(policy)
        if policy.path is None:
            start = init_project.beginning(place, tree, current, options, known)
        base, unsure = start.policy, list(start.unsure)
        guessed = base.project.license
        told = options.license is not None
        base, files, drafted = init_draft.drafted(tree, base, known, told=told, only=options.from_)
        if base.project.license != guessed:
            unsure.append(f"the project's licence is {base.project.license} by the files, too")
        if options.baseline:
            drafted = [
                item._replace(component=item.certain, unsure=item.unsure[:1])
                if item.certain != item.component
                else item
                for item in drafted
                if item.certain
            ]
        if policy.path is None:
            # What a baseline accepts needs no licence in the policy.
            undeclared = () if options.baseline else components.undeclared_licenses(files)
            listed = [one for one in base.components if one.listed]
            licenses = [one.license for one in (*listed, *(item.component for item in drafted))]
            text = document.beginning(base.project, licenses, undeclared, start.reasons)
        else:
            text = policy_files.policy_text(place.root / POLICY_NAME)
        for table in base.packages[len(policy.packages) :]:
            text = editor.append_packages(text, table)
        blocks = document.blocks(drafted, heading=policy.path is None)
        text = editor.append_components(text, blocks)
        parsed = with_packages(parse_policy(text.encode(), POLICY_NAME), source)
        search = current.search(parsed)
        compare = partial(
            pipeline.check,
            source,
            scanner,
            search=search and init_draft.SearchedOnce(search),
            weights=current.known_weights,
        )
        result = compare(parsed)
        if not options.baseline:
            for exception in document.review_exceptions(result.findings, clock.today()):
                text = editor.append_exception(text, exception)
            parsed = with_packages(parse_policy(text.encode(), POLICY_NAME), source)
            result = compare(parsed)
    return _Draft(text, result, drafted, unsure)


def _accept(place: Project, source: Source, policy: Policy, options: argparse.Namespace) -> int:
    """Write the baseline of a repository that has a policy."""
    from attribcheck.check import pipeline

    with session.Session(options, policy, top=place.root) as current:
        strict = policy._replace(accepted={})
        result = pipeline.check(
            source,
            current.scanner,
            strict,
            search=current.search(),
            weights=current.known_weights,
        )
    result, lines = _write_baseline(place, source, policy, result, options)
    if not options.quiet:
        lines += _left(result)
        session.print_out("\n".join(map(printable, lines)) + "\n")
    return EXIT_CLEAN


def _write_baseline(
    place: Project,
    source: Source,
    policy: Policy,
    result: CheckResult,
    options: argparse.Namespace,
) -> tuple[CheckResult, list[str]]:
    """Write the baseline; return the result without what it accepts, and lines for people."""
    from attribcheck.cli import baseline
    from attribcheck.policy.accepted import NEVER
    from attribcheck.system import clock

    lines = baseline.write(
        place, source, policy, result.findings, clock.today(), prune=options.prune
    )
    if options.prune:
        return result._replace(findings=()), lines
    left = tuple(finding for finding in result.findings if finding.rule in NEVER)
    return result._replace(findings=left), lines


def _summary(
    before: Policy, draft: _Draft, baseline: list[str], to_add: list[str], *, changed: bool
) -> str:
    from attribcheck.init.document import REASON

    verb = "wrote" if before.path is None else "added to" if changed else "did not change"

    size = counted(len(draft.components), "component") + _packages(before, draft.result.policy)
    lines = [f"{verb} {POLICY_NAME}: {size}"]
    for item in draft.components:
        component = item.component
        version = f" {component.version}" if component.version else ""
        who = ", ".join(component.holders) or "no holder named"
        size = counted(item.files, "file") if component.paths else "no file here"
        lines.append(f"  {component.name}{version}: {component.license}; {who}; {size}")
        lines += [f"    unsure: {text}" for text in item.unsure]
    if draft.unsure:
        lines.append("unsure about the project itself:")
        lines += [f"  {text}" for text in draft.unsure]
    if to_review := [item.finding for item in draft.result.suppressed if item.reason == REASON]:
        lines.append("to review (the policy has dated exceptions for these):")
        lines += _alike(to_review)
    lines += [*baseline, *_left(draft.result)]
    lines.append(f"next: review it, then git add {' '.join(to_add)} && attribcheck check")
    return "\n".join(map(printable, lines)) + "\n"


def _alike(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for each message, with the first of its places and the number of the others."""
    from attribcheck.reports import presentation

    for first, *others in presentation.groups(findings):
        where = f"{first.path}:{first.line}" if first.line else first.path
        more = f" and {counted(len(others), 'more place')}" if others else ""
        yield f"  {where}{more}: {first.rule}: {first.message}"


def _packages(before: Policy, after: Policy) -> str:
    """Return how many packages the tables declare that were added."""
    if len(after.packages) == len(before.packages):
        return ""
    known = {component.name for component in before.components}
    added = [one for one in after.components if one.listed and one.name not in known]
    folders = counted(len(after.packages) - len(before.packages), "folder")
    return f", {counted(len(added), 'package')} in {folders}"


def _left(result: CheckResult) -> list[str]:
    if not result.findings:
        return []
    shown = [f"  {f.path}: {f.rule}: {f.message}" for f in result.findings[:10]]
    return [f"to fix (attribcheck check lists all): {len(result.findings)}", *shown]
