"""Tells names of files from options: a committed file may be called ``-h`` or ``--policy=x``.

pre-commit and other runners append names to the command without ``--``, and a shell does so for
``*``. Obeyed as an option, such a name ends the check or weakens it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable

_END = "--"


def separated(
    arguments: Sequence[str],
    staged: Callable[[], Collection[str]],
    tracked: Callable[[], Collection[str]],
    valued: Collection[str],
) -> list[str]:
    """Return the arguments of a hook with the names of files behind ``--``.

    A runner passes the options of its configuration first, then names. So an argument that looks
    like an option is a name when it follows another name, or when a file of that name is staged and
    no other argument can be the name.

    Args:
        arguments: What the hook was called with, without the command.
        staged: Returns the paths that are about to be committed.
        tracked: Returns every path of the index.
        valued: The options of which the next argument is the value.
    """
    if _END in arguments or not any(one.startswith("-") for one in arguments):
        return list(arguments)
    committed = staged()
    options: list[str] = []
    names: list[str] = []
    for at, argument in enumerate(arguments):
        if options and options[-1] in valued:
            options[-1] += f"={argument}"  # also where a file has the name of the value
            continue
        if not argument.startswith("-") or names:
            # What is staged is tracked: the whole index, perhaps very large, is listed for others.
            is_name = argument in committed or argument in tracked()
        else:
            is_name = argument in committed and argument not in arguments[at + 1 :]
        (names if is_name else options).append(argument)
    return [*options, _END, *names]


def require_no_imitation(arguments: Sequence[str]) -> None:
    """Refuse a command line on which an option is also the name of a file.

    Raises:
        UsageError: a file is called like an option before ``--``.
    """
    until = arguments.index(_END) if _END in arguments else len(arguments)
    for argument in arguments[:until]:
        if argument.startswith("-") and os.path.lexists(argument):
            shown = printable(argument)
            raise UsageError(
                f"{shown} is an option and the name of a file here",
                hint=f"./{shown} names the file; `--` before all names does too. Remove the file to"
                " use the option.",
            )
