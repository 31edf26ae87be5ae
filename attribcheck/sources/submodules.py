"""Finds the older content of a submodule that a change turns into a folder of the repository.

git shows the submodule as deleted and its files as added, without an older side. Their content is
in the object store of the submodule, which stays in ``.git/modules``.

Format: gitsubmodules(7) and gitmodules(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.core.errors import GitError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.git import state
from attribcheck.git.repository import Repository

_SECTION = re.compile(r'\s*\[submodule "(?P<name>(?:[^"\\]|\\.)*)"\]')
_PATH = re.compile(r"\s*path\s*=\s*(?P<path>.*?)\s*")


def with_older_sides(
    repo: Repository, changes: Sequence[Change], gitmodules: bytes | None
) -> tuple[Repository, list[Change]]:
    """Return ``changes`` with the older sides of files that were in a submodule.

    Args:
        repo: The repository.
        changes: The changes to a snapshot.
        gitmodules: The ``.gitmodules`` before them, or None.

    Returns:
        Also the repository that reads the objects of these submodules, too. Both as given when the
        change turns no submodule into a folder, or when its objects are not stored here.
    """
    added = {change.new.path: change for change in changes if change.new and not change.old}
    gone = [c.old for c in changes if c.old and c.old.kind is BlobKind.SUBMODULE and not c.new]
    gone = [one for one in gone if any(path.startswith(f"{one.path}/") for path in added)]
    found = list(changes)
    for submodule in gone:
        for name in (submodule.path, *_names(gitmodules or b"", submodule.path)):
            reader = state.with_objects_of(repo, name)
            try:
                entries = reader.tree_entries(submodule.oid) if reader else []
            except GitError:  # the store of another submodule, or without this commit
                continue
            if reader and entries:
                repo = reader
                found = _compared(found, added, submodule.path, entries)
                break
    return repo, found


def _compared(
    changes: list[Change], added: dict[str, Change], folder: str, entries: list[Blob]
) -> list[Change]:
    older = {f"{folder}/{one.path}": one for one in entries}
    old_sides = {path: one._replace(path=path) for path, one in older.items()}
    kept = [c for c in changes if c.old or not c.new or c.new.path not in old_sides]
    for path, old in old_sides.items():
        new = added[path].new if path in added else None
        if new is None or new != old:
            kept.append(Change(old, new))
        else:
            kept.append(added[path])
    return kept


def _names(gitmodules: bytes, path: str) -> Iterator[str]:
    name = ""
    for line in gitmodules.decode("utf-8", "surrogateescape").splitlines():
        if section := _SECTION.match(line):
            name = re.sub(r"\\(.)", r"\1", section["name"])
        elif name and (found := _PATH.fullmatch(line)) and found["path"].strip('"') == path:
            yield name
