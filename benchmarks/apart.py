"""Runs measured commands isolated from the user's settings and the memory of the benchmark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a process took: seconds of the clock, and mebibytes of its largest process."""

    seconds: float
    memory: float


def environment(author: str) -> dict[str, str]:
    """Return the environment for a child that commits as ``author``.

    A setting of Python's is not what users have: with PYTHONDONTWRITEBYTECODE every start of a
    checkout would compile all of it, which doubled the time of a hook.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": f"{author}@example.invalid",
        "GIT_COMMITTER_NAME": author,
        "GIT_COMMITTER_EMAIL": f"{author}@example.invalid",
    }


def run(command: tuple[str, ...], folder: Path, variables: dict[str, str]) -> Cost:
    """Run ``command`` and return its cost; findings (an exit code of 1) are no failure.

    It is started by a small process: one begins as a copy of its parent, and its largest size is
    never told to be less than the parent's.
    """
    launcher = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(
        launcher, cwd=folder, env=variables, stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, kibibytes, code = json.loads(done.stdout)
    if code not in {0, 1}:
        sys.exit(f"benchmark: {' '.join(command)} ended with {code}")
    return Cost(seconds, kibibytes / 1024)


def _launch(command: list[str]) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, descriptor) for descriptor in (0, 1, 2)]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begin
    print(json.dumps([seconds, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))


if __name__ == "__main__":
    _launch(sys.argv[1:])
