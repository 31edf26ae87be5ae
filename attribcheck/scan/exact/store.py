"""Where the engine's data stands: made once, by one process, from the scancode that is installed.

The file is named by what it was made from, so another scancode has another file. It is made in a
process of its own (which needs the gigabyte that stock scancode takes, and gives it back), tested
there against stock scancode, and only then put in its place. Whatever is wrong on this way is told
as ``UnservedError``, and stock scancode is used.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribcheck.errors import AttribcheckError
from attribcheck.scan.base import Progress
from attribcheck.scan.exact.container import Container, DamagedError, mapped
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

FORMAT = 12
"""Raised when what the sections hold changes."""

SERVED = frozenset({"32.5.0"})
"""The versions of scancode-toolkit whose code was read for this, and measured against it."""

_PREFIX = "engine-"
_LOCK_SECONDS = 600.0  # a build on a slow machine, beside others


class UnservedError(Exception):
    """Stock scancode has to be used, for the reason that the message gives."""


def path_in(directory: Path, identity: str) -> Path:
    """Return where the data for the engine of ``identity`` stands in ``directory``."""
    digest = hashlib.sha256(f"{identity}; data {FORMAT}; {sys.byteorder}".encode()).hexdigest()
    return directory / f"{_PREFIX}{digest[:16]}.bin"


def files_in(directory: Path) -> list[Path]:
    """Return all data files in ``directory``, those of other engines too."""
    return sorted(directory.glob(f"{_PREFIX}*.bin"))


def ready(
    directory: Path,
    identity: str,
    version: str,
    load: Callable[[], None],
    progress: Progress,
    *,
    thorough: bool = False,
) -> Path:
    """Return the data file for the engine; make it when it is missing or damaged.

    Args:
        directory: The private directory for it.
        identity: The engine's identity.
        version: The version of scancode-toolkit.
        load: Loads stock scancode into a process; importable by name.
        progress: Hears how far a build is; not called when there is nothing to build.
        thorough: Whether what is there is read whole, with all that is else checked when it is
            read.

    Raises:
        UnservedError: it can't be had.
    """
    if version not in SERVED:
        raise UnservedError(f"scancode-toolkit {version} was not measured with it")
    path = path_in(directory, identity)
    try:
        make_private_directory(directory)
        if _usable(path, thorough=thorough):
            return path
        from filelock import FileLock  # lazy: a build only

        # Of many that want it one builds, and the others find it when their turn comes.
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS, mode=0o600):
            if not _usable(path, thorough=thorough):
                _build(path, load, progress)
    except (OSError, UntrustedError, AttribcheckError) as error:
        raise UnservedError(str(error)) from error
    return path


def opened(path: Path, only: Collection[str] | None = None) -> Container | None:
    """Return the data of a file that was made already; None when it can't be used.

    Args:
        path: The file.
        only: The sections that are going to be read; None for all of them.
    """
    try:
        require_private(path.parent.resolve(), path)
        return mapped(path, only)
    except (OSError, UntrustedError, DamagedError):
        return None


def _usable(path: Path, *, thorough: bool) -> bool:
    require_private(path.parent.resolve())
    if not path.exists():
        return False
    require_private(path)
    try:
        data = mapped(path)
        if thorough:
            data.check_records()
    except DamagedError:
        return False
    return True


def _build(path: Path, load: Callable[[], None], progress: Progress) -> None:
    from multiprocessing import get_context  # lazy: a build only

    forks = sys.platform == "linux"
    context = get_context("fork") if forks else get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(path, load, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            told = ours.recv()
            if told is None:
                return
            if isinstance(told, str):
                raise UnservedError(told)
            progress(*told)
    except EOFError:
        process.join()
        raise UnservedError(f"its build ended with {process.exitcode}") from None
    finally:
        process.kill()
        process.join()
        ours.close()
        # Here and not in the process, which may end at any point.
        with contextlib.suppress(OSError):
            _candidate(path).unlink(missing_ok=True)


def _candidate(path: Path) -> Path:
    """Return where the data is made and tested, before it gets its name."""
    return path.with_suffix(".new")


def _work(path: Path, load: Callable[[], None], connection: Connection[Any, Any]) -> None:
    """Build in a process of its own; tell the progress, and last None or what went wrong."""
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):  # what scancode prints while it loads is not ours to show
        os.dup2(quiet, descriptor)
    candidate = _candidate(path)
    try:
        _make(candidate, load, lambda done, total: connection.send((done, total)))
        candidate.replace(path)
        connection.send(None)
    except Exception as error:  # noqa: BLE001 - whatever it is, stock scancode answers instead
        connection.send(f"{type(error).__name__}: {error}"[:500])
    finally:
        # Not by returning: the exit handlers and buffers that a fork inherits are the parent's.
        os._exit(0)


def _make(candidate: Path, load: Callable[[], None], progress: Progress) -> None:
    import gc  # lazy: a build only

    from attribcheck.scan import exact
    from attribcheck.scan.exact import build, container, selftest

    gc.disable()
    load()
    from licensedcode.cache import get_cache  # lazy: a build only

    container.write(candidate, build.sections(get_cache(), progress))
    candidate.chmod(0o600)
    texts = selftest.texts(get_cache().index)
    expected = [selftest.answer(text) for text in texts]
    exact.install(candidate)
    for text, answer in zip(texts, expected, strict=True):
        if selftest.answer(text) != answer:
            raise UnservedError(f"it answers differently on {text[:40]!r}")
