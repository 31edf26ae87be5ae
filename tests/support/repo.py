"""A real git repository for a test, apart from the configuration of whoever runs it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Haneul Developer",
    "GIT_AUTHOR_EMAIL": "dev@haneul.example",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05Z",
    "GIT_COMMITTER_NAME": "Haneul Developer",
    "GIT_COMMITTER_EMAIL": "dev@haneul.example",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z",
}
"""What keeps git from reading any configuration but a repository's own, and ids from varying."""

_CONFIG = {
    "init.defaultBranch": "main",
    "core.autocrlf": "false",
    "core.fsmonitor": "false",
    "commit.gpgSign": "false",
    "gc.auto": "0",
    "advice.detachedHead": "false",
    "protocol.file.allow": "always",
}


class Repo:
    """A git repository at ``path``.

    Args:
        path: Its top; made when it does not exist.
        init: False when a repository is there already (a clone, another work tree).
        options: Of ``git init``, as ``--object-format=sha256``.
    """

    def __init__(self, path: Path, *options: str, init: bool = True) -> None:
        self.path = path
        if init:
            path.mkdir(parents=True, exist_ok=True)
            self.git("init", "--quiet", *options)

    def git(self, *arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> str:
        """Run git in the repository; return its output without the last line end."""
        return os.fsdecode(self.git_bytes(*arguments, stdin=stdin, env=env)).removesuffix("\n")

    def git_bytes(
        self, *arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None
    ) -> bytes:
        """Run git in the repository; return its output, or raise AssertionError with its words."""
        config = [part for item in _CONFIG.items() for part in ("-c", "=".join(item))]
        done = subprocess.run(
            ["git", *config, *arguments],
            cwd=self.path,
            env=os.environ | ISOLATED | (env or {}),
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"git {arguments}: {done.stderr.decode(errors='replace')}"
        return done.stdout

    def write(self, path: str, content: str | bytes = "") -> Path:
        """Write a file of the work tree (text as UTF-8, line ends as given) and its directories."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def link(self, path: str, target: str) -> Path:
        """Write a symlink."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)
        return file

    def remove(self, path: str) -> None:
        """Remove a file from the work tree alone."""
        (self.path / path).unlink()

    def add(self, *paths: str) -> None:
        """Stage ``paths``, deletions too; everything when none is given."""
        self.git("add", "--all", "--", *(paths or (".",)))

    def commit(self, message: str = "change", *options: str) -> str:
        """Commit what is staged; return the new commit's id."""
        self.git("commit", "--quiet", "--allow-empty", "--message", message, *options)
        return self.head()

    def commit_files(self, files: dict[str, str | bytes], message: str = "change") -> str:
        """Write, stage and commit ``files``; return the new commit's id."""
        for path, content in files.items():
            self.write(path, content)
        self.add(*files)
        return self.commit(message)

    def stage(self, path: str, content: str | bytes) -> None:
        """Write and stage one file."""
        self.write(path, content)
        self.add(path)

    def head(self) -> str:
        """Return the id of the current commit."""
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, start: str = "HEAD") -> None:
        """Make a branch and switch to it."""
        self.git("checkout", "--quiet", "-b", name, start)

    def switch(self, name: str) -> None:
        """Switch to a branch or commit."""
        self.git("checkout", "--quiet", name)

    def merge_conflict(self, name: str) -> None:
        """Merge a branch that is known to conflict."""
        done = subprocess.run(
            ["git", "merge", "--quiet", name],
            cwd=self.path,
            env=os.environ | ISOLATED,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, "the merge did not conflict"

    def clone(self, path: Path, *options: str) -> Repo:
        """Clone this repository to ``path`` through the file protocol, as ``--depth`` needs."""
        self.git("clone", "--quiet", *options, self.path.as_uri(), str(path))
        return Repo(path, init=False)

    def worktree(self, path: Path, *options: str) -> Repo:
        """Add a linked work tree at ``path``."""
        self.git("worktree", "add", "--quiet", *options, str(path))
        return Repo(path, init=False)

    def submodule(self, other: Repo, path: str) -> None:
        """Add ``other`` as a submodule, staged."""
        self.git("submodule", "--quiet", "add", str(other.path), path)
