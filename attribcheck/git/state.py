"""The state of a clone beside its commits: a merge in progress, the index, remotes, submodules."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from attribcheck.core.errors import GitError
from attribcheck.core.listing import Listing
from attribcheck.core.model import Blob
from attribcheck.git import parsing
from attribcheck.git.process import run
from attribcheck.git.repository import Repository, require_merged

_UNSET = frozenset({"", "unspecified", "unset", "set"})
_PLAIN_NAME = re.compile(r"[\w.-]+")  # of a remote; a pattern or a URL is none
_ID = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LARGE = 1 << 20
"""Bytes of an index, of some 10,000 files; below it costs less to list all entries at once."""

_FEW = 2
"""Processes of git for one entry each; the next one lists all."""


class Side(NamedTuple):
    """A commit that a change takes content from, besides the one it is compared with.

    Attributes:
        commit: Its id.
        starts: The ids of the commits where its side began; none when all of it counts.
    """

    commit: str
    starts: tuple[str, ...]


def sides_in_progress(repo: Repository) -> tuple[Side, ...]:
    """Return the commits that a merge, cherry-pick or revert in progress applies to HEAD.

    git ends a cherry-pick or revert with conflicts by ``git commit``, which runs the hook. A revert
    applies the way from the reverted commit back to its parent.
    """
    found = [Side(oid, _forks(repo, oid)) for oid in merge_heads(repo)]
    applied = (*_named_in(repo, "CHERRY_PICK_HEAD"), *_rebased(repo))
    for commit in dict.fromkeys(applied):  # some versions of git write both
        parent = repo.resolve(f"{commit}^")
        found.append(Side(commit, (parent,) if parent else ()))
    for commit in _named_in(repo, "REVERT_HEAD"):
        parent = repo.resolve(f"{commit}^")
        found += [Side(parent, (commit,))] if parent else []
    return tuple(found)


def merge_heads(repo: Repository) -> tuple[str, ...]:
    """Return the commits that a merge in progress joins to the current one.

    They are in MERGE_HEAD when a person commits the merge. The hook ``pre-merge-commit`` runs
    before git writes that file, with a variable GITHEAD_ID for each of them (git-merge(1)).
    """
    named = _ids_in(repo, "MERGE_HEAD")
    if named is None:
        named = [name[8:] for name in os.environ if name.startswith("GITHEAD_")]
    return _commits(repo, named)


def _forks(repo: Repository, commit: str) -> tuple[str, ...]:
    return repo.merge_bases(repo.head, commit) if repo.head else ()


def _rebased(repo: Repository) -> tuple[str, ...]:
    """Return the commit that a rebase stopped at because it conflicts.

    Where it stopped for an edit, the commit is HEAD already, and a person may split it.
    """
    folder = repo.git_dir / "rebase-merge"
    is_edit = (folder / "amend").exists() and not (folder / "current-fixups").exists()
    stopped = (folder / "stopped-sha").exists() and not is_edit
    if not stopped and not (repo.git_dir / "rebase-apply").exists():
        return ()
    return _named_in(repo, "REBASE_HEAD")


def _named_in(repo: Repository, name: str) -> tuple[str, ...]:
    return _commits(repo, _ids_in(repo, name) or ())


def _ids_in(repo: Repository, name: str) -> list[str] | None:
    """Return the ids in a file of the git directory; None when it can't be read."""
    try:
        return (repo.git_dir / name).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        pass
    # Other refs than MERGE_HEAD are no files in a repository with reftables.
    if name == "MERGE_HEAD" or not (repo.git_dir / "reftable").is_dir():
        return None
    oid = repo.resolve(name)
    return [oid] if oid else None


def _commits(repo: Repository, named: Iterable[str]) -> tuple[str, ...]:
    found = (repo.resolve(name) for name in sorted(named) if _ID.fullmatch(name))
    return tuple(oid for oid in found if oid and oid != repo.head)


def known_to_remote(
    repo: Repository, commit: str, remote: str | None, without: str | None = None
) -> tuple[str, ...]:
    """Return the nearest ancestors of ``commit`` that a remote has, or itself; none without one.

    By the remote-tracking branches, as of the last fetch or push. A branch that merged others has
    several; none of them is an ancestor of another.

    Args:
        repo: The repository.
        commit: The id of a commit.
        remote: The name of the remote; None when it is not known: then any remote counts.
        without: The id of another commit that the remote has, or None.

    Raises:
        GitError: the commit is missing.
    """
    is_plain = remote and _PLAIN_NAME.fullmatch(remote)
    option = f"--remotes={remote}" if is_plain else "--remotes"
    end = (commit, f"^{without}") if without else (commit,)
    lines = repo.git("rev-list", "--topo-order", "--boundary", *end, "--not", option)
    words = lines.decode("ascii").split()
    if not words:
        return (commit,)
    found = [word[1:] for word in words if word.startswith("-")]
    if len(found) < 2:
        return tuple(found)
    apart = set(repo.git("merge-base", "--independent", *found).decode("ascii").split())
    return tuple(oid for oid in found if oid in apart)


def with_objects_of(repo: Repository, submodule: str) -> Repository | None:
    """Return this repository with the objects of a submodule readable too.

    Args:
        repo: The repository.
        submodule: Its name; a path below ``.git/modules``.

    Returns:
        None when its objects are not stored there.
    """
    modules = repo.common_dir / "modules"
    objects = modules / os.fsdecode(parsing.encode_path(submodule)) / "objects"
    if ".." in submodule.split("/") or not objects.is_dir():
        return None
    known = repo.environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
    paths = os.pathsep.join(filter(None, (str(objects.resolve()), known)))
    added = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": paths}
    return repo.with_variables(added)


