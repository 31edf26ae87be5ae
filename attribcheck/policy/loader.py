"""Reads ``attribcheck.toml``: the whole of it is right, or every fault is told at once.

The text is parsed by ``tomllib``; ``positions`` says where things stand, and ``validate`` whether
they may stand there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from attribcheck.core.errors import NotRegularError, PolicyError
from attribcheck.core.finding import Severity
from attribcheck.core.model import LOCK_NAME, POLICY_NAME
from attribcheck.core.text import printable
from attribcheck.policy import lockfile
from attribcheck.policy.fields import TABLES
from attribcheck.policy.model import (
    Component,
    LicenseTable,
    Lines,
    OriginTable,
    Policy,
    PolicyException,
    Project,
    ScanTable,
)
from attribcheck.policy.toml_positions import KeyPath, Place, positions
from attribcheck.policy.validator import Problem, faults

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ReadFile = Callable[[str], "bytes | None"]
"""Returns the content of the regular file at a path; None when there is none."""

_BOM = "\ufeff"
_EXCERPT_WIDTH = 160
_TOML_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SCHEMA_HINT = "`attribcheck policy schema` lists every table and key"


def load(read_file: ReadFile) -> Policy:
    """Return the policy of a snapshot, with what its lock records; the empty one without any.

    Args:
        read_file: Reads a file of the snapshot; see ``sources.base.Source.read_file``.

    Raises:
        PolicyError: it can't be used.
        GitError: it is there and can't be read.
    """
    data = _regular(read_file, POLICY_NAME)
    return Policy() if data is None else with_lock(parse(data, POLICY_NAME), read_file)


def with_lock(policy: Policy, read_file: ReadFile) -> Policy:
    """Return ``policy`` with what the lock of a snapshot records of its components, if any.

    Raises:
        PolicyError: the lock can't be used.
        GitError: it is there and can't be read.
    """
    data = _regular(read_file, LOCK_NAME)
    return policy if data is None else policy._replace(locked=lockfile.parse(data, LOCK_NAME))


def _regular(read_file: ReadFile, name: str) -> bytes | None:
    try:
        return read_file(name)
    except NotRegularError as error:
        # Not taken for absent: what writes a first policy would follow the link.
        raise PolicyError(
            f"{name} is a {error.kind}, and the policy is read from a regular file only",
            hint=f"put the policy itself at {name}",
        ) from error


def parse(data: bytes, path: str) -> Policy:
    """Return the policy that ``data`` holds.

    Args:
        data: The bytes of an ``attribcheck.toml``: UTF-8, with or without a byte-order mark.
        path: The name to show in messages and to keep in ``Policy.path``.

    Raises:
        PolicyError: it is not UTF-8, not TOML, of a newer version, or anything in it is not as
            ``tables`` and ``checks`` ask for. The message lists every fault with its place.
    """
    text = decode(data, path)
    tree, places = _read_toml(text, path)
    if problems := faults(tree, places):
        raise _error(problems, text, path, hint=_SCHEMA_HINT)
    return _build(tree, places, path)._replace(text=text)


def decode(data: bytes, path: str) -> str:
    """Return the text of a policy, without a byte-order mark and with its own line ends.

    Raises:
        PolicyError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        shown = data.decode("utf-8", "surrogateescape")
        problem = Problem(line, column, f"byte 0x{data[error.start]:02x} is not UTF-8")
        raise _error([problem], shown, path, hint="save the file as UTF-8") from error


def _read_toml(text: str, path: str) -> tuple[dict[str, Any], dict[KeyPath, Place]]:
    try:
        return tomllib.loads(text), positions(text)
    except RecursionError as error:
        problem = Problem(0, 0, "the arrays and tables are nested too deeply")
        raise _error([problem], text, path) from error
    except ValueError as error:  # also Python's own, for an integer of thousands of digits
        message = str(error)
        match = _TOML_POSITION.search(message)
        if match is None:
            problem = Problem(0, 0, f"not TOML: {message}")
        else:
            line = int(match[1] or text.count("\n") + 1)
            column = int(match[2] or len(text) - (text.rfind("\n") + 1) + 1)
            problem = Problem(line, column, f"not TOML: {message[: match.start()]}")
        raise _error([problem], text, path) from error


def _error(
    problems: list[Problem], text: str, path: str, *, hint: str | None = None
) -> PolicyError:
    source = text.split("\n")
    told = []
    for problem in sorted(problems):
        place = f":{problem.line}:{problem.column}" if problem.line else ""
        told.append(f"{printable(path)}{place}: {printable(problem.message)}")
        excerpt = source[problem.line - 1].rstrip() if problem.shown and problem.line else ""
        if excerpt:
            cut = excerpt[:_EXCERPT_WIDTH] + ("…" if len(excerpt) > _EXCERPT_WIDTH else "")
            told.append(f"    {printable(cut)}")
    return PolicyError("\n".join(told), hint=hint)


def _build(tree: Mapping[str, Any], places: Mapping[KeyPath, Place], path: str) -> Policy:
    """Return the typed policy of a document that has no faults."""
    lines = _lines_by_table(places)

    def fields(table: Mapping[str, Any], where: KeyPath) -> dict[str, Any]:
        found = {
            name.replace("-", "_"): tuple(value) if isinstance(value, list) else value
            for name, value in table.items()
        }
        return {**found, "lines": lines[where]}

    def one(name: str) -> dict[str, Any]:
        return fields(tree[name], (name,)) if name in tree else {}

    def many(name: str) -> list[dict[str, Any]]:
        return [fields(table, (name, index)) for index, table in enumerate(tree.get(name, ()))]

    rules = tree.get("rules", {})
    return Policy(
        path=path,
        project=Project(**one("project")),
        licenses=LicenseTable(**one("licenses")) if "licenses" in tree else None,
        origins=OriginTable(**one("origins")) if "origins" in tree else None,
        scan=ScanTable(**one("scan")),
        components=tuple(Component(**values) for values in many("component")),
        exceptions=tuple(PolicyException(**values) for values in many("exception")),
        severities={name: Severity.parse(label) for name, label in rules.items()},
        rule_lines=lines.get(("rules",), Lines()),
    )


def _lines_by_table(places: Mapping[KeyPath, Place]) -> dict[KeyPath, Lines]:
    """Return the lines of each table, its keys by their path inside of the table."""
    keys: dict[KeyPath, dict[KeyPath, int]] = {}
    arrays = {table.name for table in TABLES if table.many}
    for path, place in places.items():
        depth = 2 if path[0] in arrays else 1
        if len(path) >= depth:
            inside = keys.setdefault(path[:depth], {})
            if len(path) > depth:
                inside[path[depth:]] = place.line
    return {path: Lines(places[path].line, inside) for path, inside in keys.items()}
