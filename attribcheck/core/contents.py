"""What can be read: the little that layers side by side need of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from attribcheck.core.model import Blob

Read = Callable[[Iterable[Blob]], Iterator[tuple[Blob, bytes | None]]]
"""Reads the content of blobs; the contract is that of ``sources.base.Source.read``."""


class Contents(Protocol):
    """Entries whose content can be read: all that most readers need of a ``Source``."""

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry by path."""
        ...

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield each of ``blobs`` with its content, in order; see ``Source.read``."""
        ...
