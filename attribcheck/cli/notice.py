"""``attribcheck notice``: writes the NOTICE, or checks that it is current."""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.cli import session
from attribcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, AttribcheckError

if TYPE_CHECKING:
    from attribcheck.attribution.inventory import Item
    from attribcheck.policy.types import Policy
    from attribcheck.scan.scanner import Scanner
    from attribcheck.sources.base import Source

FORMATS = ("notice",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and show how it differs"
    )
    parser.add_argument(
        "--staged", action="store_true", help="take the index instead of the work tree (hooks)"
    )
    parser.add_argument(
        "--output", metavar="DIR", help="where NOTICE stands (default: top of the repository)"
    )
    parser.add_argument("--format", choices=FORMATS, default="notice", help="which document")
    session.add_scan_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write or check the NOTICE and return the exit code."""
    from attribcheck import pipeline
    from attribcheck.attribution import notice
    from attribcheck.display import counted
    from attribcheck.files import read_text, write_whole
    from attribcheck.git import Repository
    from attribcheck.sources.staged import StagedSource
    from attribcheck.sources.tree import TreeSource

    repo = Repository.discover()
    source: Source = StagedSource(repo) if options.staged else TreeSource(repo)
    policy, _ = pipeline.read_policy(source)
    session.require_policy(policy)
    with session.Session(options, policy) as current:
        items = _inventory(source, current.scanner, policy)
    target = Path(options.output or repo.root) / notice.FILE_NAME
    if options.staged and not options.output:
        data = source.policy(notice.FILE_NAME)
        existing = None if data is None else _decoded(data, notice.FILE_NAME)
    else:
        existing = read_text(target)
    wanted = notice.render(policy, items, existing)
    count = counted(len(items), "component")
    if existing == wanted:
        if not options.quiet:
            session.print_out(f"{target.name} is current: {count}\n")
        return EXIT_CLEAN
    if options.check:
        session.print_out(_difference(existing, wanted, target.name))
        return EXIT_FINDINGS
    write_whole(target, wanted)
    if not options.quiet:
        session.print_out(f"wrote {target.name}: {count}\n")
    return EXIT_CLEAN


def _inventory(source: Source, scanner: Scanner, policy: Policy) -> tuple[Item, ...]:
    from attribcheck import pipeline
    from attribcheck.attribution import inventory
    from attribcheck.resolve import Resolver

    listing = source.listing()
    resolver = Resolver(policy, listing)
    covered = {path: blob for path, blob in listing.items() if resolver.components_of(path)}
    files = pipeline.resolve(source, scanner, policy, covered).files
    return inventory.build(policy, files, _notice_files(source, policy))


def _notice_files(source: Source, policy: Policy) -> dict[str, str]:
    listing = source.listing()
    paths = {c.notice_file: c for c in policy.components if c.notice_file}
    for path, component in paths.items():
        if path not in listing:
            raise AttribcheckError(
                f'notice-file of component "{component.name}" does not exist: {path}',
                hint=f"{policy.display_path}:{component.lines.of('notice-file')} names it",
            )
    blobs = [listing[path] for path in sorted(paths)]
    found = {}
    for blob, content in source.read(blobs):
        if content is None:
            raise AttribcheckError(f"{blob.path} could not be read")
        found[blob.path] = _decoded(content, blob.path)
    return found


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise AttribcheckError(
            f"{path} is not UTF-8 (byte {error.start + 1})", hint="convert it, or leave it out"
        ) from error


def _difference(existing: str | None, wanted: str, name: str) -> str:
    from attribcheck.display import printable

    if existing is None:
        return f"there is no {name}\nhint: attribcheck notice writes it\n"
    lines = difflib.unified_diff(
        existing.splitlines(), wanted.splitlines(), name, f"{name} (as it should be)", lineterm=""
    )
    shown = "\n".join(printable(line) for line in lines)
    return f"{shown}\n{name} is not current\nhint: attribcheck notice writes it\n"
