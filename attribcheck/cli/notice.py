"""``attribcheck notice``: writes an attribution document, or shows how it differs."""

from __future__ import annotations

import argparse
import difflib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.cli import common_options, next_step, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, EXIT_FINDINGS, AttribcheckError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from attribcheck.classify.model import ClassifiedFile
    from attribcheck.cli.project import Project
    from attribcheck.documents.installed.components import Installed
    from attribcheck.documents.inventory import Inventory
    from attribcheck.documents.registry import Document
    from attribcheck.documents.user_template import Template
    from attribcheck.git.repository import Repository
    from attribcheck.policy.model import Policy
    from attribcheck.sources.base import Source


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    from attribcheck.documents.registry import FORMATS, NOTICE

    parser.add_argument(
        "--check", action="store_true", help="write nothing; show the differences and exit with 1"
    )
    parser.add_argument(
        "--staged", action="store_true", help="read the index instead of the work tree (for hooks)"
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        help="the directory to write to, created if missing (default: the top)",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--format", choices=FORMATS, default=NOTICE, help="which document (default: notice)"
    )
    which.add_argument(
        "--template",
        metavar="FILE",
        help="render a template of your own: NAME.j2 writes NAME",
    )
    parser.add_argument(
        "--environment",
        action="append",
        default=[],
        metavar="PATH",
        help="add the packages installed in a virtual environment, site-packages or node_modules;"
        " repeatable",
    )
    common_options.add_scan_options(parser)
    common_options.add_project_option(parser)


def run(options: argparse.Namespace) -> int:
    """Write or check the document and return the exit code."""
    from attribcheck.cli.project import project_of
    from attribcheck.documents import registry
    from attribcheck.git.repository import Repository
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.staged import StagedSource
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system.files import make_folder, read_text, write_atomic

    repo = Repository.discover()
    place = project_of(repo, options.project)
    source = place.source(StagedSource(repo) if options.staged else TreeSource(repo))
    policy = load_policy(source)
    policy_files.require_policy(policy)
    document = _document(source, place, options)
    if options.environment and not document and not options.output:
        raise UsageError(
            "a NOTICE with installed packages can't replace that of the repository",
            hint="write it to another directory, for example --output dist",
        )
    name = document.file_name if document else registry.file_name(options.format)
    target = Path(options.output or place.root) / name
    if options.staged and not options.output:
        existing = _stored_text(source, target.name)
    else:
        existing = read_text(target, inside=repo.root)
    if document:
        inventory = _inventory(source, policy, options, _created(repo))
        wanted, summary = document.render(inventory, existing), _counted(len(inventory.items))
    else:
        if existing is None and options.environment:
            # For the text that a person wrote above the generated part.
            existing = read_text(place.root / target.name, inside=repo.root)
        wanted, summary = _notice(source, policy, existing, options)
    if existing == wanted:
        if not options.quiet:
            step = "" if options.check else next_step.tracking(place, target)
            session.print_out(f"{target.name} is current: {summary}\n{step}")
        return EXIT_CLEAN
    if options.check:
        session.print_out(_difference(existing, wanted, target.name, options))
        return EXIT_FINDINGS
    if options.output:
        make_folder(target.parent, inside=repo.root)
    write_atomic(target, wanted, inside=repo.root)
    if not options.quiet:
        session.print_out(f"wrote {target.name}: {summary}\n{next_step.tracking(place, target)}")
    return EXIT_CLEAN


def current(
    name: str, source: Source, repo: Repository, policy: Policy, options: argparse.Namespace
) -> str:
    """Return the text that the document ``name`` at the top of the repository has to have.

    Args:
        name: ``NOTICE`` or ``THIRD-PARTY-NOTICES``.
        source: The content.
        repo: The repository.
        policy: The policy.
        options: The parsed command line, with the options of ``common_options.add_scan_options``.

    Raises:
        AttribcheckError: a file can't be read or scanned.
    """
    from attribcheck.documents import registry

    options = argparse.Namespace(**{**vars(options), "environment": []})
    existing = _stored_text(source, name)
    for document in registry.BY_FORMAT.values():
        if document.file_name == name:
            return document.render(_inventory(source, policy, options, _created(repo)), existing)
    return _notice(source, policy, existing, options)[0]


def _notice(
    source: Source, policy: Policy, existing: str | None, options: argparse.Namespace
) -> tuple[str, str]:
    """Return the NOTICE and a summary; without an environment it needs no scan."""
    from attribcheck.check import pipeline
    from attribcheck.classify.coverage import Coverage
    from attribcheck.documents import notice, repository_files

    coverage = Coverage(policy, source.listing())
    covered = {p: blob for p, blob in source.listing().items() if coverage.components_of(p)}
    source, _ = pipeline.opened(source, covered, policy)
    coverage = Coverage(policy, source.listing())
    if policy.has_unread_licenses:
        legal = [p for c in policy.components for p in coverage.legal_of(c)]
        with session.Session(options, policy) as current:
            blobs = {path: source.listing()[path] for path in legal}
            classified = pipeline.classify(source, current.scanner, policy, blobs)
        coverage = classified.classifier.coverage
    texts = repository_files.read_texts(source, policy, notice.paths_to_read(coverage))
    entries = notice.entries(coverage, texts)
    total = len(policy.components)
    if options.environment:
        with session.Session(options, policy) as current:
            components = _installed(policy, options, current)
        entries = notice.merge([entries, *(one.entries for one in components)])
        total += len(components)
    summary = f"entries for {len(entries)} of {_counted(total)}"
    return notice.render(policy, entries, existing), summary


