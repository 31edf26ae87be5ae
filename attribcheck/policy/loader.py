"""Loads ``attribcheck.toml`` and its records as a ``Policy``, or reports every fault at once.

A store keeps valid documents between runs: TOML takes most of the time, and policies seldom change.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attribcheck.core.contents import Store
from attribcheck.core.errors import NotRegularError, PolicyError
from attribcheck.core.finding import Severity
from attribcheck.core.model import BASELINE_NAME, LOCK_NAME, POLICY_NAME
from attribcheck.policy import lockfile
from attribcheck.policy.model import (
    Component,
    LicenseTable,
    Lines,
    LinesFound,
    OriginTable,
    Packages,
    Policy,
    PolicyException,
    Project,
    ScanTable,
)

if TYPE_CHECKING:
    from attribcheck.policy.toml_positions import FindPlaces, KeyPath, Place

ReadFile = Callable[[str], "bytes | None"]
"""Returns the content of the regular file at a path; None when there is none."""

LinesByTable = Mapping["KeyPath", LinesFound]

CHECKED = "policy 1"
"""What a kept document passed; raise it when ``validator`` refuses what it accepted before."""

_BOM = "\ufeff"


def load_policy(read_file: ReadFile, store: Store | None = None) -> Policy:
    """Return the policy of a snapshot, with its records; the empty policy when it has none.

    Args:
        read_file: Reads a file of the snapshot; see ``sources.base.Source.read_file``.
        store: Keeps valid documents.

    Raises:
        PolicyError: it can't be used.
        GitError: it exists and can't be read.
    """
    data = _regular(read_file, POLICY_NAME)
    if data is None:
        return Policy()
    return with_records(parse_policy(data, POLICY_NAME, store), read_file)


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


def parse_policy(data: bytes, path: str, store: Store | None = None) -> Policy:
    """Return the policy in ``data``.

    Args:
        data: The bytes of an ``attribcheck.toml``: UTF-8, with or without a byte-order mark.
        path: The name for messages and for ``Policy.path``.
        store: Keeps valid documents.

    Raises:
        PolicyError: it is not UTF-8, not TOML, of a newer version, or ``validator`` finds faults.
            The message lists every fault with its place.
    """
    text = decode(data, path)
    key = hashlib.sha256(data).hexdigest() if store is not None else ""
    kept = store.get(key) if store is not None else None

    # Lazy: most runs report no line of the policy, and to find them takes as long as to parse it.
    @functools.cache
    def places() -> Mapping[KeyPath, Place]:
        from attribcheck.policy.toml_positions import positions

        return positions(text)

    if kept is not None:
        tree = _in(kept)
    else:
        from attribcheck.policy import document  # lazy: the usual commit changes no policy

        tree = document.parse(text, places, path)
        if store is not None:
            store.put(key, json.dumps(tree, default=date.isoformat).encode())
    lines = functools.cache(lambda: _kept_lines(places, key, store))
    return _build(tree, lines, path)._replace(text=text)


def _in(kept: bytes) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(kept)
    for exception in tree.get("exception", ()):
        if "expires" in exception:  # the only value that JSON has no type for
            exception["expires"] = date.fromisoformat(exception["expires"])
    return tree


def decode(data: bytes, path: str) -> str:
    """Return the text of a policy without its byte-order mark; line ends are kept.

    Raises:
        PolicyError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        from attribcheck.policy import document  # lazy, as above

        raise document.not_utf8(data, error.start, path) from error


def _build(tree: Mapping[str, Any], lines: Callable[[], LinesByTable], path: str) -> Policy:
    """Return the typed policy of a valid document."""

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
        packages=tuple(Packages(**values) for values in many("packages")),
        components=tuple(Component(**values) for values in many("component")),
        exceptions=tuple(PolicyException(**values) for values in many("exception")),
        severities={name: Severity.parse(label) for name, label in rules.items()},
    )


def _kept_lines(places: FindPlaces, key: str, store: Store | None) -> LinesByTable:
    """Return the lines of a document; a check with findings reads them every time."""
    name = f"{key} lines"
    if store is not None and (kept := store.get(name)) is not None:
        return {
            tuple(path): (line, {tuple(inside): at for inside, at in keys})
            for path, line, keys in json.loads(kept)
        }
    found = _lines_by_table(places())
    if store is not None:
        rows = [(path, line, [*keys.items()]) for path, (line, keys) in found.items()]
        store.put(name, json.dumps(rows).encode())
    return found


def _lines_by_table(places: Mapping[KeyPath, Place]) -> dict[KeyPath, LinesFound]:
    """Return the lines of each table, with keys by their path inside the table."""
    from attribcheck.policy.fields import TABLES  # lazy: with the lines

    keys: dict[KeyPath, dict[KeyPath, int]] = {}
    arrays = {table.name for table in TABLES if table.is_array}
    for path, place in places.items():
        depth = 2 if path[0] in arrays else 1
        if len(path) >= depth:
            inside = keys.setdefault(path[:depth], {})
            if len(path) > depth:
                inside[path[depth:]] = place.line
    return {path: (places[path].line, inside) for path, inside in keys.items()}
