"""Protocols for reading and keeping contents, for layers that must not import what does both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from attribcheck.core.model import Blob

Read = Callable[[Iterable[Blob]], Iterator[tuple[Blob, bytes | None]]]
"""Reads the content of blobs; see ``sources.base.Source.read``."""


class Contents(Protocol):
    """The part of ``sources.base.Source`` that most readers need: a listing and its contents."""

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry by path."""
        ...

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield each of ``blobs`` with its content, in order; see ``Source.read``."""
        ...


class Store(Protocol):
    """Keeps values by key between runs; see ``scan.cache.Values``."""

    def get(self, key: str) -> bytes | None:
        """Return the value of ``key``, or None."""
        ...

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value``."""
        ...


Keep = Callable[[str], Store]
"""Returns what keeps values of a purpose; see ``scan.cache.ResultCache.values``."""
