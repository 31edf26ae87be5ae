"""A repository as GitHub keeps it, and as actions/checkout brings it to a runner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.repo import Repo

NOWHERE = "0" * 40
"""What a push of a new branch says of before."""


class Hub:
    """GitHub's side of a repository with the default branch ``main``.

    Args:
        work: The repository whose branches are pushed; its remote refs are made here.
        folder: Where checkouts are made.
    """

    def __init__(self, work: Repo, folder: Path) -> None:
        self.work = work
        self._folder = folder
        self._checkouts = 0

    def pull_request(self, branch: str, number: int = 7) -> dict[str, Any]:
        """Open a pull request from ``branch`` to ``main``; return what its events say."""
        work = self.work
        base, head = work.git("rev-parse", "main"), work.git("rev-parse", branch)
        tree = work.git("merge-tree", "--write-tree", base, head)
        merge = work.git("commit-tree", tree, "-p", base, "-p", head, "-m", "Merge")
        work.git("update-ref", f"refs/pull/{number}/head", head)
        work.git("update-ref", f"refs/pull/{number}/merge", merge)
        return {
            "number": number,
            "pull_request": {
                "number": number,
                "base": {"sha": base, "ref": "main"},
                "head": {"sha": head, "ref": branch},
            },
            "repository": {"default_branch": "main"},
        }

    def push(self, before: str) -> dict[str, Any]:
        """Return what the event of a push says."""
        return {"before": before, "repository": {"default_branch": "main"}}

    def checkout(self, ref: str, *, depth: int = 0) -> Repo:
        """Return a checkout of ``ref``; ``depth`` is actions/checkout's fetch-depth."""
        self._checkouts += 1
        clone = Repo(self._folder / f"checkout-{self._checkouts}")
        clone.git("remote", "add", "origin", self.work.path.as_uri())
        wanted = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"]
        options = [f"--depth={depth}", "--no-tags"] if depth else ["--prune", "--no-tags"]
        clone.git(
            "fetch",
            "--quiet",
            *options,
            "origin",
            *([] if depth else wanted),
            f"+{ref}:refs/remotes/checked",
        )
        clone.git("checkout", "--quiet", "--detach", "refs/remotes/checked")
        return clone
