"""Finds the folders that package managers fill, for ``[[packages]]`` tables of a first policy.

One table takes the place of a component a package. A folder with fewer packages than ``FEWEST``, or
without a list or manifests that name them, gets components.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attribcheck.core.contents import Contents
from attribcheck.core.errors import AttribcheckError, GitError
from attribcheck.core.model import Blob
from attribcheck.packages import folder as packages_folder
from attribcheck.policy.model import Component, Packages
from attribcheck.policy.path_patterns import PathPatterns

FEWEST = 3

_NODE = re.compile(r"(?:[^/]+/)*?node_modules(?=/)")
_GO_LIST = "/modules.txt"
_CARGO_COPY = "/.cargo-checksum.json"


def found(contents: Contents, declared: Iterable[Component] = ()) -> tuple[Packages, ...]:
    """Return a table for each folder of a package manager that a list or manifests describe.

    Args:
        contents: The snapshot.
        declared: The components of the policy; a folder with files of one is left to them.

    Raises:
        GitError: git failed.
    """
    listing = contents.listing()
    known = [PathPatterns(component.paths).matches for component in declared if component.paths]
    tables = []
    for folder, lists in _candidates(listing).items():
        files = {path: blob for path, blob in listing.items() if path.startswith(f"{folder}/")}
        if any(matches(path) for matches in known for path in files):
            continue
        if table := _usable(folder, lists, contents, files):
            tables.append(table)
    return tuple(tables)


def _candidates(listing: Mapping[str, Blob]) -> dict[str, tuple[str, ...]]:
    """Return the folders, each with the lists that it may have."""
    names: dict[str, tuple[str, ...]] = {}
    for path in sorted(listing):
        if match := _NODE.match(path):
            folder = match.group()
            if folder not in names:
                around = folder.removesuffix("node_modules")
                names[folder] = (
                    f"{around}package-lock.json",
                    f"{around}npm-shrinkwrap.json",
                    f"{folder}/.package-lock.json",
                )
        elif f"/{path}".endswith(f"/vendor{_GO_LIST}"):
            names.setdefault(path.removesuffix(_GO_LIST), (path,))
        elif path.endswith(_CARGO_COPY):
            folder = path.removesuffix(_CARGO_COPY).rpartition("/")[0]
            if folder and folder not in names:
                names[folder] = tuple(f"{above}Cargo.lock" for above in _above(folder))
    return {
        folder: tuple(path for path in lists if path in listing) for folder, lists in names.items()
    }


def _above(folder: str) -> Iterator[str]:
    """Yield the folders around ``folder`` with a slash at their end, nearest first; "" last."""
    while folder := folder.rpartition("/")[0]:
        yield f"{folder}/"
    yield ""


def _usable(
    folder: str, lists: tuple[str, ...], contents: Contents, files: Mapping[str, Blob]
) -> Packages | None:
    """Return the table with the first list that names as many packages as have manifests."""
    counts: dict[str | None, int] = {}
    for path in (*lists, None):
        table = Packages(folder, path)
        try:
            counts[path] = len(packages_folder.of_table(table, contents, files))
        except GitError:
            raise
        except AttribcheckError:
            counts[path] = 0  # a list that a check could not read
    most = max(counts.values())
    if most < FEWEST:
        return None
    best = next((path for path in counts if counts[path] * 2 > most), None)
    return Packages(folder, best)
