"""Resolves path arguments of the command line to paths of the repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.model import Blob, BlobKind
from attribcheck.core.text import printable
from attribcheck.git.parsing import decode_path
from attribcheck.git.repository import Repository
from attribcheck.sources import disk


class Selection(NamedTuple):
    """The files selected by path arguments.

    Attributes:
        tracked: Paths of the snapshot.
        untracked: Files and symlinks that git does not track, by path.
    """

    tracked: set[str]
    untracked: dict[str, BlobKind]


def select(repo: Repository, listing: Mapping[str, Blob], names: Sequence[str]) -> Selection:
    """Return the files that ``names`` select.

    Args:
        repo: The repository.
        listing: The tracked entries by path.
        names: Files, tracked or not, and directories, which select their tracked files; relative to
            the current directory.

    Raises:
        UsageError: a name is empty, does not exist, is outside the repository or in a submodule, or
            is a directory without tracked files. The message names it.
    """
    root = repo.root.resolve()
    real = cache(Path.resolve)  # thousands of names share few directories
    selection = Selection(set(), {})
    directories: dict[str, str] = {}
    for name in names:
        path = _locate(root, name, real)
        if path in listing:
            selection.tracked.add(path)
            continue
        kind = _kind(repo, listing, name, path)
        if kind is None:
            directories[path] = name
        else:
            selection.untracked[path] = kind
    if directories:
        _add_directories(selection, listing, directories)
    return selection


def _locate(root: Path, name: str, real: Callable[[Path], Path]) -> str:
    """Return ``name`` relative to ``root``, without following a link in its last part."""
    if not name:
        raise UsageError("a path is empty", hint="Write `.` for the current directory.")
    path = Path(name)
    try:
        located = real(path) if path.name in ("", "..") else real(path.parent) / path.name
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL
        raise UsageError(f"can't resolve {printable(name)}: {error}") from error
    try:
        relative = located.relative_to(root)
    except ValueError as error:
        raise UsageError(
            f"{printable(name)} is outside the repository {printable(str(root))}"
        ) from error
    found = decode_path(os.fsencode(relative.as_posix()))
    return "" if found == "." else found


def _kind(repo: Repository, listing: Mapping[str, Blob], name: str, path: str) -> BlobKind | None:
    """Return the type of ``path``, None for a directory; refuse a path that can't be checked."""
    if path.split("/", 1)[0] == ".git":
        raise UsageError(f"{printable(name)} is in .git, which is not checked")
    for parent in _parents(path):
        if parent in listing and listing[parent].kind is BlobKind.SUBMODULE:
            raise UsageError(
                f"{printable(name)} is in the submodule {printable(parent)}",
                hint="Run attribcheck in the submodule, which is a repository of its own.",
            )
    location = repo.file(path)
    try:
        kind = disk.kind_of(location)
    except OSError as error:
        if any(parent == path for tracked in listing for parent in _parents(tracked)):
            return None  # a directory that a sparse checkout left out
        raise UsageError(f"{printable(name)} can't be checked: {error.strerror}") from error
    if kind is None and not location.is_dir():
        raise UsageError(f"{printable(name)} is neither a file nor a directory")
    return kind


def _add_directories(
    selection: Selection, listing: Mapping[str, Blob], directories: Mapping[str, str]
) -> None:
    """Add the tracked files of each directory (path to the user's name); none may be empty."""
    matched = set()
    for path in listing:
        around = [parent for parent in _parents(path) if parent in directories]
        if around:
            selection.tracked.add(path)
            matched.update(around)
    for path, name in directories.items():
        if path not in matched:
            raise UsageError(
                f"{printable(name)} contains no tracked file",
                hint="`git add` the files to check, or name each file.",
            )


def _parents(path: str) -> Iterator[str]:
    """Yield the directories around ``path``, the innermost first, and the top ("") last."""
    while path:
        path = path.rpartition("/")[0]
        yield path
