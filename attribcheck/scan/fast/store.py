"""Keeps the data file of the fast path, made once by one process from the installed scancode.

The file's name is a hash of everything that it is made from, so another scancode has another file.
It is made in a process of its own, which needs the gigabyte that stock scancode takes and gives it
back, and is compared there with stock scancode before it gets its name. Every failure on this way
is an ``UnservedError``, and stock scancode answers.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.core.errors import AttribcheckError
from attribcheck.scan.base import Progress
from attribcheck.scan.fast.index.container import Container, DamagedError, mapped
from attribcheck.scan.scancode.installed import KNOWN_VERSIONS
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private

if TYPE_CHECKING:
    from attribcheck.system.child import PipeEnd

FORMAT = 17
"""Raised when what the sections hold changes."""

KNOWN_SOURCES = Path(__file__).with_name("assumptions.json")
"""See ``assumptions``: data that was checked against another file is stale."""

INDEX, PREFILTER, MEMO = "index", "prefilter", "memo"
"""The pieces of the fast path that are no patch, by their names in ``LEFT_OUT``."""

LEFT_OUT = "left out"
"""The section with the pieces that do not fit the installed scancode; see ``fast.left_out``."""

_PREFIX = "engine-"
_UNFINISHED = "build-"
_LOCK_SECONDS = 600.0  # a build on a slow machine, beside others
_STEP_SECONDS = 600.0  # its first step is to load scancode's own index


class UnservedError(Exception):
    """Stock scancode has to answer; the message is the reason."""


def path_in(directory: Path, identity: str) -> Path:
    """Return where in ``directory`` the data is that is made from ``identity``.

    Args:
        directory: The private directory for it.
        identity: ``installed.data_identity``.
    """
    made_from = f"{identity}; data {FORMAT}; {sys.byteorder}"
    digest = hashlib.sha256(made_from.encode() + KNOWN_SOURCES.read_bytes()).hexdigest()
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
        identity: ``installed.data_identity``.
        version: The version of scancode-toolkit.
        load: Loads stock scancode into a process; importable by name.
        progress: Receives how many rules are done, of how many, and before that 0 of 1; not called
            without a build.
        thorough: Whether to check the records of an existing file now, and not when each is read.

    Raises:
        UnservedError: there is no file, and none can be made.
    """
    if version not in KNOWN_VERSIONS:
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


def opened(path: Path, piece: str, only: Collection[str] | None = None) -> Container | None:
    """Return the data of a file that was made already; None when ``piece`` can't use it.

    Args:
        path: The file.
        piece: The piece of the fast path that reads it.
        only: The sections that are going to be read; None for all of them.
    """
    try:
        require_private(path.parent.resolve(), path)
        data = mapped(path, None if only is None else {*only, LEFT_OUT})
        return None if piece in data.json(LEFT_OUT) else data
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
    # lazy: a build only
    from attribcheck.system.private_dirs import TemporaryDirectory
    from attribcheck.system.processes import Child, DiedError, OverdueError

    # Beside its place to be: a file is only moved whole within one file system.
    directory = TemporaryDirectory(_UNFINISHED, path.parent)
    progress(0, 1)  # how many rules there are is known when scancode is loaded, the longest step
    try:
        held = [directory.lifeline]
        child = Child(_work, path, directory.path, load, seconds=_STEP_SECONDS, held=held)
        try:
            while (told := child.receive()) is not None:
                if isinstance(told, str):
                    raise UnservedError(told)
                progress(*told)
                child.allow(_STEP_SECONDS)
        except DiedError as died:
            raise UnservedError(f"its build ended with {died.exit_code}") from None
        except OverdueError:
            raise UnservedError(f"its build made no step in {_STEP_SECONDS:.0f} s") from None
        finally:
            child.end()
    finally:
        directory.close()


def _work(connection: PipeEnd, path: Path, directory: Path, load: Callable[[], None]) -> None:
    """Build in a process of its own; tell the progress, and last None or what went wrong.

    Args:
        connection: Where that is told.
        path: Where the data goes when it was made and tested.
        directory: Where it is made, with all temporary files.
        load: See ``ready``.
    """
    import tempfile  # lazy: a build only

    tempfile.tempdir = str(directory)
    candidate = directory / path.name
    try:
        _make(candidate, load, lambda done, total: connection.send((done, total)))
        candidate.replace(path)
        connection.send(None)
    except Exception as error:  # noqa: BLE001 - whatever it is, stock scancode answers instead
        connection.send(f"{type(error).__name__}: {error}"[:500])


def _make(candidate: Path, load: Callable[[], None], progress: Progress) -> None:
    from attribcheck.scan.fast.generate import generate  # lazy: a build only

    generate(load, candidate, progress)
