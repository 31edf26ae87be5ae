"""The entries of a snapshot by path, without a copy and an object for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from attribcheck.core.model import Blob, Change

_FEW = 200
"""Of more lookups than these, each costs more than one table for all."""


class Listing(Mapping[str, Blob]):
    """Entries whose paths are one string of bytes: a commit looks at a few of very many.

    Args:
        names: Every path, with a NUL on each side, sorted by its bytes.
        blob: Returns the entry at one of the paths.

    Attributes:
        names: See above.
    """

    def __init__(self, names: bytes, blob: Callable[[str], Blob]) -> None:
        self.names = names
        self._blob = blob
        self._lookups = 0

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(self)

    def __getitem__(self, path: str) -> Blob:
        if path not in self:
            raise KeyError(path)
        return self._blob(path)

    def __contains__(self, path: object) -> bool:
        self._lookups += 1
        if self._lookups > _FEW:
            return path in self._paths
        if not isinstance(path, str) or not path or "\0" in path:
            return False
        name = path.encode("utf-8", "surrogateescape")
        return self.names.startswith(name + b"\0", self._first(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names.decode("utf-8", "surrogateescape").split("\0")[1:-1])

    def __len__(self) -> int:
        return self.names.count(b"\0") - 1

    def starting(self, prefix: str) -> list[str]:
        """Return the paths that begin with ``prefix``, sorted."""
        wanted, names = prefix.encode("utf-8", "surrogateescape"), self.names
        found, at = [], self._first(wanted)
        while at < len(names) and names.startswith(wanted, at):
            end = names.index(b"\0", at)
            found.append(names[at:end].decode("utf-8", "surrogateescape"))
            at = end + 1
        # Bytes that are no UTF-8 stand elsewhere among code points.
        return sorted(found)

    def _first(self, name: bytes) -> int:
        """Return where the first path begins that is not before ``name``."""
        names, begin, end = self.names, 1, len(self.names)
        while begin < end:
            middle = names.rfind(b"\0", begin - 1, (begin + end) // 2) + 1
            behind = names.index(b"\0", middle)
            if names[middle:behind] < name:
                begin = behind + 1
            else:
                end = middle
        return begin


class Before(Mapping[str, Blob]):
    """Every entry before some changes, by path: those after them are not copied.

    Args:
        after: The entries after the changes.
        changes: The changes.

    Attributes:
        after: See above.
        altered: The paths whose entries differ from those in ``after``.
    """

    def __init__(self, after: Mapping[str, Blob], changes: Sequence[Change]) -> None:
        self.after = after
        self._old = {change.old.path: change.old for change in changes if change.old}
        self.altered = {change.new.path for change in changes if change.new} | self._old.keys()

    def __getitem__(self, path: str) -> Blob:
        if path in self.altered:
            return self._old[path]
        return self.after[path]

    def __contains__(self, path: object) -> bool:
        return path in self._old if path in self.altered else path in self.after

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self.after if path not in self.altered)
        yield from self._old

    def __len__(self) -> int:
        return sum(1 for _ in self)
