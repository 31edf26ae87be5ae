"""Reads and atomically writes files that users name, without following links of a repository.

A symbolic link committed to a repository could lead a document out of it. With ``inside`` no link
is followed at any step of the path: each folder is opened by name, relative to its parent. Where
the system can't do that (Windows), links are looked for before the file is opened.

A pipe or a device is written in place, never replaced, and only when the user named that path.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable

_BY_FOLDER = {os.open, os.stat, os.mkdir, os.unlink, os.rename} <= os.supports_dir_fd
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | _NO_FOLLOW

_MOST_LINKS = 40  # Linux follows as many in one path
_OPEN_SECONDS = 30.0  # to wait for a reader of a pipe
_READ_SECONDS = 600.0  # to wait for it to read on: a person may page through the output
_PAUSE = 0.05  # seconds

_LINK = "it is a symbolic link, and links inside the repository are not followed"


class _RefusedError(Exception):
    """A file of a type that is not read or written here; its message is the reason."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.hint = hint


def read_text(path: Path, *, inside: Path | None = None) -> str | None:
    """Return the text at ``path``, line ends unchanged, or None when there is no file.

    Args:
        path: The file.
        inside: See ``write_atomic``.

    Raises:
        AttribcheckError: it can't be read, is not a regular file, or is not UTF-8.
    """
    try:
        with _located(path, inside) as (folder, name):
            # Non-blocking: opening a pipe without a writer would block.
            mode = _mode(name, folder)
            if mode is not None and stat.S_ISLNK(mode):
                raise _not_regular(mode)
            opened = os.open(name, os.O_RDONLY | _NO_FOLLOW | _NO_WAIT | _BINARY, dir_fd=folder)
        with os.fdopen(_require_regular(opened), "rb") as stream:
            return stream.read().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise AttribcheckError(
            f"{printable(str(path))} is not UTF-8 (byte {error.start + 1})"
        ) from error
    except (OSError, RuntimeError, ValueError, _RefusedError) as error:
        raise _failed("read", path, error) from error


def write_atomic(
    path: Path, content: str | bytes, *, inside: Path | None = None, named: bool = False
) -> None:
    """Write ``content`` to ``path`` atomically, keeping the mode of a file that was there.

    A failure leaves the old file as it was, and no temporary file.

    Args:
        path: The file.
        content: Text is written as UTF-8.
        inside: A folder, such as the top of a repository, below which a symbolic link is an error.
            Links of a path outside of it are the user's own and followed.
        named: Whether the user named this very path. Then a pipe or a device is written in place,
            and ``/dev/stdout`` and its like to where they lead. Otherwise that is an error.

    Raises:
        AttribcheckError: it can't be written, or no process reads from the pipe.
    """
    try:
        data = content.encode() if isinstance(content, str) else content
        descriptor = _descriptor(path) if named and _below(path, inside) is None else None
        if descriptor is not None:
            _write_in_place(os.dup(descriptor), data)
            return
        with _located(path, inside) as (folder, name):
            mode = _mode(name, folder)
            if mode is None or stat.S_ISREG(mode):
                _replace(name, folder, data, mode)
            elif named and _is_special(mode):
                _write_in_place(_opened_special(name, folder), data)
            else:
                raise _not_regular(mode)
    # RuntimeError: a loop of links, before Python 3.13. ValueError: a lone surrogate, not UTF-8.
    except (OSError, RuntimeError, ValueError, _RefusedError) as error:
        raise _failed("write", path, error) from error


def make_folder(path: Path, *, inside: Path | None = None) -> None:
    """Create the folder ``path`` and its missing parents.

    Args:
        path: The folder.
        inside: See ``write_atomic``.

    Raises:
        AttribcheckError: it can't be created.
    """
    try:
        with _located(path / "_", inside, make=True):
            pass
    except (OSError, RuntimeError, ValueError, _RefusedError) as error:
        raise _failed("create", path, error) from error


@contextlib.contextmanager
def _located(
    path: Path, inside: Path | None, *, make: bool = False
) -> Iterator[tuple[int | None, str]]:
    """Yield a ``dir_fd`` for the folder of ``path`` and the name in it; None and the full path."""
    base, names = _below(path, inside) or _followed(path)
    if make and not names[:-1]:
        base.mkdir(parents=True, exist_ok=True)
    *folders, name = names
    if not _BY_FOLDER:
        for folder in folders:
            base /= folder
            _require_folder(base, make=make)
        yield None, str(base / name)
        return
    opened = os.open(base, _FOLDER & ~_NO_FOLLOW)
    try:
        for folder in folders:
            below = _open_folder(folder, opened, make=make)
            os.close(opened)
            opened = below
        yield opened, name
    finally:
        os.close(opened)


