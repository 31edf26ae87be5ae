"""A folder of this machine, as it is on disk now."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from attribcheck.copies.acquire.base import FILE_LIMIT, Acquired, bounded
from attribcheck.core.errors import AttribcheckError
from attribcheck.core.text import printable

_NOT_SOURCE = frozenset(".git .hg .svn __pycache__ node_modules .venv .tox .mypy_cache".split())
"""Folders that hold the history of a folder, what was made of it, or what others wrote."""

# A pipe without a writer would block; a link could lead out of the folder.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)


class Directory:
    """See ``base.Kind``."""

    name = "folders"
    example = "./FOLDER"

    def accepts(self, spec: str) -> bool:
        """See ``base.Kind``."""
        return bool(spec) and Path(spec).is_dir()

    def acquire(self, spec: str, scratch: Path) -> Acquired:
        """See ``base.Kind``."""
        folder = Path(spec).resolve()
        return Acquired(
            name=folder.name or "root",
            version="",
            files=bounded(_files(folder), spec),
            source=f"folder {folder.name}",
            place=folder,
        )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    def refuse(error: OSError) -> None:
        raise AttribcheckError(
            f"can't read {printable(str(error.filename))}: {error.strerror}"
        ) from error

    for top, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if name not in _NOT_SOURCE)
        for name in sorted(names):
            path = Path(top, name)
            content = _read(path)
            if content is not None:
                yield path.relative_to(folder).as_posix(), content


def _read(path: Path) -> bytes | None:
    """Return the content of a regular file that is not too large."""
    try:
        if path.is_symlink():
            return None
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > FILE_LIMIT:
                return None
            return stream.read(FILE_LIMIT)
    except OSError as error:
        raise AttribcheckError(f"can't read {printable(str(path))}: {error.strerror}") from error
