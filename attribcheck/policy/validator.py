"""Finds every fault of a policy that is valid TOML, each with its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from attribcheck.policy import path_patterns
from attribcheck.policy.fields import HIGHEST_COUNT, TABLES, Form, Key, Kind, Table
from attribcheck.policy.model import VERSION
from attribcheck.policy.toml_positions import FindPlaces, KeyPath, Place
from attribcheck.policy.value_checks import CHECKS, quoted, suggestion

MOST_SPECIAL = 2000
"""The limit of patterns with special characters in one list: a path costs each of them a try."""

_TOML_TYPES: tuple[tuple[type, str], ...] = (  # bool is an int and datetime a date: order matters
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number with a fraction"),
    (str, "a string"),
    (datetime, "a date with a time"),
    (date, "a date"),
    (time, "a time"),
    (list, "an array"),
    (dict, "a table"),
)


class Problem(NamedTuple):
    """A fault of a policy.

    Attributes:
        line: From 1; 0 when it has no place.
        column: From 1, in characters.
        message: The fault, as a clause.
        show_line: Whether to quote the line.
    """

    line: int
    column: int
    message: str
    show_line: bool = True


def find_problems(tree: Mapping[str, Any], places: FindPlaces) -> list[Problem]:
    """Return every fault of a policy by ``fields`` and ``value_checks``; none when it is valid.

    For a policy of a newer version that is the only fault: the rest may be valid there.

    Args:
        tree: The document from ``tomllib``.
        places: Returns its places from ``toml_positions.positions``; called when there is a fault.
    """
    version = tree.get("version")
    if type(version) is int and version > VERSION:
        message = (
            f"written for a newer attribcheck: version {_shown(version)};"
            f" this one reads version {VERSION}; upgrade: pip install -U attribcheck"
        )
        return [_at(places()[("version",)], message)]
    validator = _Validator(places)
    validator.document(tree)
    return validator.problems


def _at(place: Place, message: str) -> Problem:
    return Problem(place.line, place.column, message)


def _named(value: object) -> str:
    return next(name for kind, name in _TOML_TYPES if isinstance(value, kind))


def _shown(value: object) -> str:
    """Return an integer itself, and the type of any other value."""
    # Python refuses to write thousands of digits; TOML promises 64 bits and no more.
    return str(value) if type(value) is int and abs(value) < 2**63 else _named(value)


class _Validator:
    """Collects the faults of a parsed document."""

    def __init__(self, places: FindPlaces) -> None:
        self._places = places
        self.problems: list[Problem] = []

    def document(self, tree: Mapping[str, Any]) -> None:
        known = {table.name: table for table in TABLES}
        self._version(tree)
        for name, value in tree.items():
            if name in known:
                self._table(known[name], value)
            elif name != "version":
                noun = "table" if isinstance(value, (dict, list)) else "key"
                near = suggestion(name, known, lambda found: known[found].header)
                self._add((name,), f"unknown {noun} {quoted(name)}{near}")

    def _add(self, path: KeyPath, message: str) -> None:
        self.problems.append(_at(self._places()[path], message))

    def _version(self, tree: Mapping[str, Any]) -> None:
        if "version" not in tree:
            message = f'missing "version = {VERSION}" at the top, before the first table'
            self.problems.append(Problem(1, 1, message, show_line=False))
        elif type(tree["version"]) is not int or tree["version"] != VERSION:
            self._add(("version",), f'"version" must be {VERSION}, found {_shown(tree["version"])}')

    def _table(self, table: Table, value: Any) -> None:
        path: KeyPath = (table.name,)
        if not table.is_array:
            if isinstance(value, dict):
                self._keys(table, value, path)
            else:
                self._add(path, f"{table.header} must be one table, found {_named(value)}")
            return
        if not isinstance(value, list):
            expected = f"{table.header} must be an array of tables, in double brackets"
            self._add(path, f"{expected}, found {_named(value)}")
            return
        for index, item in enumerate(value):
            if isinstance(item, dict):
                self._keys(table, item, (*path, index))
            else:
                self._add((*path, index), f"{table.header} must be a table, found {_named(item)}")
        if table.name == "component":
            self._unique("component", "name", "a component named {} is already declared", value)
        if table.name == "packages":
            self._unique("packages", "folder", "the packages of {} are already declared", value)

    def _unique(self, table: str, key: str, message: str, items: list[Any]) -> None:
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            name = item.get(key) if isinstance(item, dict) else None
            if not isinstance(name, str) or first.setdefault(name, index) == index:
                continue
            line = self._places()[(table, first[name], key)].line
            self._add((table, index, key), f"{message.format(quoted(name))} on line {line}")

    def _keys(self, table: Table, values: Mapping[str, Any], path: KeyPath) -> None:
        known = table.by_name
        for name, value in values.items():
            if name in known:
                self._value(table, known[name], value, (*path, name))
            else:
                message = f"unknown key {quoted(name)} in {table.header}{suggestion(name, known)}"
                self._add((*path, name), message)
        for key in table.keys:
            if key.name in values or values.get(key.unless):
                continue
            if key.required or key.unless:
                instead = f" (or {quoted(key.unless)})" if key.unless else ""
                self._add(path, f"missing {quoted(key.name)}{instead} in {table.header}")
        if isinstance(header := values.get("header"), str):
            self._header(header, values, path)

    def _header(self, header: str, project: Mapping[str, Any], path: KeyPath) -> None:
        """Check that ``[project]`` has the values that its header names."""
        from attribcheck.notices import header_template  # lazy: few policies have one

        holders = project.get("holders")
        named = (
            [one for one in holders if isinstance(one, str)] if isinstance(holders, list) else []
        )
        for name, is_there, wanted in (
            ("license", "license" in project, '"license"'),
            ("holder", header_template.holder(named), 'a name in "holders", besides patterns'),
        ):
            if header_template.needs(header, name) and not is_there:
                self._add((*path, "header"), f'"header" has {{{name}}}, which requires {wanted}')

    def _value(self, table: Table, key: Key, value: Any, path: KeyPath) -> None:
        subject = f"{quoted(key.name)} in {table.header}"
        if not _is_kind(value, key.kind):
            self._add(path, f"{subject} must be {key.kind.value}, found {_shown(value)}")
        elif key.kind is Kind.STRING:
            self._string(subject, key, value, path)
        elif key.kind is Kind.STRINGS:
            if key.non_empty and not value:
                self._add(path, f"{subject} must not be empty")
            if key.form is Form.PATTERN and len(special := _special(value)) > MOST_SPECIAL:
                what = f"has more than {MOST_SPECIAL:,} patterns with special characters"
                self._add((*path, special[MOST_SPECIAL]), f"{subject} {what}")
                return
            for index, item in enumerate(value):
                if isinstance(item, str):
                    self._string(subject, key, item, (*path, index))
                else:
                    found = _named(item)
                    self._add((*path, index), f"{subject} must hold strings, found {found}")

    def _string(self, subject: str, key: Key, value: str, path: KeyPath) -> None:
        if not value.strip():
            self._add(path, f"{subject} must not be blank")
            return
        for fault in CHECKS[key.form](value):
            self._add(path, f"{subject}: {fault}")


def _special(patterns: list[object]) -> list[int]:
    """Return the indices of the patterns that are tried on each path, one by one."""
    return [at for at, one in enumerate(patterns) if not path_patterns.is_plain(str(one))]


def _is_kind(value: object, kind: Kind) -> bool:
    if kind is Kind.STRING:
        return isinstance(value, str)
    if kind is Kind.STRINGS:
        return isinstance(value, list)  # its items have places of their own
    if kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if kind is Kind.COUNT:
        return type(value) is int and 0 < value <= HIGHEST_COUNT
    return type(value) is date