def _below(path: Path, inside: Path | None) -> tuple[Path, list[str]] | None:
    """Return the folder ``inside`` and the names from it to ``path``; None when outside of it.

    The folder is compared by identity: its own path may have links.
    """
    if inside is None:
        return None
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links
    for folder in reversed(absolute.parents):
        if folder.exists() and folder.samefile(inside):
            return folder, list(absolute.relative_to(folder).parts)
    return None


def _followed(path: Path) -> tuple[Path, list[str]]:
    """Return the folder and the name of the file that ``path`` resolves to."""
    resolved = path.resolve()
    if resolved.is_symlink():  # a loop of links: Python 3.13 resolves it to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return resolved.parent, [resolved.name]


def _open_folder(name: str, above: int, *, make: bool) -> int:
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=above)
    try:
        return os.open(name, _FOLDER, dir_fd=above)
    except OSError as error:
        mode = _mode(name, above)
        if mode is not None and stat.S_ISLNK(mode):
            raise _RefusedError(f"its parent {printable(name)} is a symbolic link") from error
        raise


def _require_folder(path: Path, *, make: bool) -> None:
    """Check like ``_open_folder``, on systems that can't open a folder."""
    if make:
        path.mkdir(exist_ok=True)
    # is_symlink would miss junctions of Windows.
    if path.exists() and path.resolve() != path.parent.resolve() / path.name:
        raise _RefusedError(f"its parent {printable(path.name)} is a symbolic link")


def _mode(name: str, folder: int | None) -> int | None:
    """Return the mode of a file without following a link; None when it does not exist."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return None


def _require_regular(opened: int) -> int:
    """Return ``opened``; close and refuse a file that is not regular."""
    mode = os.fstat(opened).st_mode
    if not stat.S_ISREG(mode):
        os.close(opened)
        raise _not_regular(mode)
    return opened


def _is_special(mode: int) -> bool:
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def _not_regular(mode: int) -> Exception:
    if stat.S_ISDIR(mode):
        return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISLNK(mode):
        return _RefusedError(_LINK, "replace it with a regular file, or remove it")
    return _RefusedError("it is a pipe or a device, not a regular file")


def _replace(name: str, folder: int | None, data: bytes, mode: int | None) -> None:
    # In the same folder: replacing is only atomic within one file system.
    temporary = os.path.join(os.path.dirname(name), f".attribcheck-{os.urandom(8).hex()}.tmp")  # noqa: PTH118, PTH120
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY
    try:
        with os.fdopen(os.open(temporary, flags, 0o666, dir_fd=folder), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), stat.S_IMODE(mode))
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)


def _descriptor(path: Path) -> int | None:
    """Return the descriptor of a path such as /dev/stdout or /dev/fd/3, or None."""
    for _ in range(_MOST_LINKS):
        folder = os.path.realpath(path.parent)
        if folder in ("/dev/fd", f"/proc/{os.getpid()}/fd") and path.name.isdecimal():
            return int(path.name)
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


def _opened_special(name: str, folder: int | None) -> int:
    end = time.monotonic() + _OPEN_SECONDS
    while True:
        try:
            opened = os.open(name, os.O_WRONLY | _NO_FOLLOW | _NO_WAIT, dir_fd=folder)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() >= end:
                raise _RefusedError("no process reads from this pipe") from error
            time.sleep(_PAUSE)  # its reader may be starting
            continue
        if _is_special(os.fstat(opened).st_mode):
            os.set_blocking(opened, True)
            return opened
        os.close(opened)
        raise _RefusedError("another file replaced it meanwhile")


def _write_in_place(opened: int, data: bytes) -> None:
    """Write ``data`` to an open file at the speed of its reader, and close it."""
    import select  # lazy: pipes and devices only

    try:
        remaining = memoryview(data)
        while remaining:
            if hasattr(select, "poll"):
                ready = select.poll()
                ready.register(opened, select.POLLOUT)
                if not ready.poll(_READ_SECONDS * 1000):
                    raise _RefusedError("its reader has stopped reading")
            # A pipe that is ready accepts this much without blocking.
            chunk = remaining[: getattr(select, "PIPE_BUF", 512)]
            remaining = remaining[os.write(opened, chunk) :]
    finally:
        os.close(opened)


def _failed(action: str, path: Path, error: Exception) -> AttribcheckError:
    reason = getattr(error, "strerror", None) or str(error)
    return AttribcheckError(
        f"can't {action} {printable(str(path))}: {reason}", hint=getattr(error, "hint", None)
    )
