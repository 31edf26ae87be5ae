"""The state of a clone beside its commits: a merge in progress, the index, remotes, submodules."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from attribcheck.core.errors import GitError
from attribcheck.git import parsing
from attribcheck.git.process import run
from attribcheck.git.repository import Repository

_UNSET = frozenset({"", "unspecified", "unset", "set"})
_PLAIN_NAME = re.compile(r"[\w.-]+")  # of a remote; a pattern or a URL is none
_ID = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")


def merge_heads(repo: Repository) -> tuple[str, ...]:
    """Return the commits that a merge in progress joins to the current one.

    They are in MERGE_HEAD when a person commits the merge. The hook ``pre-merge-commit`` runs
    before git writes that file, with a variable GITHEAD_ID for each of them (git-merge(1)).
    """
    try:
        named = (repo.git_dir / "MERGE_HEAD").read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        named = [name[8:] for name in os.environ if name.startswith("GITHEAD_")]
    found = (repo.resolve(name) for name in sorted(named) if _ID.fullmatch(name))
    return tuple(oid for oid in found if oid and oid != repo.head)


def known_to_remote(repo: Repository, commit: str, remote: str | None) -> str | None:
    """Return the nearest ancestor of ``commit`` that a remote has, or itself; None without one.

    By the remote-tracking branches, as of the last fetch or push.

    Args:
        repo: The repository.
        commit: The id of a commit.
        remote: The name of the remote; None when it is not known: then any remote counts.

    Raises:
        GitError: the commit is missing.
    """
    is_plain = remote and _PLAIN_NAME.fullmatch(remote)
    option = f"--remotes={remote}" if is_plain else "--remotes"
    command = ("rev-list", "--topo-order", "--boundary", commit, "--not", option)
    lines = repo.git(*command).decode("ascii").split()
    if not lines:
        return commit
    return next((line[1:] for line in lines if line.startswith("-")), None)


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
    return repo._replace(environment={**repo.environment, **added})


def verify_index(repo: Repository) -> None:
    """Raise GitError when the index is damaged, which git does not notice in every command.

    Format: gitformat-index(5); the last bytes are the checksum of the others, or zeros.
    """
    import hashlib  # lazy: as in ``parsing.blob_id``

    path = Path(repo.environment.get("GIT_INDEX_FILE") or repo.git_dir / "index")
    try:
        data = path.read_bytes()
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
