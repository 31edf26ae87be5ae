"""What an engine offers: the seam behind which scancode stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from attribcheck.model import FileScan, ScanFailure

if TYPE_CHECKING:
    from attribcheck.scan.cache import Key

Progress = Callable[[int, int], None]
"""Hears how much is done, of how much."""


class Request(NamedTuple):
    """One content to scan.

    Attributes:
        key: Names the request in the answer.
        path: The path in the repository; the engine's answer depends on its base name and on
            whether ``locale`` stands in it.
        content: The bytes.
    """

    key: str
    path: str
    content: bytes


class Limits(NamedTuple):
    """What one file may take: seconds, and mebibytes on top of the loaded engine."""

    timeout: float = 120.0
    memory: int = 4096


class Engine(Protocol):
    """Detects notices.

    Attributes:
        identity: Everything that an answer depends on besides the content: the engine's name and
            version and the options, as one line. Cheap: does not load the engine.
    """

    @property
    def identity(self) -> str:
        """See above."""
        ...

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, FileScan | ScanFailure]]:
        """Yield an answer for every request, in any order, each exactly once.

        A file that takes too long, too much memory, or kills its worker is a ScanFailure.

        Raises:
            EngineError: the engine is missing, does not start, or answers in an unknown shape.
        """
        ...


class Cache(Protocol):
    """What is needed of ``cache.ResultCache``."""

    def get_many(self, keys: Iterable[Key]) -> dict[Key, FileScan]: ...  # noqa: D102 - see there

    def put_many(self, scans: Mapping[Key, FileScan]) -> None: ...  # noqa: D102 - see there
