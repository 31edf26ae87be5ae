"""Fetches a revision of a remote repository into a new one; the only use of the network by git.

Only ``attribcheck origins add`` calls it, for a URL that the user wrote. Neither hooks nor
submodules of the repository are used, and nothing is checked out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from attribcheck.core.errors import GitError
from attribcheck.core.text import printable
from attribcheck.git.process import Readers, run
from attribcheck.git.repository import Repository

_PROTOCOLS = "https:http:ssh:git:file"  # without ext, which runs a command of the URL's choice
_ALL = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")


def fetch(url: str, revision: str, folder: Path) -> tuple[Repository, str]:
    """Return a bare repository with a revision of a remote one, and the id of its commit.

    Args:
        url: The remote repository.
        revision: A branch, a tag, or the id of a commit, also a shortened one.
        folder: An empty folder for the new repository.

    Raises:
        GitError: git failed, or the repository has no such revision.
    """
    environment = _environment(folder)
    run(("init", "--quiet", "--bare", "--template=", str(folder)), folder, environment)
    fetch = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules")
    try:
        run((*fetch, "--depth=1", "--", url, revision), folder, environment)
        name = "FETCH_HEAD"
    except GitError:
        # A server sends any branch or tag, but not every commit, and no shortened id.
        run((*fetch, "--", url, *_ALL), folder, environment)
        name = revision
    repo = Repository(
        root=folder,
        common_dir=folder,
        git_dir=folder,
        object_format=run(("rev-parse", "--show-object-format"), folder, environment)
        .decode("ascii")
        .strip(),
        head=None,
        environment=environment,
        readers=Readers(folder, environment),
    )
    commit = repo.resolve(name)
    if commit is None:
        raise GitError(f"{printable(url)} has no revision {printable(revision)}")
    return repo, commit


def _environment(folder: Path) -> Mapping[str, str]:
    """Return the user's own environment, in which git is configured for the user's networks."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for name in os.environ:
        if name.startswith(("GIT_CONFIG", "GIT_SSH", "GIT_ASKPASS", "GIT_PROXY")):
            kept[name] = os.environ[name]
    return kept | {
        "LC_ALL": "C",
        "GIT_DIR": str(folder),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_LITERAL_PATHSPECS": "1",
    }
