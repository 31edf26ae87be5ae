"""Directories for this user alone: lasting ones are checked before use, temporary ones are removed.

The lasting ones hold files that decide answers. A result, or an index, that somebody else put there
would hide a notice.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribcheck.system.child import PipeEnd


_START_SECONDS = 60.0  # a process on a slow machine, beside others


class UntrustedError(Exception):
    """A file or its directory that someone else could have written."""


def make_private_directory(path: Path) -> None:
    """Make ``path``, and what is missing above it, for this user alone.

    Raises:
        OSError: it can't be made.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def require_private(*places: Path) -> None:
    """Refuse what is a symbolic link, belongs to another user, or can be written by others.

    Raises:
        UntrustedError: with the reason.
        OSError: one of ``places`` can't be asked about.
    """
    if os.name != "posix":
        return
    for place in places:
        status = place.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise UntrustedError("it is a symbolic link")
        if status.st_uid != os.geteuid():
            raise UntrustedError(f"{place} belongs to another user")
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise UntrustedError(f"{place} can be written by others (chmod go-w settles it)")


class TemporaryDirectory:
    """A new private directory that is removed however its owner ends, by ``kill -9`` too.

    A small process, started before the directory is made, waits until the owner and all processes
    that hold ``lifeline`` are gone, and then removes it.

    Args:
        prefix: The beginning of its name.
        parent: Where it is made; by default in the system's temporary directory.

    Attributes:
        path: Where it is.
        lifeline: For ``processes.Child``, to hold: the directory then stays until that child ends.

    Raises:
        AttribcheckError: no process can be started, or it does not answer.
        OSError: it can't be made.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        import tempfile  # lazy: a scan or a build only

        from attribcheck.system.processes import Child  # lazy: costs 15 ms

        top = Path(tempfile.gettempdir()) if parent is None else parent
        self.path = top / f"{prefix}{os.urandom(8).hex()}"
        self._remover = Child(
            _remove_at_the_end, str(self.path), seconds=_START_SECONDS, outlives=True
        )
        self.lifeline = self._remover.connection
        try:
            self._remover.receive()  # from now on no signal to our group or at our end stops it
            self.path.mkdir(mode=0o700)
        except BaseException:
            self._remover.end()
            raise

    def close(self) -> None:
        """Remove the directory and everything in it."""
        import shutil  # lazy: a scan or a build only

        shutil.rmtree(self.path, ignore_errors=True)
        self._remover.end()


def _remove_at_the_end(connection: PipeEnd, path: str) -> None:
    """Remove ``path`` when nobody holds the other end of ``connection`` any more."""
    import contextlib  # lazy: a scan or a build only
    import shutil
    import signal

    def stop(*_: object) -> None:  # multiprocessing's exit handler ends the children of a process
        raise EOFError

    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)
        connection.recv()
    shutil.rmtree(path, ignore_errors=True)
