"""Stand-ins for the clients of package registries, where the network is not what is tested."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, script: str) -> Path:
    """Put a shell script before all other programs of its name.

    Args:
        monkeypatch: Sets PATH.
        folder: A folder for it.
        name: The program.
        script: What it does after it has written its arguments to the log.

    Returns:
        The log: the arguments of its calls, separated by spaces.
    """
    programs, log = folder / "programs", folder / f"{name}.log"
    programs.mkdir(exist_ok=True)
    program = programs / name
    program.write_text(f'#!/bin/sh\necho "$@" >> "{log}"\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return log
