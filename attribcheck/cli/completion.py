"""``attribcheck completion``: prints the completion script of a shell."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from attribcheck.cli import session
from attribcheck.core.errors import EXIT_CLEAN
from attribcheck.core.finding import RULE_NAMES

SHELLS = ("bash", "zsh", "fish")
_FILES = frozenset({"PATH", "PATHS", "FILE", "FILES", "DIR", "FORMAT=FILE"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def run(options: argparse.Namespace) -> int:
    """Print the script and return the exit code."""
    import shtab

    from attribcheck.cli.main import build_parser

    parser = build_parser()
    for action in _actions(parser):
        if action.metavar in _FILES and not action.choices:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks for it
        elif action.metavar == "RULE":
            action.choices = RULE_NAMES
    session.print_out(shtab.complete(parser, options.shell))
    return EXIT_CLEAN


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the actions of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to read them
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - likewise
            for command in action.choices.values():
                yield from _actions(command)
