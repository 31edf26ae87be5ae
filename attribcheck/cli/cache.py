"""``attribcheck cache``: shows or clears the cache, or builds the engine's data."""

from __future__ import annotations

import argparse
from pathlib import Path

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_CLEAN, AttribcheckError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    info = actions.add_parser("info", help="show the path, size and content of the cache")
    info.set_defaults(action=_info)
    clear = actions.add_parser("clear", help="delete all scan results and the engine's data")
    clear.set_defaults(action=_clear)
    build = actions.add_parser(
        "build", help="build the engine's data now instead of at the first scan"
    )
    build.set_defaults(action=_build)


def run(options: argparse.Namespace) -> int:
    """Run the action and return the exit code."""
    return int(options.action())


def _info() -> int:
    from attribcheck.scan.cache import ResultCache
    from attribcheck.scan.fast import store
    from attribcheck.scan.scancode import installed
    from attribcheck.scan.scanner import identity_of

    cache = ResultCache()
    found = cache.info(identity_of(installed.identity()))
    if found is None:
        raise AttribcheckError(cache.problem or f"the cache at {cache.path} can't be read")
    session.print_out(
        f"path:     {found.path}\n"
        f"size:     {found.size / 2**20:.1f} MiB\n"
        f"results:  {found.entries}\n"
        f"outdated: {found.stale}\n"
        f"engine:   {_engine_line(store.path_in(found.path.parent, installed.data_identity()))}\n"
    )
    return EXIT_CLEAN


def _engine_line(path: Path) -> str:
    if not path.exists():
        return "no data yet (attribcheck cache build)"
    return f"{path.stat().st_size / 2**20:.1f} MiB"


def _build() -> int:
    from attribcheck.scan.cache import default_path
    from attribcheck.scan.engine import ScancodeEngine

    progress = session.engine_progress(shown=True)
    engine = ScancodeEngine(data=default_path().parent, progress=progress)
    path = engine.prepare(thorough=True)
    progress.close()
    if path is None:
        raise AttribcheckError(engine.problem or "the engine's data can't be built")
    session.print_out(f"the engine's data is at {path}\n")
    if engine.problem is not None:
        session.print_out(f"{engine.problem}\n")
    return EXIT_CLEAN


def _clear() -> int:
    import shutil  # lazy: costs 5 ms

    from attribcheck.scan.cache import ResultCache
    from attribcheck.scan.fast import store
    from attribcheck.system.private_dirs import RESIDENT_PREFIX

    cache = ResultCache()
    if not cache.clear():
        raise AttribcheckError(cache.problem or f"the cache at {cache.path} can't be cleared")
    for file in store.files_in(cache.path.parent):
        file.unlink(missing_ok=True)
    for folder in (session.DECLARED_FOLDER, session.REVIEW_FOLDER, session.WEIGHTS_FOLDER):
        shutil.rmtree(cache.path.parent / folder, ignore_errors=True)
    for socket in cache.path.parent.glob(f"{RESIDENT_PREFIX}*"):
        socket.unlink(missing_ok=True)  # the process ends without it
    session.print_out(f"cleared {cache.path}\n")
    return EXIT_CLEAN
