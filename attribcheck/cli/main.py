"""``attribcheck``: finds the command, runs it, and turns errors into exit codes."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from attribcheck import __version__
from attribcheck.display import printable
from attribcheck.errors import EXIT_CLEAN, EXIT_INTERRUPTED, EXIT_NOT_CHECKED, AttribcheckError

# Name, module, help. Only the module of the command that is run is imported.
COMMANDS = (
    ("init", "init", "scan the repository and write a first attribcheck.toml"),
    ("hook", "hook", "check what is about to be committed (the pre-commit entry)"),
    ("check", "check", "check the work tree's tracked files, or PATHS"),
    ("notice", "notice", "write the NOTICE file, or check that it is current"),
    ("declare", "declare", "add a component to the policy, or widen one"),
    ("except", "exception", "add an exception to the policy"),
    ("weights", "weights", "test whether two models were initialised independently"),
    ("explain", "explain", "say what a rule means"),
    ("policy", "policy", "validate the policy, or print its JSON Schema"),
    ("cache", "cache", "show or clear the cache of scan results"),
)
DEBUG_VARIABLE = "ATTRIBCHECK_DEBUG"

_GARBAGE = 20_000
"""New objects after which Python looks for garbage. It does so after 700, through the modules that
are being imported and all that lives to the end of a run: a twelfth of a commit's check."""


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; with ``command`` only that one's options are filled in."""
    parser = argparse.ArgumentParser(
        prog="attribcheck",
        description="Whose code is this, is it declared, is it attributed?",
        epilog="exit codes: 0 clean; 1 findings; 2 usage or policy error; "
        "3 the check could not be made; 130 interrupted",
    )
    parser.add_argument("--version", action="version", version=f"attribcheck {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module_name, summary in COMMANDS:
        sub = commands.add_parser(name, help=summary, description=f"{summary}.".capitalize())
        if command in (None, name):
            module = importlib.import_module(f"attribcheck.cli.{module_name}")
            module.configure(sub)
            sub.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: Without the program's name; by default those of the process.

    Returns:
        The exit code: 0 clean, 1 findings, 2 usage or policy error, 3 the check could not be made,
        130 interrupted.
    """
    gc.set_threshold(_GARBAGE)
    given = sys.argv[1:] if arguments is None else list(arguments)
    names = {name for name, _, _ in COMMANDS}
    # A terminal or a locale that lacks a character must not end a check.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # suppressed
    try:
        parsed = _parsed(build_parser(given[0] if given and given[0] in names else None), given)
        return int(parsed.run(parsed))
    except AttribcheckError as error:
        _say(f"error: {error.message}", error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        # Interrupted while it runs a string (a NamedTuple is made by one), Python ends itself by
        # the signal in spite of our exit code, unless another string has run since.
        eval("0")  # noqa: S307 - a constant
        _say("interrupted", None)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _leave_quietly()
        return EXIT_NOT_CHECKED
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        _say(
            f"error: attribcheck failed: {what}",
            f"this is a fault of attribcheck; {DEBUG_VARIABLE}=1 shows where it happened",
        )
        return EXIT_NOT_CHECKED


def _parsed(parser: argparse.ArgumentParser, given: list[str]) -> argparse.Namespace:
    """Return the parsed command line; a reader of --help that has gone away is no error."""
    try:
        return parser.parse_args(given)
    except BrokenPipeError:  # before Python 3.11 argparse lets it through
        _leave_quietly()
        raise SystemExit(EXIT_CLEAN) from None
    except SystemExit:
        # What argparse has printed may still be buffered; the interpreter would fail at its end.
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_quietly()
        raise


def _say(message: str, hint: str | None) -> None:
    lines = [*message.splitlines(), *(f"hint: {line}" for line in (hint or "").splitlines()[:1])]
    lines += [f"      {line}" for line in (hint or "").splitlines()[1:]]
    with contextlib.suppress(OSError):
        sys.stderr.write("\n".join(map(printable, lines)) + "\n")


def _leave_quietly() -> None:
    """Keep the interpreter from failing a second time when it flushes a closed pipe at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def entry() -> NoReturn:
    """Run the command line and leave with its exit code (``python -m attribcheck``)."""
    code = main()
    # Python would look through all that lives for garbage before it ends: 20 ms of 250.
    gc.freeze()
    sys.exit(code)
