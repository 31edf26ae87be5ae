"""Loads a policy with a component for each package of its ``[[packages]]`` tables.

The one place where policy and snapshot are joined: every rule, document and report sees ordinary
components. What a table gives is kept between runs, by the object ids of all that it depends on.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from attribcheck.core.contents import Contents, Store
from attribcheck.core.errors import AttribcheckError, GitError, PolicyError
from attribcheck.core.text import printable
from attribcheck.packages.row import Row
from attribcheck.policy import loader
from attribcheck.policy.model import Component, Packages, Policy
from attribcheck.policy.path_patterns import PathPatterns, literal_prefix

if TYPE_CHECKING:
    from attribcheck.core.model import Blob

_FORMAT = "packages 1"
_PROBE = "\N{BULLET}"  # a name that no pattern has by chance


class Snapshot(Contents, Protocol):
    """What a policy is loaded from; see ``sources.base.Source``."""

    def read_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path``, or None when there is none."""
        ...


def load_policy(source: Snapshot, store: Store | None = None) -> Policy:
    """Return the policy of a snapshot, with its records and its packages.

    Args:
        source: The snapshot.
        store: Keeps valid documents, and packages.

    Raises:
        PolicyError: the policy, one of its records or a list of packages can't be used.
        GitError: one of them exists and can't be read.
    """
    return with_packages(loader.load_policy(source.read_file, store), source, store)


def with_packages(policy: Policy, contents: Contents, store: Store | None = None) -> Policy:
    """Return ``policy`` with its packages as components behind its own.

    A component whose paths cover the folder of a package takes its place.

    Args:
        policy: A policy; packages that it has from another snapshot are dropped.
        contents: The snapshot in which the packages are.
        store: Keeps packages.

    Raises:
        PolicyError: a list can't be used.
        GitError: git failed.
    """
    if not policy.packages:
        return policy
    own = tuple(component for component in policy.components if not component.listed)
    names = {component.name for component in own}
    found: list[Component] = []
    for table in policy.packages:
        rows = _rows(policy, table, contents, store)
        if declared := _declared(own, table.folder):
            rows = [r for r in rows if not any(one(f"{r.folder}/{_PROBE}") for one in declared)]
        found += _components(rows, table, names)
    return policy._replace(components=(*own, *found))


def _declared(components: Iterable[Component], folder: str) -> list[Callable[[str], bool]]:
    """Return what matches the paths of the components that may declare a package in ``folder``."""
    return [
        PathPatterns(component.paths).matches
        for component in components
        if any(
            not prefix or f"{prefix}/".startswith(f"{folder}/") or folder.startswith(f"{prefix}/")
            for prefix in map(literal_prefix, component.paths)
        )
    ]


def _components(rows: Iterable[Row], table: Packages, names: set[str]) -> Iterator[Component]:
    """Yield a component for each package; the same version in several folders is one.

    Args:
        rows: The packages.
        table: Their table.
        names: The names of components that are in use; those of the packages are added.
    """
    same: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        same.setdefault((row.name, row.version, row.purl, row.license), []).append(row)
    for copies in same.values():
        first = copies[0]
        yield Component(
            name=_unused(first, names),
            license=first.license,
            paths=tuple(pattern for row in copies for pattern in row.paths),
            version=first.version,
            purl=first.purl,
            listed=first.place,
            lines=table.lines,
        )


def _unused(row: Row, names: set[str]) -> str:
    """Return the name of a package as a component, which no other has, and add it to ``names``."""
    wanted = (row.name, f"{row.name} ({row.version})", f"{row.name} ({row.folder})")
    numbered = (f"{row.name} ({row.folder}, {number})" for number in itertools.count(2))
    name = next(one for one in itertools.chain(wanted, numbered) if one not in names)
    names.add(name)
    return name


def _rows(policy: Policy, table: Packages, contents: Contents, store: Store | None) -> list[Row]:
    """Return the packages of ``table``, from the store where they are kept.

    Raises:
        PolicyError: the list can't be used.
        GitError: git failed.
    """
    listing = contents.listing()
    prefix = f"{table.folder}/"
    files = {path: blob for path, blob in listing.items() if path.startswith(prefix)}
    key = _key(table, listing, files) if store is not None else ""
    if store is not None and (kept := store.get(key)) is not None:
        return [Row(top, tuple(paths), *rest) for top, paths, *rest in json.loads(kept)]
    from attribcheck.packages import folder  # lazy: the usual commit changes no package

    try:
        found = folder.of_table(table, contents, files)
    except GitError:
        raise
    except AttribcheckError as error:
        raise _unusable(policy, table, error.message) from error
    if store is not None:
        store.put(key, json.dumps(found).encode())
    return found


def _key(table: Packages, listing: Mapping[str, Blob], files: Mapping[str, Blob]) -> str:
    """Return a digest of all that the packages of a table depend on."""
    listed = listing.get(table.list) if table.list else None
    parts = [_FORMAT, table.folder, table.list or "", listed.oid if listed else ""]
    parts += [f"{path}\n{blob.oid}{blob.kind.value}" for path, blob in files.items()]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _unusable(policy: Policy, table: Packages, why: str) -> PolicyError:
    subject = f'list "{table.list}" of ' if table.list else ""
    where = f"{policy.display_path}:{table.lines.of('list')}"
    return PolicyError(
        printable(f'{where}: {subject}the packages in "{table.folder}": {why}'),
        hint="restore the list or name another one; without the table each package in the folder"
        " needs a [[component]]",
    )
