"""The command line as its users run it: a process of its own, in a real repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.repo import ISOLATED, Repo


@dataclass(frozen=True)
class Completed:
    """How a process ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a child, apart from the pre-commit that may run the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PRE_COMMIT_")}
    return {**kept, **ISOLATED, **(changes or {})}


def command(*arguments: str) -> list[str]:
    """Return the command line that runs attribcheck with ``arguments``."""
    return [sys.executable, "-m", "attribcheck", *arguments]


def run(folder: Path, words: list[str], env: Mapping[str, str] | None = None) -> Completed:
    """Run ``words`` in ``folder``; what is not UTF-8 in its output is shown as an escape."""
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    out, err = (text.decode(errors="backslashreplace") for text in (done.stdout, done.stderr))
    return Completed(done.returncode, out, err)


def attribcheck(
    repo: Repo | Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Completed:
    """Run attribcheck in ``repo`` (or any folder) with ``env`` besides the usual environment."""
    folder = repo.path if isinstance(repo, Repo) else repo
    return run(folder, command(*arguments), env)


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a folder that all tests of this run share, also those of other xdist workers."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each worker has a folder of its own in the run's
        base = base.parent
    return base / name


def share_cache(factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test use the cache of the run: the engine's index takes seconds to load."""
    monkeypatch.setenv("ATTRIBCHECK_CACHE_DIR", str(shared_folder(factory, "attribcheck-cache")))
