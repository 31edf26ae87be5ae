"""What a step tells the runner that executes it.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path


class StepError(Exception):
    """What keeps a step from doing its work.

    Args:
        message: What happened, in a sentence.
        hint: What settles it.
        code: The exit code, as attribcheck's own: 2 for a wrong input, 3 for no check made.
    """

    def __init__(self, message: str, hint: str = "", *, code: int = 3) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


def home() -> Path:
    """Return the folder of ours on the runner: below RUNNER_TEMP, which lives as long as a job."""
    return Path(os.environ["RUNNER_TEMP"]).resolve() / "attribcheck"


def output(name: str, value: object) -> None:
    """Set an output of the step; ``value`` may span lines."""
    end = f"end-{secrets.token_hex(8)}"  # nobody can guess where a value would end
    _append("GITHUB_OUTPUT", f"{name}<<{end}\n{value}\n{end}\n")


def summary(text: str) -> None:
    """Add Markdown to the job summary."""
    _append("GITHUB_STEP_SUMMARY", text + "\n")


def _append(variable: str, text: str) -> None:
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


def command(kind: str, text: str) -> None:
    """Print an annotation of ``kind`` (error, warning, notice); ``text`` may span lines."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::{kind} title=attribcheck::{escaped}\n")
    sys.stdout.flush()


def tell(problem: StepError) -> None:
    """Print ``problem`` as an error."""
    command("error", "\n".join(filter(None, (problem.message, problem.hint))))


@contextlib.contextmanager
def quoted(title: str) -> Iterator[None]:
    """Let what is printed be text in the log, folded under ``title``, and never a command."""
    token = secrets.token_hex(16)
    sys.stdout.write(f"::group::{title}\n::stop-commands::{token}\n")
    try:
        yield
    finally:
        sys.stdout.write(f"::{token}::\n::endgroup::\n")
        sys.stdout.flush()
