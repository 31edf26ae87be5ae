"""Files that we write for people: whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable


def read_text(path: Path) -> str | None:
    """Return the text at ``path`` with its line ends as they are, or None when nothing is there.

    Raises:
        AttribcheckError: it can't be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise AttribcheckError(
            f"{printable(str(path))} is not UTF-8 (byte {error.start + 1})"
        ) from error
    except OSError as error:
        raise _failed("read", path, error) from error


def write_whole(path: Path, content: str | bytes) -> None:
    """Put ``content`` at ``path``, whole or not at all, with the mode of the file that was there.

    Text is written as UTF-8.

    A symbolic link is followed; nothing is left behind when it fails.

    Raises:
        AttribcheckError: it can't be written; what was there still is.
    """
    try:
        target = path.resolve()
        if target.is_symlink():  # a loop of links: Python 3.13 resolves it to itself
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        # In the same folder: a replacement is only atomic within one file system.
        temporary = target.with_name(f".attribcheck-{os.urandom(8).hex()}.tmp")
        try:
            with temporary.open("xb") as stream:
                stream.write(content.encode() if isinstance(content, str) else content)
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    # RuntimeError: a loop of links, before Python 3.13. ValueError: a lone surrogate, not UTF-8.
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed("write", path, error) from error


def make_folder(path: Path) -> None:
    """Make the folder ``path``, and those above it, unless they are there.

    Raises:
        AttribcheckError: it can't be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _failed("make", path, error) from error


def _failed(what: str, path: Path, error: Exception) -> AttribcheckError:
    reason = getattr(error, "strerror", None) or str(error)
    return AttribcheckError(f"can't {what} {printable(str(path))}: {reason}")
