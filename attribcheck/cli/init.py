"""``attribcheck init``: drafts a policy that declares the foreign code in the repository."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.cli import common_options, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.model import BASELINE_NAME, POLICY_NAME
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from attribcheck.check.result import CheckResult
    from attribcheck.classify.model import ClassifiedFile
    from attribcheck.cli.project import Project
    from attribcheck.init.drafted import Drafted
    from attribcheck.manifests.base import Manifests, Statement
    from attribcheck.policy.model import Policy
    from attribcheck.scan.base import Scanner
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
        help="a holder whose notices are your own; repeatable (default: from LICENSE or manifest)",
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
    from attribcheck.policy.loader import load_policy
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system.files import write_atomic

    if options.prune and not options.baseline:
        raise UsageError("--prune requires --baseline")
    place = project_of(Repository.discover(), options.project)
    source = place.source(TreeSource(place.repo))
    path = place.root / POLICY_NAME
    policy = load_policy(source.read_file)
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
    from attribcheck.policy import editor
    from attribcheck.policy.loader import parse_policy
    from attribcheck.system import clock

    known = _manifests(source, options)
    with session.Session(options, policy) as current:
        scanner = current.scanner
        unsure: list[str] = []
        if policy.path is None:
            base, unsure = _base(place, source, scanner, options, known.statements)
        else:
            base = policy
        guessed = base.project.license
        told = options.license is not None
        base, files, drafted = _drafted(source, scanner, base, known, told=told)
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
            text = document.beginning(base.project, drafted, undeclared)
        else:
            text = policy_files.policy_text(place.root / POLICY_NAME)
        for item in drafted:
            comments = [f"unsure: {remark}" for remark in item.unsure]
            text = editor.append_component(text, item.component, comments)
        parsed = parse_policy(text.encode(), POLICY_NAME)
        compare = partial(pipeline.check, source, scanner, weights=current.known_weights)
        result = compare(parsed, search=current.search(parsed))
        if not options.baseline:
            for exception in document.review_exceptions(result.findings, clock.today()):
                text = editor.append_exception(text, exception)
            parsed = parse_policy(text.encode(), POLICY_NAME)
            result = compare(parsed, search=current.search(parsed))
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


def _base(
    place: Project,
    source: Source,
    scanner: Scanner,
    options: argparse.Namespace,
    statements: Iterable[Statement],
) -> tuple[Policy, list[str]]:
    """Return a policy with the guessed ``[project]`` only, and remarks for a person to check."""
    from attribcheck.check import pipeline
    from attribcheck.init import project
    from attribcheck.policy.model import Policy

    top = {path: blob for path, blob in source.listing().items() if "/" not in path}
    scans = {
        file.path: file.scan for file in pipeline.classify(source, scanner, Policy(), top).files
    }
    manifests = _contents(source, [path for path in project.MANIFESTS if path in top])
    guess = project.guess(
        place.root.name,
        scans,
        dict(manifests),
        name=options.name,
        license_=options.license,
        own=options.holder,
        stated=next((one for one in statements if one.whole), None),
    )
    return Policy(project=guess.project), list(guess.unsure)


def _drafted(
    source: Source, scanner: Scanner, base: Policy, known: Manifests, *, told: bool
) -> tuple[Policy, Sequence[ClassifiedFile], list[Drafted]]:
    """Return ``base``, all files as it classifies them, and components for the foreign ones.

    A new policy gets the contributors to files of our own, which then need no component. Its
    licence is "or later" where the headers say so, unless the user ``told`` it.
    """
    from attribcheck.check import pipeline
    from attribcheck.core.model import FileScan
    from attribcheck.init import components, contributors, credited, own_license
    from attribcheck.init.drafted import with_later_versions

    listing = source.listing()
    opened, files = pipeline.opened(source, listing, base)
    classified = pipeline.classify(opened, scanner, base, files)
    whole = next((one for one in known.statements if one.whole), None)
    if whole and not base.path:
        # Its licence is a name of its own: the files of its holders tell what it consists of.
        licence = own_license.extended(base.project.license, classified.files)
        base = base._replace(project=base.project._replace(license=licence))
        classified = pipeline.classify(opened, scanner, base, files)
    elif base.project.license and not base.path and not told:
        licence = with_later_versions(base.project.license, classified.files)
        if licence != base.project.license:
            base = base._replace(project=base.project._replace(license=licence))
            classified = pipeline.classify(opened, scanner, base, files)
    found = () if base.path else contributors.found(classified.files, classified.classifier)
    if found:
        base = base._replace(project=base.project._replace(contributors=found))
        classified = pipeline.classify(opened, scanner, base, files)
    names = [component.name for component in base.components]
    drafted = components.draft(classified.files, classified.classifier.coverage, known, names)
    if known.people:
        drafted = credited.joined(drafted, known.people, base.project.license)
    if not any(isinstance(file.scan, FileScan) and file.scan.claims for file in classified.files):
        return base, classified.files, drafted
    from attribcheck.init import models
    from attribcheck.rules.base import Context
    from attribcheck.system import clock

    context = Context(
        policy=base,
        classifier=classified.classifier,
        files=classified.files,
        legal=classified.legal,
        today=clock.today(),
        complete=True,
        source=source,
    )
    names += [one.component.name for one in drafted]
    return base, classified.files, drafted + models.draft(context, names)


def _manifests(source: Source, options: argparse.Namespace) -> Manifests:
    """Return what the manifests of the snapshot name; with --from only those."""
    from attribcheck.manifests import registry

    listing = source.listing()
    wanted = options.from_ or sorted(listing)
    for path in options.from_:
        if path not in listing:
            raise UsageError(f"--from {printable(path)}: no tracked file has this path")
        if not registry.is_manifest(path):
            raise UsageError(
                f"--from {printable(path)}: init reads no file of this name",
                hint="docs/adoption.md lists the files that it reads",
            )
    return registry.read(_contents(source, filter(registry.is_manifest, wanted)))


def _contents(source: Source, paths: Iterable[str]) -> list[tuple[str, bytes]]:
    listing = source.listing()
    blobs = [listing[path] for path in paths]
    return [(blob.path, content) for blob, content in source.read(blobs) if content is not None]


def _summary(
    before: Policy, draft: _Draft, baseline: list[str], to_add: list[str], *, changed: bool
) -> str:
    from attribcheck.init.document import REASON

    verb = "wrote" if before.path is None else "added to" if changed else "did not change"

    lines = [f"{verb} {POLICY_NAME}: {counted(len(draft.components), 'component')}"]
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
        for finding in to_review:
            where = f"{finding.path}:{finding.line}" if finding.line else finding.path
            lines.append(f"  {where}: {finding.rule}: {finding.message}")
    lines += [*baseline, *_left(draft.result)]
    lines.append(f"next: review it, then git add {' '.join(to_add)} && attribcheck check")
    return "\n".join(map(printable, lines)) + "\n"


def _left(result: CheckResult) -> list[str]:
    if not result.findings:
        return []
    shown = [f"  {f.path}: {f.rule}: {f.message}" for f in result.findings[:10]]
    return [f"to fix (attribcheck check lists all): {len(result.findings)}", *shown]
