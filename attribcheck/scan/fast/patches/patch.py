"""The type of a patch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


def _no_facts() -> Any:
    return True


class Patch(NamedTuple):
    """One replacement in scancode, which can be left out alone.

    Attributes:
        name: Names it in reports and for ``fast.install``.
        replaces: The dotted names of scancode's functions and tables that it replaces.
        rests_on: The dotted names of all others that the argument in its docstring relies on. When
            the source of any name in the two is not the one that was read (``fast.assumptions``),
            the patch is left out.
        install: Puts it into the scancode of this process. Receives what ``facts`` returned.
        facts: Returns what ``install`` needs to know of the installed scancode, as JSON has it, or
            None where the patch does not apply to it. Called when the data file is made.
        licenses: Whether a scan for licences uses it.
        statements: Whether a scan for copyright statements uses it.
    """

    name: str
    replaces: tuple[str, ...]
    rests_on: tuple[str, ...]
    install: Callable[[Any], None]
    facts: Callable[[], Any] = _no_facts
    licenses: bool = True
    statements: bool = True
