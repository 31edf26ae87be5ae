"""The terminal of ``review``: one screen with one question.

click draws: it is there anyway, since scancode-toolkit needs it, and nothing here needs more.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from attribcheck.reports.ansi import Style

_FOOTER = 6  # lines beside the finding
_COLORS = {"+": "green", "-": "red", "@": "cyan"}
_END = ("\x04", "")  # Ctrl-D, and a terminal that is gone


class CancelledError(Exception):
    """A person did not go through with a decision; its message says what that means."""


class Screen:
    """The terminal; texts for it are printable already.

    Args:
        style: Colours, or none.
    """

    def __init__(self, style: Style) -> None:
        self._style = style

    def choose(self, title: str, lines: Sequence[str], said: str, keys: Mapping[str, str]) -> str:
        """Show a screen, cut to the height of the terminal, and return the key that is pressed.

        Args:
            title: The first line.
            lines: What it is about.
            said: What the last decision led to; may be empty.
            keys: The keys with the words for them; "q" is one.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        room = max(5, shutil.get_terminal_size().lines - _FOOTER)
        if len(lines) > room:
            lines = [*lines[: room - 1], f"   ... {counted(len(lines) - room + 1, 'more line')}"]
        menu = "  ".join(f"[{key}] {words}" for key, words in keys.items())
        click.clear()
        click.echo("\n".join([self._style(title, "bold"), "", *lines, "", *filter(None, [said])]))
        click.echo(menu)
        try:
            while (key := click.getchar().lower()) not in keys:
                if key in _END:
                    return "q"
        except EOFError:
            return "q"
        return key

    def ask(self, question: str, default: str | None = "") -> str:
        """Return the answer to a question.

        Args:
            question: The question.
            default: The answer of an empty line; None when there has to be one.

        Raises:
            CancelledError: Ctrl-C or Ctrl-D.
        """
        try:
            answer = click.prompt(question, default=default, show_default=bool(default))
        except click.Abort:
            raise CancelledError("nothing was changed") from None
        return str(answer).strip()

    def number(self, question: str, names: Sequence[str]) -> int:
        """Return the index of the name that a person chose; errors as for ``ask``."""
        for number, name in enumerate(names, 1):
            click.echo(f"{number:5} {printable(name)}")
        try:
            chosen: int = click.prompt(question, type=click.IntRange(1, len(names)))
        except click.Abort:
            raise CancelledError("nothing was changed") from None
        return chosen - 1

    def confirm(self, diff: Sequence[str]) -> None:
        """Show a diff, and ask whether to write it.

        Raises:
            CancelledError: it is not to be written.
        """
        click.echo()
        for line in diff:
            click.echo(self._style(line, *filter(None, [_COLORS.get(line[:1])])))
        try:
            agreed = click.confirm("write it?", default=True)
        except click.Abort:
            agreed = False
        if not agreed:
            raise CancelledError("nothing was written")
