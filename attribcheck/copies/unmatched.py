"""Remembers the contents that correspond to no known origin, for the next check of a tree.

Nearly all files of a repository correspond to none. They are in one file, with the identity of all
that they were compared with: when that changes, all are compared anew. A file that is missing or
damaged costs time, and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from attribcheck import __version__
from attribcheck.copies.container import VERSION
from attribcheck.core.errors import AttribcheckError
from attribcheck.system.files import write_atomic
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private


class Unmatched:
    """The contents that correspond to none of some origins.

    Args:
        folder: The folder of the repository in the cache.
        identity: See ``identity``.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self._path = folder / "unmatched"
        self._identity = identity
        self.keys = self._read()

    def add(self, keys: Iterable[str]) -> None:
        """Remember ``keys`` too, if the cache can be written."""
        more = {*keys} - self.keys
        if not more:
            return
        self.keys |= more
        text = "\n".join([self._identity, _digest(self.keys), *sorted(self.keys)])
        with contextlib.suppress(OSError, AttribcheckError):
            make_private_directory(self._path.parent)
            write_atomic(self._path, text)

    def _read(self) -> set[str]:
        try:
            require_private(self._path.parent, self._path)
            identity, digest, *keys = self._path.read_text("ascii").split("\n")
        except (OSError, UntrustedError, ValueError):
            return set()
        found = set(keys)
        return found if identity == self._identity and digest == _digest(found) else set()


def identity(keys: Iterable[str], names: Iterable[str], indexes: Iterable[Path]) -> str:
    """Return a name for all that contents are compared with.

    Args:
        keys: The contents of declared components.
        names: The names of declared components.
        indexes: The origin indexes.

    Raises:
        OSError: an index can't be inspected.
    """
    lines = [__version__, str(VERSION), *sorted(keys), "", *sorted(names), ""]
    for path in indexes:
        status = path.stat()
        lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.blake2b(
        "\n".join(lines).encode("utf-8", "surrogateescape"), digest_size=16
    ).hexdigest()


def _digest(keys: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(sorted(keys)).encode(), digest_size=16).hexdigest()
