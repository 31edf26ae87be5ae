"""Loads ``attribcheck.toml`` and its records as a ``Policy``, or reports every fault at once.

``tomllib`` parses the text, ``toml_positions`` finds its lines and ``validator`` its faults.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from attribcheck.core.errors import NotRegularError, PolicyError
from attribcheck.core.finding import Severity
from attribcheck.core.model import BASELINE_NAME, LOCK_NAME, POLICY_NAME
from attribcheck.core.text import printable
from attribcheck.policy import lockfile
from attribcheck.policy.fields import TABLES
from attribcheck.policy.model import (
    Component,
    LicenseTable,
    Lines,
    LinesFound,
    OriginTable,
    Policy,
    PolicyException,
    Project,
    ScanTable,
)
from attribcheck.policy.toml_positions import FindPlaces, KeyPath, Place, positions
from attribcheck.policy.validator import Problem, find_problems

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ReadFile = Callable[[str], "bytes | None"]
"""Returns the content of the regular file at a path; None when there is none."""

_BOM = "\ufeff"
_EXCERPT_WIDTH = 160  # characters
_TOML_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LONGEST = 4_000_000  # characters
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = re.compile(rf"(?<![\w.-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{32}}")
_SCHEMA_HINT = "`attribcheck policy schema` lists every table and key"


def load_policy(read_file: ReadFile) -> Policy:
    """Return the policy of a snapshot with its records; the empty policy when it has none.

    Args:
        read_file: Reads a file of the snapshot; see ``sources.base.Source.read_file``.

    Raises:
        PolicyError: it can't be used.
        GitError: it exists and can't be read.
    """
    data = _regular(read_file, POLICY_NAME)
    return Policy() if data is None else with_records(parse_policy(data, POLICY_NAME), read_file)


def with_records(policy: Policy, read_file: ReadFile) -> Policy:
    """Return ``policy`` with the lock and the baseline of a snapshot, if any.

    Raises:
        PolicyError: one of them can't be used.
        GitError: one of them exists and can't be read.
    """
    if (data := _regular(read_file, LOCK_NAME)) is not None:
        policy = policy._replace(locked=lockfile.parse(data, LOCK_NAME))
    if (data := _regular(read_file, BASELINE_NAME)) is not None:
        from attribcheck.policy import accepted  # lazy: most repositories have none

        policy = policy._replace(accepted=accepted.parse(data, BASELINE_NAME))
    return policy


def _regular(read_file: ReadFile, name: str) -> bytes | None:
    try:
        return read_file(name)
    except NotRegularError as error:
        # Not treated as absent: a command that writes a first policy would follow the link.
        raise not_regular(name, error.kind) from error


def not_regular(name: str, kind: str) -> PolicyError:
    """Return the error for a policy or lock that is a ``kind``: a symlink, a directory, ..."""
    return PolicyError(
        f"{name} is a {kind}; it must be a regular file", hint=f"replace {name} by a regular file"
    )


def parse_policy(data: bytes, path: str) -> Policy:
    """Return the policy in ``data``.

    Args:
        data: The bytes of an ``attribcheck.toml``: UTF-8, with or without a byte-order mark.
        path: The name for messages and for ``Policy.path``.

    Raises:
        PolicyError: it is not UTF-8, not TOML, of a newer version, or ``validator`` finds faults.
            The message lists every fault with its place.
    """
    text = decode(data, path)
    if problem := _too_much(text):
        raise _error([problem], text, path)
    # Lazy: most runs report no line of the policy, and to find them takes as long as to parse it.
    places = functools.cache(lambda: positions(text))
    try:
        tree = tomllib.loads(text)
        problems = find_problems(tree, places)
    except RecursionError as error:
        problem = Problem(0, 0, "the arrays and tables are nested too deeply")
        raise _error([problem], text, path) from error
    except ValueError as error:  # also Python's own, for an integer of thousands of digits
        raise _error([_toml_problem(error, text)], text, path) from error
    if problems:
        raise _error(problems, text, path, hint=_SCHEMA_HINT)
    return _build(tree, places, path)._replace(text=text)


def decode(data: bytes, path: str) -> str:
    """Return the text of a policy without its byte-order mark; line ends are kept.

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


def _toml_problem(error: ValueError, text: str) -> Problem:
    message = str(error)
    match = _TOML_POSITION.search(message)
    if match is None:
        return Problem(0, 0, f"not TOML: {message}")
    line = int(match[1] or text.count("\n") + 1)
    column = int(match[2] or len(text) - (text.rfind("\n") + 1) + 1)
    return Problem(line, column, f"not TOML: {message[: match.start()]}")


def _too_much(text: str) -> Problem | None:
    """Return the problem of a document that would take more than linear time to parse, or None.

    A policy can come from an untrusted fork, and a parser's time grows with the square of the
    number of parts in a dotted key. None of this format has more than two.
    """
    if len(text) > _LONGEST:
        return Problem(0, 0, f"it has {len(text):,} characters; {_LONGEST:,} are the most")
    if match := _DOTTED.search(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        return Problem(line, column, "a key of more than 32 parts", show_line=False)
    return None


def _error(
    problems: list[Problem], text: str, path: str, *, hint: str | None = None
) -> PolicyError:
    source = text.split("\n")
    lines = []
    for problem in sorted(problems):
        place = f":{problem.line}:{problem.column}" if problem.line else ""
        lines.append(f"{printable(path)}{place}: {printable(problem.message)}")
        excerpt = source[problem.line - 1].rstrip() if problem.show_line and problem.line else ""
        if excerpt:
            cut = excerpt[:_EXCERPT_WIDTH] + ("…" if len(excerpt) > _EXCERPT_WIDTH else "")
            lines.append(f"    {printable(cut)}")
    return PolicyError("\n".join(lines), hint=hint)


def _build(tree: Mapping[str, Any], places: FindPlaces, path: str) -> Policy:
    """Return the typed policy of a valid document."""
    lines = functools.cache(lambda: _lines_by_table(places()))

    def fields(table: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        values = {
            name.replace("-", "_"): tuple(value) if isinstance(value, list) else value
            for name, value in table.items()
        }
        return {**values, "lines": Lines.found_by(lambda: lines()[path])}

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
    )


def _lines_by_table(places: Mapping[KeyPath, Place]) -> dict[KeyPath, LinesFound]:
    """Return the lines of each table, with keys by their path inside the table."""
    keys: dict[KeyPath, dict[KeyPath, int]] = {}
    arrays = {table.name for table in TABLES if table.is_array}
    for path, place in places.items():
        depth = 2 if path[0] in arrays else 1
        if len(path) >= depth:
            inside = keys.setdefault(path[:depth], {})
            if len(path) > depth:
                inside[path[depth:]] = place.line
    return {path: (places[path].line, inside) for path, inside in keys.items()}
