"""``attribcheck``: dispatches to a command, and turns errors into exit codes."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from attribcheck import __version__
from attribcheck.core.errors import (
    EXIT_CLEAN,
    EXIT_INTERRUPTED,
    EXIT_NOT_CHECKED,
    EXIT_USAGE,
    AttribcheckError,
)
from attribcheck.core.text import printable

# Name, module and help of each command. Only the module of the command that runs is imported.
COMMANDS = (
    ("init", "init", "scan the repository and draft attribcheck.toml"),
    ("hook", "hook", "check the staged changes (the entry point for pre-commit)"),
    ("check", "check", "check the work tree's tracked files, or PATHS"),
    ("notice", "notice", "write an attribution document, or check that it is current"),
    ("declare", "declare", "add a component to the policy, or extend one"),
    ("except", "exception", "add an exception to the policy"),
    ("review", "review", "settle findings one by one in the terminal"),
    ("origins", "origins", "index known origins, and match files with them"),
    ("weights", "weights", "test whether two models were initialised independently"),
    ("export", "export", "write the policy in a format of other tools"),
    ("explain", "explain", "print the documentation of a rule"),
    ("policy", "policy", "validate the policy, or print its JSON Schema"),
    ("cache", "cache", "show or clear the cache of scan results"),
    ("completion", "completion", "print the completion script of a shell"),
)
DEBUG_VARIABLE = "ATTRIBCHECK_DEBUG"

_GC_THRESHOLD = 200_000
"""New objects before the garbage collector runs. With Python's default of 700 it takes a twelfth of
the time of a commit's check, mostly for modules and values that live until the exit. With 20,000 it
takes a fiftieth of a check of 6,400 files; little of what a check drops is in cycles."""


class _Help(argparse.HelpFormatter):
    """Made for every option, not for help alone. Measures the terminal without ``shutil``: 2 ms."""

    def __init__(self, prog: str, **options: Any) -> None:
        chosen, columns = os.environ.get("COLUMNS", ""), 0
        if chosen.isdecimal():
            columns = int(chosen)
        else:
            with contextlib.suppress(OSError, AttributeError, ValueError):
                columns = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr] # suppressed
        super().__init__(prog, **{"width": (columns or 80) - 2, **options})


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; with ``command`` it knows that command only."""
    parser = argparse.ArgumentParser(
        prog="attribcheck",
        description="Whose code is this, is it declared, is it attributed?",
        epilog="exit codes: 0 clean; 1 findings; 2 usage or policy error; "
        "3 the check could not be made; 130 interrupted",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"attribcheck {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module_name, summary in COMMANDS:
        if command not in (None, name):
            continue  # to make them all takes 3 ms
        description = f"{summary}.".capitalize()
        sub = commands.add_parser(
            name, help=summary, description=description, formatter_class=_Help
        )
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
    gc.set_threshold(_GC_THRESHOLD)
    if arguments is None and sys.getfilesystemencoding() != "utf-8":
        _restart_in_utf8()
    words = sys.argv[1:] if arguments is None else list(arguments)
    names = {name for name, _, _ in COMMANDS}
    # An encoding that lacks a character must not end a check.
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # suppressed
    try:
        if not words:
            return _advise()
        words = _separated(words)
        parsed = _parsed(build_parser(words[0] if words and words[0] in names else None), words)
        return int(parsed.run(parsed))
    except AttribcheckError as error:
        _say(f"error: {error.message}", error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        # When the signal arrives inside of eval or exec (which create NamedTuples), Python kills
        # itself by the signal in spite of the exit code, unless eval has run again since.
        eval("0")  # noqa: S307 - a constant
        _say("interrupted", None)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _discard_stdout()
        return EXIT_NOT_CHECKED
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        description = " ".join(f"{type(error).__name__}: {error}".split())
        _say(
            f"error: attribcheck failed: {description}",
            f"this is a bug of attribcheck; {DEBUG_VARIABLE}=1 shows the traceback",
        )
        _drop_unwritten()
        return EXIT_NOT_CHECKED


def _advise() -> int:
    """Say what to do next; a usage error, since a gate that is called so checks nothing."""
    from attribcheck.cli.next_step import advice

    _say(f"usage: attribcheck [--version] COMMAND ...\n\n{advice()}", None)
    return EXIT_USAGE


def _restart_in_utf8() -> None:
    """Start again in Python's UTF-8 mode, which does not depend on the locale.

    git's paths are bytes. In another encoding the name of an argument is not the name that git has,
    and another file, or none, would be checked. Does nothing where it can't start again.
    """
    from pathlib import Path

    try:
        words = Path("/proc/self/cmdline").read_bytes().split(b"\0")[:-1]
    except OSError:
        words = [os.fsencode(word) for word in sys.orig_argv]
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    environment = {"PYTHONIOENCODING": f"{encoding}:backslashreplace", **os.environ}
    with contextlib.suppress(OSError):
        os.execve(sys.executable, [words[0], b"-X", b"utf8", *words[1:]], environment)  # noqa: S606 - itself


def _separated(words: list[str]) -> list[str]:
    """Return the command line with the names of files separated from options.

    Raises:
        UsageError: an option is the name of a file as well.
    """
    if words[:1] == ["hook"]:
        from attribcheck.cli import hook

        return ["hook", *hook.separated(words[1:])]
    from attribcheck.cli.arguments import require_no_imitation

    require_no_imitation(words[1:])
    return words


def _parsed(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    """Return the parsed command line; a closed pipe during --help is no error."""
    try:
        return parser.parse_args(words)
    except BrokenPipeError:  # before Python 3.11 argparse lets it through
        _discard_stdout()
        raise SystemExit(EXIT_CLEAN) from None
    except SystemExit:
        # The output of argparse may still be buffered; flushing it at exit would fail.
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _discard_stdout()
        raise


def _say(message: str, hint: str | None) -> None:
    lines = [*message.splitlines(), *(f"hint: {line}" for line in (hint or "").splitlines()[:1])]
    lines += [f"      {line}" for line in (hint or "").splitlines()[1:]]
    with contextlib.suppress(OSError):
        sys.stderr.write("\n".join(map(printable, lines)) + "\n")


def _drop_unwritten() -> None:
    """Drop what stdout can't take, such as a full device: Python's exit would fail once more."""
    try:
        sys.stdout.flush()
    except (AttributeError, OSError, ValueError):  # None, or closed
        _discard_stdout()


def _discard_stdout() -> None:
    """Redirect stdout to null, so that the flush of a closed pipe at exit does not fail again."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def entry() -> NoReturn:
    """Run the command line and exit with its exit code (``python -m attribcheck``)."""
    code = main()
    # Skips the last garbage collection: 20 ms of 250.
    gc.freeze()
    sys.exit(code)