def verify_index(repo: Repository) -> None:
    """Raise GitError when the index is damaged, which git does not notice in every command.

    Format: gitformat-index(5); the last bytes are the checksum of the others, or zeros.
    """
    import hashlib  # lazy: as in ``parsing.blob_id``

    try:
        data = repo.index_path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise GitError(f"can't read the index: {error.strerror}") from error
    digest = hashlib.new(repo.object_format, usedforsecurity=False)
    digest.update(data[: -digest.digest_size])
    if data[-digest.digest_size :].strip(b"\0") and not data.endswith(digest.digest()):
        raise GitError(
            "the index is damaged: its checksum is wrong",
            hint="Move it away (its path: git rev-parse --git-path index), then: git reset",
        )


def staged_entries(repo: Repository, changed: Mapping[str, Blob]) -> Listing:
    """Return the entries of the index by path, without intent-to-add ones.

    Args:
        repo: The repository.
        changed: The entries that differ from HEAD; see ``Repository.diff_index``, which raises for
            an unmerged one.

    Raises:
        GitError: an entry is unmerged, or the index can't be read.
    """
    index = _Index.of(repo)
    if index.may_hold_intents:
        # A list has intent-to-add entries as empty files. A diff leaves them out, and takes longer.
        output = repo.diff_index_raw(repo.empty_tree, "--no-renames", "--ignore-submodules=none")
        entries, unmerged = parsing.parse_added(output)
    elif index.size < _LARGE or repo.head is None:
        entries, unmerged = parsing.parse_staged(repo.git("ls-files", "--stage", "-z"))
    else:
        return parsing.parse_names(repo.git("ls-files", "-z"), _Entries(repo, changed).at)
    require_merged(unmerged)
    return entries


def ids_in(repo: Repository, commit: str, paths: Iterable[str]) -> tuple[str, ...] | None:
    """Return the ids that files and folders have in a commit; None when it lacks one.

    Args:
        repo: The repository.
        commit: The id of the commit.
        paths: Their paths.

    Raises:
        GitError: git failed.
    """
    names = [f"{commit}:{path}" for path in paths]
    # With this option the first name that is none ends the list, and is no error.
    ids = tuple(repo.git("rev-parse", "--revs-only", *names).decode("ascii").split())
    return ids if len(ids) == len(names) else None


class _Index(NamedTuple):
    """The file of the index.

    Attributes:
        size: In bytes.
        may_hold_intents: Whether it may have intent-to-add entries. Format: gitformat-index(5);
            version 2 has no flag for them, and a part of a split index is in a file of its own.
    """

    size: int
    may_hold_intents: bool

    @classmethod
    def of(cls, repo: Repository) -> _Index:
        try:
            with repo.index_path.open("rb") as file:
                version = int.from_bytes(file.read(8)[4:], "big")
                size = os.fstat(file.fileno()).st_size
            parts = any(one.name.startswith("sharedindex.") for one in repo.git_dir.iterdir())
        except FileNotFoundError:  # nothing was ever staged
            return cls(0, may_hold_intents=False)
        except OSError:
            return cls(0, may_hold_intents=True)
        return cls(size, may_hold_intents=version != 2 or parts)


class _Entries:
    """The entries of a large index: the changed ones, and those of HEAD.

    A list of all with their ids is three times as long as that of their paths, of which a commit
    needs a few.
    """

    def __init__(self, repo: Repository, changed: Mapping[str, Blob]) -> None:
        self._repo = repo
        self._known = dict(changed)
        self._lookups = 0

    def at(self, path: str) -> Blob:
        """Return the entry at ``path``.

        Raises:
            GitError: git failed.
        """
        found = self._known.get(path)
        if found is not None:
            return found
        self._lookups += 1
        head = self._repo.head
        assert head is not None, "an unborn branch has no unchanged file"
        entries = self._repo.tree_entries(head, path if self._lookups <= _FEW else None)
        self._known = {**{blob.path: blob for blob in entries}, **self._known}
        if path not in self._known:
            raise GitError("the index changed during the check", hint="Run the check again.")
        return self._known[path]


def work_tree_encodings(repo: Repository, paths: Iterable[str]) -> dict[str, str]:
    """Return the attribute ``working-tree-encoding`` of those of ``paths`` that have one.

    git stores such a file as UTF-8; see gitattributes(5).

    Raises:
        GitError: git failed.
    """
    stdin = b"".join(parsing.encode_path(path) + b"\0" for path in paths)
    command = ("check-attr", "-z", "--stdin", "working-tree-encoding")
    output = run(command, repo.root, repo.environment, stdin=stdin)
    fields = output.split(b"\0")[:-1]
    triples = zip(fields[::3], fields[2::3], strict=False)
    found = {parsing.decode_path(path): value.decode("ascii", "replace") for path, value in triples}
    return {path: name for path, name in found.items() if name not in _UNSET}


def configured(repo: Repository, key: str) -> str:
    """Return a value of git's configuration; "" when it is not set."""
    return repo.git("config", "--get", key, accept=(0, 1)).decode("utf-8", "replace").strip()


def remotes(repo: Repository) -> frozenset[str]:
    """Return the names of the remotes."""
    return frozenset(repo.git("remote").decode("utf-8", "surrogateescape").split("\n")) - {""}
