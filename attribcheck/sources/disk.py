"""Reads entries of the work tree from disk without following links or blocking on pipes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from attribcheck.core.model import BlobKind

# Windows has none of these flags; creating a link there needs rights that users lack by default.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe without a writer would block
    | getattr(os, "O_BINARY", 0)
)


def kind_of(path: Path) -> BlobKind | None:
    """Return the type of ``path``; None when it is neither a file nor a symlink.

    Raises:
        OSError: it does not exist, or can't be inspected.
    """
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return BlobKind.FILE
    return BlobKind.SYMLINK if stat.S_ISLNK(mode) else None


def read(path: Path, kind: BlobKind) -> bytes | None:
    """Return the content of a file or the target of a symlink, as git would store it unfiltered.

    Args:
        path: Its location.
        kind: FILE or SYMLINK.

    Returns:
        None when it can't be read or is of another type.
    """
    try:
        if kind is BlobKind.SYMLINK:
            # Path.readlink would normalise the target, and so change its id.
            return os.fsencode(os.readlink(path))  # noqa: PTH115 - see above
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return None
            return stream.read()
    except OSError:
        return None


def in_utf8(content: bytes, encoding: str) -> bytes | None:
    """Return ``content`` in UTF-8, as git stores a file with a ``working-tree-encoding``.

    Args:
        content: The file of the work tree.
        encoding: The name of its encoding; git's ``UTF-16LE-BOM`` among them.

    Returns:
        None when the encoding is unknown or the content is not in it.
    """
    name = encoding.upper().removesuffix("-BOM")
    try:
        return content.decode(name).removeprefix("\ufeff").encode()
    except (LookupError, UnicodeError):
        return None
