"""Exceptions for people, each with its exit code.

Every error carries a message (the problem and its place), an optional hint (the command or the
lines that fix it) and an exit code. Only ``attribcheck.cli`` exits or prints.
"""

from __future__ import annotations

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_NOT_CHECKED = 3
EXIT_INTERRUPTED = 130


class AttribcheckError(Exception):
    """Base of every error that attribcheck raises on purpose.

    Args:
        message: The problem and its place (path and line where there is one), in one sentence.
        hint: The fix: an exact command, or the lines to write. May span lines.
    """

    exit_code = EXIT_NOT_CHECKED

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AttribcheckError):
    """The command line or the environment is invalid (exit code 2)."""

    exit_code = EXIT_USAGE


class PolicyError(AttribcheckError):
    """The policy is unreadable, malformed or of a newer version (exit code 2).

    Args:
        message: All problems found, one a line, each ``path:line:column: problem``.
        hint: The fix.
    """

    exit_code = EXIT_USAGE


class NotRegularError(AttribcheckError):
    """A path that must be read is not a regular file (exit code 3).

    Args:
        path: The path.
        kind: Its type: ``symlink``, ``submodule``, ``directory`` or ``special file``.
    """

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(
            f"{path} is a {kind}; only a regular file is accepted",
            hint=f"replace {path} with the file itself",
        )
        self.path = path
        self.kind = kind


class GitError(AttribcheckError):
    """A git command failed: no repository, a missing base, a damaged object (exit code 3)."""


class EngineError(AttribcheckError):
    """The scan engine is missing, does not start or returns an unknown format (exit code 3)."""
