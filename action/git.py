"""The little that the steps ask of git before attribcheck runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import runner


class Git:
    """git in a folder.

    Args:
        folder: A folder of the repository.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, *arguments: str) -> str | None:
        """Return what git answers, without its last line end; None when it fails."""
        try:
            done = subprocess.run(
                ["git", "-c", "core.fsmonitor=false", *arguments],
                cwd=self._folder,
                env=environment(self._folder),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise runner.StepError(f"git could not be started: {error}") from error
        if done.returncode != 0:
            return None
        return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def commit(self, rev: str) -> str | None:
        """Return the id of the commit that ``rev`` names, or None when it is not here."""
        if rev.startswith("-"):
            return None
        return self.ask("rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}") or None

    def parents(self, commit: str) -> list[str]:
        """Return the parents that a commit names, also those that a shallow clone left out."""
        header = (self.ask("cat-file", "commit", commit) or "").partition("\n\n")[0]
        return [line[7:] for line in header.splitlines() if line.startswith("parent ")]

    @property
    def is_shallow(self) -> bool:
        """Whether history was cut off."""
        return self.ask("rev-parse", "--is-shallow-repository") == "true"

    def fetch(self, refspec: str) -> bool:
        """Fetch from ``origin``; return whether it worked."""
        options = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
        return self.ask("fetch", *options, "origin", refspec) is not None


def environment(folder: Path) -> dict[str, str]:
    """Return the environment for git, or for attribcheck, on the checkout in ``folder``.

    In a container the checkout belongs to another user, and git refuses that unless it is told that
    the folder is safe. It is the one that the workflow has checked out.
    """
    number = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    return os.environ | {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": "safe.directory",
        f"GIT_CONFIG_VALUE_{number}": str(folder.resolve()),
        "GIT_TERMINAL_PROMPT": "0",
    }
