"""``attribcheck cache``: shows or clears the cache of scan results."""

from __future__ import annotations

import argparse

from attribcheck.cli import session
from attribcheck.errors import EXIT_CLEAN, AttribcheckError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    info = actions.add_parser("info", help="say where the cache is and what it holds")
    info.set_defaults(action=_info)
    clear = actions.add_parser("clear", help="forget all results")
    clear.set_defaults(action=_clear)


def run(options: argparse.Namespace) -> int:
    """Run the action and return the exit code."""
    return int(options.action())


def _info() -> int:
    from attribcheck.scan import scancode
    from attribcheck.scan.cache import ResultCache

    cache = ResultCache()
    found = cache.info(scancode.identity())
    if found is None:
        raise AttribcheckError(cache.problem or f"the cache at {cache.path} can't be read")
    session.print_out(
        f"path:     {found.path}\n"
        f"size:     {found.size / 2**20:.1f} MiB\n"
        f"results:  {found.entries}\n"
        f"outdated: {found.stale}\n"
    )
    return EXIT_CLEAN


def _clear() -> int:
    from attribcheck.scan.cache import ResultCache

    cache = ResultCache()
    if not cache.clear():
        raise AttribcheckError(cache.problem or f"the cache at {cache.path} can't be cleared")
    session.print_out(f"cleared {cache.path}\n")
    return EXIT_CLEAN
