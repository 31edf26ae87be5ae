"""Finds the older content of a submodule that a change turns into a folder of the repository.

git shows the submodule as deleted and its files as added, without an older side. Their content is
in the object store of the submodule, which stays in ``.git/modules``.

Format: gitsubmodules(7) and gitmodules(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attribcheck.core.errors import GitError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.git import state
from attribcheck.git.repository import Repository

_SECTION = re.compile(r'\s*\[submodule "(?P<name>(?:[^"\\]|\\.)*)"\]')
_PATH = re.compile(r"\s*path\s*=\s*(?P<path>.*?)\s*")

_MOST_ELSEWHERE = 500
"""The number of files of a submodule that are looked for in other folders, each to be scanned."""


def with_older_sides(
    repo: Repository, changes: Sequence[Change], gitmodules: bytes | None
) -> tuple[Repository, list[Change]]:
    """Return ``changes`` with the older sides of files that were in a submodule.

    A file that takes the place of a submodule whose objects are not stored here gets an older side
    that can't be read: its notices can't be compared. Files of a submodule that went to other
    folders are deleted ones, for the search for moved code.

    Args:
        repo: The repository.
        changes: The changes to a snapshot.
        gitmodules: The ``.gitmodules`` before them, or None.

    Returns:
        Also the repository that reads the objects of these submodules, too; ``repo`` itself when
        there are none.
    """
    added = {c.new.path: c for c in changes if c.new and c.new.kind is BlobKind.FILE and not c.old}
    added.pop(".gitmodules", None)
    found = list(changes)
    if not added:
        return repo, found
    for submodule in [c.old for c in changes if c.old and not c.new]:
        if submodule.kind is not BlobKind.SUBMODULE:
            continue
        entries: list[Blob] = []
        for name in (submodule.path, *names_of(gitmodules or b"", submodule.path)):
            reader = state.with_objects_of(repo, name)
            try:
                entries = reader.tree_entries(submodule.oid) if reader else []
            except GitError:  # the store of another submodule, or without this commit
                continue
            if reader and entries:
                repo = reader
                break
        if entries:
            found = _compared(found, added, submodule.path, entries)
        else:
            found = [_unreadable(change, submodule) for change in found]
    return repo, found


def _compared(
    changes: list[Change], added: Mapping[str, Change], folder: str, entries: list[Blob]
) -> list[Change]:
    older = [one._replace(path=f"{folder}/{one.path}") for one in entries]
    if not any(path.startswith(f"{folder}/") for path in added):
        older = _sought_elsewhere(older, added)
    old_sides = {one.path: one for one in older}
    kept = [c for c in changes if c.old or not c.new or c.new.path not in old_sides]
    for path, old in old_sides.items():
        new = added[path].new if path in added else None
        if new is None or new != old:
            kept.append(Change(old, new))
        else:
            kept.append(added[path])
    return kept


def _sought_elsewhere(older: list[Blob], added: Mapping[str, Change]) -> list[Blob]:
    """Return the files of a submodule that may be in other folders of the repository now.

    Those with the name of an added file, and of a small submodule those with its suffix: each has
    to be scanned, and a submodule that a project stops using may be a large one.
    """
    oids = {change.new.oid for change in added.values() if change.new}
    names = {path.rpartition("/")[2] for path in added}
    suffixes = {_suffix(path) for path in added}
    changed = [one for one in older if one.oid not in oids]
    similar = [one for one in changed if _suffix(one.path) in suffixes]
    if len(similar) <= _MOST_ELSEWHERE:
        return similar
    return [one for one in similar if one.path.rpartition("/")[2] in names]


def _suffix(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _unreadable(change: Change, submodule: Blob) -> Change:
    """Return an added file of a former submodule with an older side that can't be read.

    Its id is that of the commit, which is no file and not stored here.
    """
    new = change.new
    if change.old or not new or not new.path.startswith(f"{submodule.path}/"):
        return change
    if new.kind is not BlobKind.FILE:
        return change
    return Change(Blob(new.path, submodule.oid), new)


def names_of(gitmodules: bytes, path: str) -> Iterator[str]:
    """Yield the names that a ``.gitmodules`` gives the submodule at ``path``; none without one."""
    name = ""
    for line in gitmodules.decode("utf-8", "surrogateescape").splitlines():
        if section := _SECTION.match(line):
            name = re.sub(r"\\(.)", r"\1", section["name"])
        elif name and (found := _PATH.fullmatch(line)) and found["path"].strip('"') == path:
            yield name
