"""Starts programs: the clients of package registries, which must be installed, and Python itself.

No shell is involved, stdin is empty, and a client that hangs is killed with its children.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attribcheck.core.errors import AttribcheckError

_SHOWN_LINES = 6
"""Of the errors of a failed client; the reason is at their end."""


class Answer(NamedTuple):
    """How a program ended.

    Attributes:
        code: Its exit code.
        out: What it wrote to stdout.
        err: What it wrote to stderr.
    """

    code: int
    out: str
    err: str


def run(
    words: Sequence[str],
    folder: Path,
    *,
    purpose: str,
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> Answer:
    """Run a program and return how it ended, also when it failed.

    Args:
        words: The program, found on PATH, and its arguments.
        folder: The working directory.
        purpose: What it is needed for, for the error: "fetches npm packages".
        seconds: Time limit.
        environment: Variables to set besides those of this process.

    Raises:
        AttribcheckError: it is not installed, can't be started, or takes too long.
    """
    name = Path(words[0]).name
    program = shutil.which(words[0])
    if program is None:
        raise AttribcheckError(
            f"{name} is not installed, or not on PATH; it {purpose}", hint=f"install {name}"
        )
    try:
        process = subprocess.Popen(
            [program, *words[1:]],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
    except OSError as error:
        raise AttribcheckError(f"{name} could not be started: {error.strerror}") from error
    with process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise AttribcheckError(f"{name} took more than {seconds:.0f} seconds") from None
        finally:
            _kill(process)
    return Answer(process.returncode, *(text.decode("utf-8", "replace") for text in (out, err)))


def leave_behind(module: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start ``python -m MODULE ARGUMENTS``, which outlives this process, where that is possible.

    It shares nothing with it: no terminal, no stream, no session, no working directory.

    Args:
        module: A module of this package.
        arguments: Its arguments.
        environment: Its variables.
    """
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def failure(program: str, task: str, answer: Answer, hint: str | None = None) -> AttribcheckError:
    """Return the error for a program that failed, with the end of what it wrote.

    Args:
        program: Its name.
        task: What it was to do: "download foo 1.2".
        answer: How it ended.
        hint: The fix, where it is known.
    """
    lines = [line.rstrip() for line in (answer.err or answer.out).splitlines() if line.strip()]
    reason = "\n".join(lines[-_SHOWN_LINES:]) or f"exit code {answer.code}"
    return AttribcheckError(f"{program} could not {task}:\n{reason}", hint=hint)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program that still runs, and the processes that it started."""
    if process.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
