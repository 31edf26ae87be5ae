"""Reads what stands in the work tree itself: no link is followed, no pipe is waited for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from attribcheck.core.model import BlobKind

# Windows has neither flag; there a link needs rights that a checkout does not have by default.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe that nobody writes to would wait for ever
    | getattr(os, "O_BINARY", 0)
)


def kind_of(path: Path) -> BlobKind | None:
    """Return whether a file or a symlink stands at ``path``; None for anything else.

    Raises:
        OSError: nothing stands there, or it can't be told.
    """
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return BlobKind.FILE
    return BlobKind.SYMLINK if stat.S_ISLNK(mode) else None


def read(path: Path, kind: BlobKind) -> bytes | None:
    """Return the content of a file or the target of a symlink, as git would store it unfiltered.

    Returns:
        None when it can't be read or is not of that ``kind``.
    """
    try:
        if kind is BlobKind.SYMLINK:
            # The target is content here: Path.readlink would tidy it and so change its id.
            return os.fsencode(os.readlink(path))  # noqa: PTH115 - see above
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return None
            return stream.read()
    except OSError:
        return None
