"""Edits the text of a policy for ``declare``, ``except`` and ``init``: only adds, changes no byte.

``tomlkit`` would reformat arrays and their comments. The positions of keys are enough to insert
text in the right place. Every result is parsed again and must equal the old policy with the edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from attribcheck.core.errors import AttribcheckError, PolicyError, UsageError
from attribcheck.core.model import POLICY_NAME
from attribcheck.policy.fields import COMPONENT
from attribcheck.policy.loader import parse_policy
from attribcheck.policy.model import VERSION, Component, Packages, Policy, PolicyException
from attribcheck.policy.toml_positions import KeyPath, Place, positions
from attribcheck.policy.toml_writer import (
    INDENT,
    WIDTH,
    render_component,
    render_exception,
    render_packages,
    render_pair,
    render_string,
)
from attribcheck.policy.value_checks import quoted, suggestion

_BOM = "\ufeff"
_FIRST_LINE = f"version = {VERSION}\n"
_COMMENT = re.compile(r"#[^\n]*")
_KEY_ORDER = [key.name for key in COMPONENT.keys]

Insertion = tuple[int, str]
"""An offset in the text, in characters, and the text to insert there."""


def append_component(text: str, component: Component, comments: Sequence[str] = ()) -> str:
    """Return the policy ``text`` with ``component`` declared at its end.

    A blank text becomes a new policy. Line ends, and whether the last line has one, are kept.

    Args:
        text: A policy, with its own line ends.
        component: The component to declare.
        comments: Lines to put above it, without ``#``.

    Raises:
        PolicyError: ``text`` is not a valid policy.
        UsageError: it would be invalid with the component (a duplicate name, for example).
    """
    return append_components(text, [(component, comments)])


def append_components(text: str, added: Iterable[tuple[Component, Sequence[str]]]) -> str:
    """Return the policy ``text`` with components at its end; see ``append_component``.

    Args:
        text: A policy, with its own line ends.
        added: Each component, with the lines to put above it.

    Raises:
        PolicyError: ``text`` is not a valid policy.
        UsageError: it would be invalid with the components.
    """
    text = text if text.strip() else _FIRST_LINE
    old = _parse(text)
    components = list(old.components)
    for component, comments in added:
        text = _append(text, render_component(component, comments))
        components.append(component)
    return _verified(text, old._replace(components=tuple(components)))


def append_packages(text: str, packages: Packages) -> str:
    """Return the policy ``text`` with ``packages`` at its end; see ``append_component``.

    Raises:
        PolicyError: ``text`` is not a valid policy.
        UsageError: it would be invalid with the table.
    """
    old = _parse(text)
    edited = _append(text, render_packages(packages))
    return _verified(edited, old._replace(packages=(*old.packages, packages)))


def append_exception(text: str, exception: PolicyException) -> str:
    """Return the policy ``text`` with ``exception`` at its end; see ``append_component``.

    Raises:
        PolicyError: ``text`` is not a valid policy.
        UsageError: it would be invalid with the exception.
    """
    text = text if text.strip() else _FIRST_LINE
    old = _parse(text)
    edited = _append(text, render_exception(exception))
    return _verified(edited, old._replace(exceptions=(*old.exceptions, exception)))


def widen_component(
    text: str,
    name: str,
    *,
    paths: Sequence[str] = (),
    holders: Sequence[str] = (),
    models: Sequence[str] = (),
    **scalars: str | bool | None,
) -> str:
    """Return the policy ``text`` with values added to a declared component.

    Args:
        text: A policy, with its own line ends.
        name: The component's name.
        paths: Patterns to add, unless it has them.
        holders: Holders, likewise.
        models: Base models, likewise.
        **scalars: Any other attribute of ``Component``; None adds nothing.

    Raises:
        PolicyError: ``text`` is not a valid policy.
        UsageError: there is no such component, it has another value already, or the policy would
            be invalid afterwards.
    """
    old = _parse(text)
    bom = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(bom)
    index = _index(old, name)
    component = old.components[index]
    entry = _ComponentText(body, positions(body), ("component", index))
    wanted: dict[str, Any] = {"paths": paths, "holders": holders, "models": models, **scalars}
    changes: dict[str, Any] = {}
    insertions: list[Insertion] = []
    for spec in COMPONENT.keys:
        key, attribute = spec.name, spec.attribute
        value, present = wanted.pop(attribute, None), getattr(component, attribute)
        if value is None or value == present:
            continue
        if isinstance(present, tuple):
            missing = tuple(dict.fromkeys(item for item in value if item not in present))
            if missing:
                changes[attribute] = present + missing
                insertions += entry.extend(key, missing)
        elif present is None:
            changes[attribute] = value
            insertions.append(entry.add(key, value))
        else:
            line = component.lines.of(key)
            raise UsageError(
                f"{quoted(key)} of {quoted(name)} is {_shown(present)}, not {_shown(value)}",
                hint=f"if that has changed, edit line {line} of the policy",
            )
    if wanted:
        raise TypeError(f"a component has no {', '.join(wanted)}")
    edited = bom + _insert(body, insertions)
    components = list(old.components)
    components[index] = component._replace(**changes)
    return _verified(edited, old._replace(components=tuple(components)))


def _parse(text: str) -> Policy:
    return parse_policy(text.encode("utf-8", "surrogateescape"), POLICY_NAME)


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else str(value).lower()


def _index(policy: Policy, name: str) -> int:
    names = [component.name for component in policy.components]
    if name not in names:
        raise UsageError(
            f"the policy declares no component named {quoted(name)}{suggestion(name, names)}"
        )
    return names.index(name)


def _append(text: str, block: str) -> str:
    end = _line_end(text)
    if not text.endswith("\n"):
        return f"{text}{end}{end}{block.replace(chr(10), end)}"
    gap = "" if text.endswith(end * 2) else end
    return f"{text}{gap}{block.replace(chr(10), end)}{end}"


def _verified(edited: str, expected: Policy) -> str:
    """Return ``edited`` when it is the ``expected`` policy."""
    try:
        policy = _parse(edited)
    except PolicyError as error:
        raise UsageError(
            f"no edit was made, because the policy would be invalid after it:\n{error.message}",
            hint=error.hint,
        ) from error
    if policy._replace(path=None, text="") != expected._replace(path=None, text=""):
        raise AttribcheckError("no edit was made, because it would alter other entries")
    return edited


def _line_end(text: str) -> str:
    """Return the line end of the first line of ``text``, which added lines get too."""
    return "\r\n" if text[: text.find("\n")].endswith("\r") else "\n"


def _insert(text: str, insertions: Sequence[Insertion]) -> str:
    """Return ``text`` with all ``insertions``; those at one offset keep their order."""
    parts, start = [], 0
    for offset, addition in sorted(insertions, key=lambda insertion: insertion[0]):
        parts += [text[start:offset], addition]
        start = offset
    return "".join([*parts, text[start:]])


class _ComponentText:
    """One component in the text of a policy: finds where keys and array items can be added.

    Args:
        text: A valid policy, without a byte-order mark.
        places: ``positions(text)``.
        path: ``("component", index)``.
    """

    def __init__(self, text: str, places: Mapping[KeyPath, Place], path: KeyPath) -> None:
        self.text = text
        self.places = places
        self.path = path
        self.line_end = _line_end(text)
        self.inline = text[places[path].start] == "{"

    def extend(self, key: str, items: tuple[str, ...]) -> list[Insertion]:
        """Return the insertions that add ``items`` to the array at ``key``, which may be absent."""
        path = (*self.path, key)
        if path not in self.places:
            return [self.add(key, items)]
        rendered = [render_string(item) for item in items]
        close = self.places[path].end - 1
        size = next(n for n in count() if (*path, n) not in self.places)
        if not size:
            return [(close, ", ".join(rendered))]
        last = self.places[(*path, size - 1)]
        between = _COMMENT.sub(lambda match: " " * len(match.group()), self.text[last.end : close])
        comma = last.end + between.index(",") + 1 if "," in between else None
        bracket_line = self._line_start(close)
        if bracket_line > last.end and not self.text[bracket_line:close].strip():
            return self._own_lines(rendered, last, bracket_line, comma is not None)
        width = close - bracket_line + sum(len(item) + 2 for item in rendered)
        gap = " " if width < WIDTH else self.line_end + INDENT
        joined = f",{gap}".join(rendered)
        return [(last.end, f",{gap}{joined}")] if comma is None else [(comma, gap + joined)]

    def _own_lines(
        self, items: list[str], last: Place, bracket_line: int, comma: bool
    ) -> list[Insertion]:
        """Return the insertions into an array whose closing bracket has its own line."""
        before = self.text[self._line_start(last.start) : last.start]
        indent = before if not before.strip() else INDENT
        lines = f",{self.line_end}".join(indent + item for item in items)
        added = (bracket_line, lines + ("," if comma else "") + self.line_end)
        return [added] if comma else [(last.end, ","), added]

    def add(self, key: str, value: object) -> Insertion:
        """Return the insertion of a key behind the one that precedes it in ``fields.COMPONENT``."""
        earlier = _KEY_ORDER[: _KEY_ORDER.index(key)]
        before = next(name for name in reversed(earlier) if (*self.path, name) in self.places)
        place = self.places[(*self.path, before)]
        pair = render_pair(key, value)
        if self.inline:
            return (place.end, ", " + pair.replace("\n", self.line_end))
        start = self._line_start(place.start)
        indent = self.text[start : place.start]
        lines = "".join(f"{self.line_end}{indent}{line}" for line in pair.split("\n"))
        stop = self.text.find("\n", place.end)
        stop = len(self.text) if stop < 0 else stop
        return (stop - (self.text[:stop].endswith("\r")), lines)

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1
