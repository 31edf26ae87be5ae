"""What the stored indexes hold, and which of them a name means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.model import Component
from attribcheck.copies.store import SUFFIX
from attribcheck.core.errors import UsageError
from attribcheck.core.text import printable


class Entry(NamedTuple):
    """One component of one index.

    Attributes:
        component: The component.
        files: The number of its files in the index.
        lines: The number of their lines.
        index: The file of the index.
        size: The size of the index in bytes, also when other components are in it.
        alone: Whether it is the only component of the index.
    """

    component: Component
    files: int
    lines: int
    index: Path
    size: int
    alone: bool

    @property
    def index_name(self) -> str:
        """The name of the index."""
        return self.index.name.removesuffix(SUFFIX)


def entries(paths: Iterable[Path]) -> list[Entry]:
    """Return every component of the indexes at ``paths``, in their order.

    Raises:
        OriginIndexError: an index is damaged.
    """
    found = []
    for path in paths:
        with OriginIndex.open(path) as index:
            files: Counter[int] = Counter()
            lines: Counter[int] = Counter()
            for at, count in zip(index.file_component, index.file_lines, strict=True):
                files[at] += 1
                lines[at] += count
            alone = len(index.components) == 1
            size = index.info.size
            found += [
                Entry(component, files[at], lines[at], path, size, alone)
                for at, component in enumerate(index.components)
            ]
    return found


def named(name: str, known: Sequence[Entry]) -> Path:
    """Return the index that ``name`` means: its own name, or that of its only component.

    Args:
        name: ``NAME`` or ``NAME@VERSION`` of an index or component.
        known: All entries.

    Raises:
        UsageError: nothing has this name, several have, or it is only a part of an index.
    """
    shown = printable(name)
    by_index = {entry.index for entry in known if entry.index_name == name}
    if by_index:
        return by_index.pop()
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
    indexes = sorted({entry.index for entry in matching})
    if len(indexes) > 1:
        names = sorted(printable(entry.index_name) for entry in matching)
        raise UsageError(
            f"{shown} names {len(indexes)} origin indexes: {', '.join(names)}",
            hint=f"attribcheck origins remove {names[0]}",
        )
    return indexes[0]


def _versioned(component: Component) -> str:
    return f"{component.name}@{component.version}"
