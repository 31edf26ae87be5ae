"""What can go wrong, as values a person can act on.

Every error carries a message (what happened and where), an optional hint (the command or the lines
that settle it) and the exit code that the command line ends with. Errors become exit codes in
``attribcheck.cli`` only; nothing below it exits or prints.
"""

from __future__ import annotations

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_NOT_CHECKED = 3
EXIT_INTERRUPTED = 130


class AttribcheckError(Exception):
    """The base of every error that attribcheck raises on purpose.

    Args:
        message: What happened, and where (path and line where there is one). One sentence.
        hint: What settles it: an exact command, or the lines to write. May span lines.
    """

    exit_code = EXIT_NOT_CHECKED

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AttribcheckError):
    """The command was called in a way that has no meaning (exit code 2)."""

    exit_code = EXIT_USAGE


class PolicyError(AttribcheckError):
    """The policy can't be used: unreadable, malformed, or of a newer version (exit code 2).

    Args:
        message: All problems found, one a line, each ``path:line:column: what``.
        hint: What settles it.
    """

    exit_code = EXIT_USAGE


class NotRegularError(AttribcheckError):
    """Something else than a regular file stands where one has to be read (exit code 3).

    Args:
        path: Where.
        kind: What stands there: ``symlink``, ``submodule``, ``directory`` or ``special file``.
    """

    def __init__(self, path: str, kind: str) -> None:
        super().__init__(
            f"{path} is a {kind}, and only a regular file is read",
            hint=f"put the file itself at {path}",
        )
        self.path = path
        self.kind = kind


class GitError(AttribcheckError):
    """git could not answer: no repository, a missing base, a damaged object (exit code 3)."""


class EngineError(AttribcheckError):
    """The scan engine is missing, does not start, or answers in an unknown shape (exit code 3)."""
