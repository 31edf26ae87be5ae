"""What the stored indexes hold, and which of them a name means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.model import Component
from attribcheck.copies.store import SUFFIX
from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.text import printable
from attribcheck.weights import document


class Entry(NamedTuple):
    """One component of one index.

    Attributes:
        component: The component.
        files: The number of its files in the index, or of the files of its weights.
        lines: The number of their lines; 0 for weights.
        path: The file of the index.
        size: The size of the index in bytes, also when other components are in it.
        alone: Whether it is the only component of the index.
        kind: "code" or "weights".
    """

    component: Component
    files: int
    lines: int
    path: Path
    size: int
    alone: bool
    kind: str = "code"

    @property
    def index_name(self) -> str:
        """The name of the index."""
        return index_name(self.path)


class Listing(NamedTuple):
    """What the stored indexes hold.

    Attributes:
        entries: Every component, in the order of the indexes.
        damaged: The indexes that can't be read, and why.
    """

    entries: tuple[Entry, ...]
    damaged: tuple[tuple[Path, str], ...]


def index_name(path: Path) -> str:
    """Return the name of an index by its file; a fingerprint of weights keeps its suffix."""
    return path.name.removesuffix(SUFFIX)


def listing(paths: Iterable[Path]) -> Listing:
    """Return what the indexes at ``paths`` hold."""
    found: list[Entry] = []
    damaged: list[tuple[Path, str]] = []
    for path in paths:
        entries = _read(path)
        if isinstance(entries, str):
            damaged.append((path, entries))
        else:
            found += entries
    return Listing(tuple(found), tuple(damaged))


def _read(path: Path) -> list[Entry] | str:
    """Return the components of an index, or why it can't be read."""
    try:
        if path.suffix == document.SUFFIX:
            return [_weights(document.read_file(path, printable(str(path))), path)]
        with OriginIndex.open(path) as index:
            return _entries(index)
    except AttribcheckError as error:
        return error.message


def _weights(found: document.Document, path: Path) -> Entry:
    origin = found.origin
    component = Component(
        origin.name or found.name, origin.version, "", origin.license, origin.holders
    )
    return Entry(component, len(found.files), 0, path, path.stat().st_size, True, "weights")


def _entries(index: OriginIndex) -> list[Entry]:
    files: Counter[int] = Counter()
    lines: Counter[int] = Counter()
    for at, count in zip(index.file_component, index.file_lines, strict=True):
        files[at] += 1
        lines[at] += count
    alone = len(index.components) == 1
    size = index.info.size
    return [
        Entry(component, files[at], lines[at], index.path, size, alone)
        for at, component in enumerate(index.components)
    ]


def named(name: str, paths: Iterable[Path], known: Sequence[Entry]) -> Path:
    """Return the index that ``name`` means: its own name, or that of its only component.

    Args:
        name: ``NAME`` or ``NAME@VERSION`` of an index or component, or a package URL.
        paths: All indexes, damaged ones too.
        known: What those hold that can be read.

    Raises:
        UsageError: nothing has this name, several have, or it is only a part of an index.
    """
    shown = printable(name)
    for path in paths:
        if index_name(path) == name:
            return path
    matching = [
        entry
        for entry in known
        if name in (entry.component.name, entry.component.purl, _versioned(entry.component))
    ]
    if not matching:
        raise UsageError(
            f"no origin index is called {shown}, and none holds such a component",
            hint="attribcheck origins list",
        )
    parts = [entry for entry in matching if not entry.alone]
    if parts:
        raise UsageError(
            f"{shown} is a part of the origin index {printable(parts[0].index_name)}, which can"
            " only be removed as a whole",
            hint=f"attribcheck origins remove {printable(parts[0].index_name)}",
        )
    indexes = sorted({entry.path for entry in matching})
    if len(indexes) > 1:
        names = sorted(printable(entry.index_name) for entry in matching)
        raise UsageError(
            f"{shown} names {len(indexes)} origin indexes: {', '.join(names)}",
            hint=f"attribcheck origins remove {names[0]}",
        )
    return indexes[0]


def _versioned(component: Component) -> str:
    return f"{component.name}@{component.version}"
