"""Renders components and exceptions as TOML, for ``editor`` and for the fixes of findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable
from attribcheck.policy.fields import COMPONENT, EXCEPTION, PACKAGES, Table
from attribcheck.policy.model import Component, Packages, PolicyException

WIDTH = 100
INDENT = "    "
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def render_component(component: Component, comments: Sequence[str] = ()) -> str:
    """Return the ``[[component]]`` block of ``component``, without a line end behind it.

    Keys are in the order of ``fields``; empty ones are omitted.

    Args:
        component: The component.
        comments: Lines to put above it, without ``#``.

    Raises:
        UsageError: a string holds bytes that are not UTF-8.
    """
    return _block(COMPONENT, component, comments)


def render_packages(packages: Packages) -> str:
    """Return the ``[[packages]]`` block of ``packages``, without a line end behind it.

    Raises:
        UsageError: a string holds bytes that are not UTF-8.
    """
    return _block(PACKAGES, packages, ())


def render_exception(exception: PolicyException) -> str:
    """Return the ``[[exception]]`` block of ``exception``, without a line end behind it.

    Raises:
        UsageError: a string holds bytes that are not UTF-8.
    """
    return _block(EXCEPTION, exception, ())


def render_pair(name: str, value: object) -> str:
    """Return ``name = value``; a wide array has each item on its own line.

    Raises:
        UsageError: a string holds bytes that are not UTF-8.
    """
    if not isinstance(value, tuple):
        return f"{name} = {_scalar(value)}"
    items = [_scalar(item) for item in value]
    line = f"{name} = [{', '.join(items)}]"
    if len(line) <= WIDTH:
        return line
    return "\n".join([f"{name} = [", *(f"{INDENT}{item}," for item in items), "]"])


def render_string(text: str) -> str:
    r"""Return ``text`` as a basic string; invisible characters are written as ``\uXXXX``.

    Raises:
        UsageError: it holds bytes that are not UTF-8 (surrogate escapes): TOML can't write them.
    """
    if printable(text) == text and not any(map(text.__contains__, _ESCAPES)):
        return f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if printable(character) == character:
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        raise UsageError(
            f"TOML can't write the byte {printable(character)}, which is not UTF-8",
            hint='in a path pattern, write "?", which matches any one character',
        )
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _block(table: Table, item: object, comments: Sequence[str]) -> str:
    lines = [f"# {printable(line)}".rstrip() for text in comments for line in text.split("\n")]
    lines.append(table.header)
    for key in table.keys:
        value = getattr(item, key.attribute)
        if value is not None and value != ():
            lines.append(render_pair(key.name, value))
    return "\n".join(lines)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return render_string(str(value))
