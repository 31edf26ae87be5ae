"""The entries of a snapshot by path, without a copy and an object for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from attribcheck.core.model import Blob, Change

_FEW = 200
"""Of more lookups than these, each costs more than one table for all."""


class Listing(Mapping[str, Blob]):
    """Entries as git writes them, in one string of bytes: a commit looks at a few of very many.

    Args:
        records: A record each, sorted by the bytes of the path: a head without a tab and of one
            length in all of them, a tab, the path, a NUL.
        blob: Makes the entry of a head and a path.
    """

    def __init__(self, records: bytes, blob: Callable[[str, str], Blob]) -> None:
        self._records = records
        self._blob = blob
        self._width = records.find(b"\t") + 1
        self._lookups = 0

    @cached_property
    def names(self) -> bytes:
        """Every path, with a NUL on each side."""
        width = self._width
        return b"\0".join((b"", *[one[width:] for one in self._records.split(b"\0")]))

    @cached_property
    def _heads(self) -> dict[str, bytes]:
        heads = [one[: self._width - 1] for one in self._records.split(b"\0")]
        return dict(zip(self, heads, strict=False))  # a split leaves an empty last one

    def _head(self, path: object) -> bytes | None:
        """Return what stands before the tab of ``path``; None when it is not there."""
        if not isinstance(path, str):
            return None
        self._lookups += 1
        if self._lookups > _FEW:
            return self._heads.get(path)
        name = path.encode("utf-8", "surrogateescape") if "\0" not in path else b""
        at = self._first(name)
        begin = at + self._width
        if not name or not self._records.startswith(name + b"\0", begin):
            return None
        return self._records[at : begin - 1]

    def __getitem__(self, path: str) -> Blob:
        head = self._head(path)
        if head is None:
            raise KeyError(path)
        return self._blob(head.decode("ascii"), path)

    def __contains__(self, path: object) -> bool:
        return self._head(path) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.names.decode("utf-8", "surrogateescape").split("\0")[1:-1])

    def __len__(self) -> int:
        return self._records.count(b"\0")

    def starting(self, prefix: str) -> list[str]:
        """Return the paths that begin with ``prefix``, sorted."""
        wanted, records = prefix.encode("utf-8", "surrogateescape"), self._records
        found, at = [], self._first(wanted)
        while records.startswith(wanted, at + self._width):
            end = records.index(b"\0", at)
            found.append(records[at + self._width : end].decode("utf-8", "surrogateescape"))
            at = end + 1
        # Bytes that are no UTF-8 stand elsewhere among code points.
        return sorted(found)

    def _first(self, name: bytes) -> int:
        """Return where the record of the first path begins that is not before ``name``."""
        records, begin, end = self._records, 0, len(self._records)
        while begin < end:
            middle = max(begin, records.rfind(b"\0", begin, (begin + end) // 2) + 1)
            behind = records.index(b"\0", middle)
            if records[middle + self._width : behind] < name:
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
