"""``attribcheck export``: writes the policy as REUSE.toml, .ABOUT files or debian/copyright."""

from __future__ import annotations

import argparse
from pathlib import Path

from attribcheck.cli import policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, UsageError
from attribcheck.core.text import counted, printable


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    from attribcheck.export.registry import FORMATS

    parser.add_argument(
        "format", choices=FORMATS, help="REUSE.toml, .ABOUT files or debian/copyright"
    )
    parser.add_argument(
        "--output", metavar="DIR", help="the directory to write to (default: the top)"
    )
    parser.add_argument("--force", action="store_true", help="replace files that are there")
    parser.add_argument("--quiet", "-q", action="store_true", help="print nothing")


def run(options: argparse.Namespace) -> int:
    """Write the files and return the exit code."""
    from attribcheck.classify.coverage import Coverage
    from attribcheck.export.registry import format_named
    from attribcheck.git.repository import Repository
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.work_tree import TreeSource
    from attribcheck.system.files import make_folder, read_text, write_atomic

    repo = Repository.discover()
    source = TreeSource(repo)
    policy = load_policy(source)
    policy_files.require_policy(policy)
    top = Path(options.output or repo.root)
    output = format_named(options.format).export(Coverage(policy, source.listing()))
    for path, text in output.files.items():
        if not options.force and read_text(top / path, inside=repo.root) not in (None, text):
            raise UsageError(
                f"{printable(path)} is there already and says something else",
                hint="--force replaces it, or write to another folder with --output DIR",
            )
    for path, text in output.files.items():
        make_folder((top / path).parent, inside=repo.root)
        write_atomic(top / path, text, inside=repo.root)
    if not options.quiet:
        lines = [f"wrote {path}" for path in output.files]
        if len(lines) > _SHOWN:
            lines[_SHOWN:] = [f"and {counted(len(lines) - _SHOWN, 'more file')}"]
        lines += [f"note: {remark}" for remark in output.remarks]
        session.print_out("".join(f"{printable(line)}\n" for line in lines))
    return EXIT_CLEAN


_SHOWN = 20  # files
