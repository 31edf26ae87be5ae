"""``attribcheck init``: drafts a policy that declares the foreign code in the repository."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_CLEAN
from attribcheck.core.model import POLICY_NAME

if TYPE_CHECKING:
    from attribcheck.check.result import CheckResult
    from attribcheck.classify.model import ClassifiedFile
    from attribcheck.git.repository import Repository
    from attribcheck.init.drafted import Drafted
    from attribcheck.manifests.base import Manifests, Statement
    from attribcheck.policy.model import Policy
    from attribcheck.scan.base import Scanner
    from attribcheck.sources.work_tree import TreeSource


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
    session.add_scan_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write the policy, or add undeclared components to it, and print a summary for review."""
    from attribcheck.check import pipeline
    from attribcheck.git.repository import Repository
    from attribcheck.init import components, document
    from attribcheck.policy import editor
    from attribcheck.policy.loader import load_policy, parse_policy
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system import clock
    from attribcheck.system.files import write_atomic

    repo = Repository.discover()
    source = TreeSource(repo)
    path = repo.root / POLICY_NAME
    policy = load_policy(source.read_file)
    known = _manifests(source, options)
    with session.Session(options, policy) as current:
        scanner = current.scanner
        unsure: list[str] = []
        if policy.path is None:
            base, unsure = _base(repo, source, scanner, options, known.statements)
        else:
            base = policy
        base, files, drafted = _drafted(source, scanner, base, known)
        if policy.path is None:
            undeclared = components.undeclared_licenses(files)
            text = document.beginning(base.project, drafted, undeclared)
        else:
            text = session.policy_text(path)
        for item in drafted:
            comments = [f"unsure: {remark}" for remark in item.unsure]
            text = editor.append_component(text, item.component, comments)
        parsed = parse_policy(text.encode(), POLICY_NAME)
        result = pipeline.check(source, scanner, parsed, search=current.search(parsed))
        exceptions = document.review_exceptions(result.findings, clock.today())
        for exception in exceptions:
            text = editor.append_exception(text, exception)
        parsed = parse_policy(text.encode(), POLICY_NAME)
        result = pipeline.check(source, scanner, parsed, search=current.search(parsed))
    changed = parsed.text != policy.text
    if changed:
        write_atomic(path, text, inside=repo.root)
    if not options.quiet:
        session.print_out(_summary(policy, drafted, unsure, result, changed=changed))
    return EXIT_CLEAN


def _base(
    repo: Repository,
    source: TreeSource,
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
        repo.root.name,
        scans,
        dict(manifests),
        name=options.name,
        license_=options.license,
        own=options.holder,
        stated=next((one for one in statements if one.whole), None),
    )
    return Policy(project=guess.project), list(guess.unsure)


def _drafted(
    source: TreeSource, scanner: Scanner, base: Policy, known: Manifests
) -> tuple[Policy, Sequence[ClassifiedFile], list[Drafted]]:
    """Return ``base``, all files as it classifies them, and components for the foreign ones.

    A new policy gets the contributors to files of our own, which then need no component.
    """
    from attribcheck.check import pipeline
    from attribcheck.core.model import FileScan
    from attribcheck.init import components, contributors, own_license

    listing = source.listing()
    opened, files = pipeline.opened(source, listing, base)
    classified = pipeline.classify(opened, scanner, base, files)
    whole = next((one for one in known.statements if one.whole), None)
    if whole and not base.path:
        # Its licence is a name of its own: the files of its holders tell what it consists of.
        licence = own_license.extended(base.project.license, classified.files)
        base = base._replace(project=base.project._replace(license=licence))
        classified = pipeline.classify(opened, scanner, base, files)
    found = () if base.path else contributors.found(classified.files, classified.classifier)
    if found:
        base = base._replace(project=base.project._replace(contributors=found))
        classified = pipeline.classify(opened, scanner, base, files)
    names = [component.name for component in base.components]
    drafted = components.draft(classified.files, classified.classifier.coverage, known, names)
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


def _manifests(source: TreeSource, options: argparse.Namespace) -> Manifests:
    """Return what the manifests of the snapshot name; with --from only those."""
    from attribcheck.core.errors import UsageError
    from attribcheck.core.text import printable
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


def _contents(source: TreeSource, paths: Iterable[str]) -> list[tuple[str, bytes]]:
    listing = source.listing()
    blobs = [listing[path] for path in paths]
    return [(blob.path, content) for blob, content in source.read(blobs) if content is not None]


def _summary(
    before: Policy,
    drafted: list[Drafted],
    unsure: list[str],
    result: CheckResult,
    *,
    changed: bool,
) -> str:
    verb = "wrote" if before.path is None else "added to" if changed else "did not change"
    from attribcheck.core.text import counted, printable
    from attribcheck.init.document import REASON

    lines = [f"{verb} {POLICY_NAME}: {counted(len(drafted), 'component')}"]
    for item in drafted:
        component = item.component
        version = f" {component.version}" if component.version else ""
        who = ", ".join(component.holders) or "no holder named"
        size = counted(item.files, "file") if component.paths else "no file here"
        lines.append(f"  {component.name}{version}: {component.license}; {who}; {size}")
        lines += [f"    unsure: {text}" for text in item.unsure]
    if unsure:
        lines.append("unsure about the project itself:")
        lines += [f"  {text}" for text in unsure]
    if to_review := [item.finding for item in result.suppressed if item.reason == REASON]:
        lines.append("to review (the policy has dated exceptions for these):")
        for finding in to_review:
            where = f"{finding.path}:{finding.line}" if finding.line else finding.path
            lines.append(f"  {where}: {finding.rule}: {finding.message}")
    if result.findings:
        lines.append(f"to fix (attribcheck check lists all): {len(result.findings)}")
        lines += [f"  {f.path}: {f.rule}: {f.message}" for f in result.findings[:10]]
    lines.append(f"next: review it, then git add {POLICY_NAME} && attribcheck check")
    return "\n".join(map(printable, lines)) + "\n"