def _installed(
    policy: Policy, options: argparse.Namespace, current: session.Session
) -> list[Installed]:
    """Return the packages of the environments on the command line."""
    from attribcheck.documents.installed import components

    environments = [one for path in options.environment for one in components.find(Path(path))]
    names = [component.name for component in policy.components]
    packages = components.read(environments, current.scanner, names, policy.project.name)
    _require_scans(policy, tuple(file for package in packages for file in package.files))
    return packages


def _document(
    source: Source, place: Project, options: argparse.Namespace
) -> Document | Template | None:
    """Return the renderer of the inventory, or None for NOTICE, which needs none.

    With --staged a template is read from the index.
    """
    from attribcheck.core.text import printable
    from attribcheck.documents import registry
    from attribcheck.documents.user_template import Template, require_free
    from attribcheck.system.files import read_text

    if not options.template:
        return registry.BY_FORMAT.get(options.format)
    path = Path(options.template)
    text = None
    top = place.root.resolve()
    if options.staged and path.resolve().is_relative_to(top):
        text = _stored_text(source, path.resolve().relative_to(top).as_posix())
    elif path.is_file():
        text = read_text(path, inside=place.repo.root)
    if text is None:
        kind = "staged template" if options.staged else "template"
        raise UsageError(f"there is no {kind} {printable(options.template)}")
    template = Template(options.template, path.name, text)
    require_free(Path(options.output or place.root) / template.file_name)
    return template


def _counted(number: int) -> str:
    from attribcheck.core.text import counted

    return counted(number, "component")


def _created(repo: Repository) -> datetime:
    """Return the creation time of documents: equal for one commit on every machine."""
    from datetime import datetime, timezone

    from attribcheck.core.errors import GitError
    from attribcheck.system import clock

    stated = clock.source_date_epoch()
    if stated is not None:
        return stated
    seconds = repo.commit_time(repo.head) if repo.head else 0
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise GitError(
            f"the committer date of HEAD is invalid: {seconds}",
            hint="set SOURCE_DATE_EPOCH to the creation time of the document",
        ) from error


def _inventory(
    source: Source, policy: Policy, options: argparse.Namespace, created: datetime
) -> Inventory:
    from attribcheck.check import pipeline
    from attribcheck.classify.coverage import Coverage
    from attribcheck.documents import assemble, repository_files
    from attribcheck.policy import lock_comparison

    listing = source.listing()
    coverage = Coverage(policy, listing)
    cards = assemble.own_cards(coverage)
    # Statements of contributors can be in any file of our own.
    covered = {
        path: blob
        for path, blob in listing.items()
        if policy.project.contributors or coverage.components_of(path) or path in cards
    }
    source, covered = pipeline.opened(source, covered, policy)
    listing = source.listing()
    coverage = Coverage(policy, listing)
    with session.Session(options, policy) as current:
        classified = pipeline.classify(source, current.scanner, policy, covered)
        files, coverage = classified.files, classified.classifier.coverage
        components = _installed(policy, options, current) if options.environment else []
    _require_scans(policy, files)
    texts = repository_files.read_texts(source, policy, assemble.paths_to_read(coverage))
    digests = repository_files.read_digests(source, covered.values())
    inventory = assemble.build(
        coverage,
        files,
        texts,
        digests=digests,
        created=created,
        modified=lock_comparison.modified(
            policy, source, lambda one: coverage.paths.matching(one.paths)
        ),
    )
    if not options.environment:
        return inventory
    items = (*inventory.items, *(package.item for package in components))
    labels = tuple(Path(path).resolve().name for path in options.environment)
    extended = assemble.compose(inventory.project, items, texts, created)
    return extended._replace(environments=labels, contributed=inventory.contributed)


def _require_scans(policy: Policy, files: tuple[ClassifiedFile, ...]) -> None:
    """Raise AttribcheckError for files that were not scanned, unless an exception covers them."""
    from attribcheck.core.model import ScanFailure
    from attribcheck.core.text import counted, printable
    from attribcheck.rules.unscanned_file import UnscannedFile
    from attribcheck.system import clock

    exceptions = policy.exceptions_in_force(clock.today(), UnscannedFile.name)
    failed = [
        f"{printable(file.path)}: {file.scan.reason}"
        for file in files
        if isinstance(file.scan, ScanFailure)
        and not any(exception.covers(file.path) for exception in exceptions)
    ]
    if failed:
        raise AttribcheckError(
            f"{counted(len(failed), 'file')} of components could not be scanned, so the document"
            " could lack their notices:\n" + "\n".join(failed[:10]),
            hint="attribcheck check shows the fixes; with an exception from unscanned-file the"
            " document lists these files as not scanned",
        )


def _stored_text(source: Source, path: str) -> str | None:
    from attribcheck.documents.repository_files import decoded

    data = source.read_file(path)
    return None if data is None else decoded(data, path)


def _difference(existing: str | None, wanted: str, name: str, options: argparse.Namespace) -> str:
    from attribcheck.core.text import printable
    from attribcheck.documents.registry import NOTICE

    command = "attribcheck notice"
    if options.template:
        command += f" --template {printable(options.template)}"
    elif options.format != NOTICE:
        command += f" --format {options.format}"
    for path in options.environment:
        command += f" --environment {shlex.quote(path)}"
    if existing is None:
        return f"there is no {name}\nhint: {command} writes it\n"
    lines = difflib.unified_diff(
        existing.splitlines(), wanted.splitlines(), name, f"{name} (current)", lineterm=""
    )
    shown = "\n".join(printable(line) for line in lines)
    return f"{shown}\n{name} is out of date\nhint: {command} updates it\n"
