"""Files of ours that decide answers: for this user alone, or not used at all.

A result, or an index, that somebody else put there would hide a notice.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


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
