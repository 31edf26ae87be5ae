"""``attribcheck init``: writes a first policy that declares what was found."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.errors import EXIT_CLEAN
from attribcheck.model import POLICY_NAME, Blob, FileScan, ScanFailure

if TYPE_CHECKING:
    from attribcheck.draft.components import Drafted
    from attribcheck.git import Repository
    from attribcheck.outcome import Outcome
    from attribcheck.policy.types import Policy
    from attribcheck.scan.scanner import Read, Scanner
    from attribcheck.sources.tree import TreeSource


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
    session.add_scan_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write the policy, or add to it what it does not declare yet, and say what was unsure."""
    from attribcheck import pipeline
    from attribcheck.draft import document
    from attribcheck.git import Repository
    from attribcheck.policy import edit, load
    from attribcheck.sources.tree import TreeSource
    from attribcheck.system import clock
    from attribcheck.system.files import write_whole

    repo = Repository.discover()
    source = TreeSource(repo)
    path = repo.root / POLICY_NAME
    policy, data = pipeline.read_policy(source)
    with session.Session(options, policy) as current:
        scanner = _Kept(current.scanner)
        unsure: list[str] = []
        if policy.path is None:
            base, unsure = _base(repo, source, scanner, options)
        else:
            base = policy
        drafted = _drafted(source, scanner, base)
        if policy.path is None:
            text = document.beginning(base.project, drafted)
        else:
            text = session.policy_text(path)
        for item in drafted:
            comments = [f"unsure: {what}" for what in item.unsure]
            text = edit.append_component(text, item.component, comments)
        parsed = load.parse(text.encode(), POLICY_NAME)
        outcome = pipeline.check(source, scanner, parsed, text.encode())
        exceptions = document.waiting(outcome.findings, clock.today())
        for exception in exceptions:
            text = edit.append_exception(text, exception)
        parsed = load.parse(text.encode(), POLICY_NAME)
        outcome = pipeline.check(source, scanner, parsed, text.encode())
    changed = text.encode() != data
    if changed:
        write_whole(path, text, inside=repo.root)
    if not options.quiet:
        session.print_out(_summary(policy, drafted, unsure, outcome, changed=changed))
    return EXIT_CLEAN


class _Kept:
    """Keeps every scan of a run, so that nothing is scanned twice also without a cache."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._kept: dict[Blob, FileScan | ScanFailure] = {}

    @property
    def identity(self) -> str:
        return self._scanner.identity

    def scan(self, blobs: Iterable[Blob], read: Read) -> Mapping[str, FileScan | ScanFailure]:
        blobs = list(blobs)
        missing = [blob for blob in blobs if blob not in self._kept]
        found = self._scanner.scan(missing, read)
        self._kept.update((blob, found[blob.path]) for blob in missing)
        return {blob.path: self._kept[blob] for blob in blobs}


def _base(
    repo: Repository, source: TreeSource, scanner: _Kept, options: argparse.Namespace
) -> tuple[Policy, list[str]]:
    """Return a policy that says only what is our own, and what was unsure about that."""
    from attribcheck import pipeline
    from attribcheck.draft import project
    from attribcheck.policy.types import Policy

    top = {path: blob for path, blob in source.listing().items() if "/" not in path}
    scans = {
        file.path: file.scan for file in pipeline.resolve(source, scanner, Policy(), top).files
    }
    manifests = _contents(source, [path for path in project.MANIFESTS if path in top])
    guess = project.guess(
        repo.root.name,
        scans,
        dict(manifests),
        name=options.name,
        license_=options.license,
        own=options.holder,
    )
    return Policy(project=guess.project), list(guess.unsure)


def _drafted(source: TreeSource, scanner: _Kept, base: Policy) -> list[Drafted]:
    from attribcheck import pipeline
    from attribcheck.draft import components, manifests

    listing = source.listing()
    resolution = pipeline.resolve(source, scanner, base, listing)
    known = manifests.read(_contents(source, filter(manifests.is_manifest, sorted(listing))))
    taken = [component.name for component in base.components]
    return components.draft(resolution.files, resolution.resolver, known, taken)


def _contents(source: TreeSource, paths: Iterable[str]) -> list[tuple[str, bytes]]:
    listing = source.listing()
    blobs = [listing[path] for path in paths]
    return [(blob.path, content) for blob, content in source.read(blobs) if content is not None]


def _summary(
    before: Policy, drafted: list[Drafted], unsure: list[str], outcome: Outcome, *, changed: bool
) -> str:
    verb = "wrote" if before.path is None else "added to" if changed else "left as it is:"
    from attribcheck.display import counted, printable
    from attribcheck.draft.document import REASON

    lines = [f"{verb} {POLICY_NAME}: {counted(len(drafted), 'component')}"]
    for item in drafted:
        component = item.component
        version = f" {component.version}" if component.version else ""
        who = ", ".join(component.holders) or "no holder named"
        size = counted(item.files, "file")
        lines.append(f"  {component.name}{version}: {component.license}; {who}; {size}")
        lines += [f"    unsure: {text}" for text in item.unsure]
    if unsure:
        lines.append("unsure about the project itself:")
        lines += [f"  {text}" for text in unsure]
    if waiting := [item.finding for item in outcome.excepted if item.reason == REASON]:
        lines.append("left for you to review (dated exceptions at the end of the policy):")
        for finding in waiting:
            where = f"{finding.path}:{finding.line}" if finding.line else finding.path
            lines.append(f"  {where}: {finding.rule}: {finding.message}")
    if outcome.findings:
        lines.append(f"still to settle (attribcheck check shows all): {len(outcome.findings)}")
        lines += [f"  {f.path}: {f.rule}: {f.message}" for f in outcome.findings[:10]]
    lines.append(f"next: read it, then git add {POLICY_NAME} && attribcheck check")
    return "\n".join(map(printable, lines)) + "\n"
