"""Directories that only this user can write: permanent ones are checked, temporary ones removed.

The permanent ones hold the cache and the index: a file planted there could hide a notice.
"""

from __future__ import annotations

import os
import stat
import sys

# Without `typing` and `pathlib`: the client of a resident process needs nothing else of them, and
# its imports are most of its time.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from attribcheck.system.child import PipeEnd


CACHE_VARIABLE = "ATTRIBCHECK_CACHE_DIR"
ORIGINS_VARIABLE = "ATTRIBCHECK_ORIGINS_DIR"
RESIDENT_PREFIX = "resident-"
"""Begins the names of the files of ``resident`` in the directory of the cache."""

_NAME = "attribcheck"
_ON_LINUX = {
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
    "data": ("XDG_DATA_HOME", "~/.local/share"),
}

_START_SECONDS = 60.0  # generous: a slow machine under load


class UntrustedError(Exception):
    """Another user could have written a file or its directory."""


def cache_directory() -> str:
    """Return the path of ``$ATTRIBCHECK_CACHE_DIR``, or of the user's cache directory."""
    return os.environ.get(CACHE_VARIABLE) or user_directory("cache")


def origins_directory() -> Path:
    """Return the folder of origin indexes: ``$ATTRIBCHECK_ORIGINS_DIR``, or the user's.

    Here and not in ``copies.store``, which a hook imports only when the folder exists.
    """
    from pathlib import Path  # lazy: see above

    return Path(os.environ.get(ORIGINS_VARIABLE) or os.path.join(user_directory("data"), "origins"))


def user_directory(kind: Literal["cache", "data"]) -> str:
    """Return the path of the user's directory for the cache or the data of attribcheck.

    Specification: https://specifications.freedesktop.org/basedir-spec/latest/ on Linux.
    """
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        # Two lines of platformdirs, whose import takes 4 ms of every commit.
        variable, default = _ON_LINUX[kind]
        chosen = os.environ.get(variable, "")
        base = chosen if chosen.startswith("/") else os.path.expanduser(default)
        return os.path.join(base, _NAME)
    import platformdirs  # lazy: elsewhere

    paths = {"cache": platformdirs.user_cache_dir, "data": platformdirs.user_data_dir}
    return paths[kind](_NAME, appauthor=False)


def make_private_directory(path: Path) -> None:
    """Create ``path`` with mode 0700, and its missing parents.

    Raises:
        OSError: it can't be created.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def require_private(*places: Path | str) -> None:
    """Check that no path is a symbolic link, another user's, or writable by others.

    Raises:
        UntrustedError: one is; the message says which and why.
        OSError: one of ``places`` can't be inspected.
    """
    if os.name != "posix":
        return
    for place in places:
        status = os.lstat(place)
        if stat.S_ISLNK(status.st_mode):
            raise UntrustedError("it is a symbolic link")
        if status.st_uid != os.geteuid():
            raise UntrustedError(f"{place} belongs to another user")
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise UntrustedError(f"{place} is writable by others (fix: chmod go-w)")


class TemporaryDirectory:
    """A new private directory that is removed even when its owner is killed by SIGKILL.

    A small process, started first, removes the directory once the owner and all processes that hold
    ``lifeline`` have ended.

    Args:
        prefix: The start of its name.
        parent: Its parent directory; by default the system's temporary directory.

    Attributes:
        path: The directory.
        lifeline: A connection for ``processes.Child`` to hold, so that the directory outlives it.

    Raises:
        AttribcheckError: no process can be started, or it does not answer.
        OSError: the directory can't be created.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        import tempfile  # lazy: a scan or a build only
        from pathlib import Path

        from attribcheck.system.processes import Child  # lazy: costs 15 ms

        top = Path(tempfile.gettempdir()) if parent is None else parent
        self.path = top / f"{prefix}{os.urandom(8).hex()}"
        self._remover = Child(
            _remove_at_the_end, str(self.path), seconds=_START_SECONDS, outlives=True
        )
        self.lifeline = self._remover.connection
        try:
            self._remover.receive()  # it now ignores signals to our group and at our exit
            self.path.mkdir(mode=0o700)
        except BaseException:
            self._remover.end()
            raise

    def close(self) -> None:
        """Remove the directory with its content."""
        import shutil  # lazy: a scan or a build only

        shutil.rmtree(self.path, ignore_errors=True)
        self._remover.end()


def _remove_at_the_end(connection: PipeEnd, path: str) -> None:
    """Remove ``path`` once no process holds the other end of ``connection``."""
    import contextlib  # lazy: a scan or a build only
    import shutil
    import signal

    def stop(*_: object) -> None:  # multiprocessing's exit handler terminates children
        raise EOFError

    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)
        connection.recv()
    shutil.rmtree(path, ignore_errors=True)
