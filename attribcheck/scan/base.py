"""Interfaces of the engine, the cache and the scanner, so that scancode can be replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, FileScan, Notice, Scan
from attribcheck.scan.key import ScanKey

Progress = Callable[[int, int], None]
"""Called with the amount done and the total."""


class Request(NamedTuple):
    """One content to scan.

    Attributes:
        blob: The file; the result depends on the base name of its path and on whether the path
            contains ``locale``.
        content: The bytes.
    """

    blob: Blob
    content: bytes

    @property
    def path(self) -> str:
        """The path in the repository."""
        return self.blob.path


class Limits(NamedTuple):
    """Limits for one file: seconds, and MiB on top of the loaded engine."""

    timeout: float = 120.0
    memory: int = 4096


class Engine(Protocol):
    """Detects notices.

    Attributes:
        identity: The engine's name, version and options as one line: all that a result depends on
            besides the file. Does not load the engine.
    """

    @property
    def identity(self) -> str:
        """See above."""
        ...

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Scan]]:
        """Yield one result for every request, in any order.

        A file that exceeds a limit or kills its worker is a ScanFailure.

        Args:
            requests: ``operator.length_hint`` may tell how many there are at most.

        Raises:
            EngineError: the engine is missing, does not start or returns an unknown format.
        """
        ...


class Detector(Protocol):
    """Detects notices that the engine does not report.

    Attributes:
        name: Names it in reports and in the identity of answers; ``[a-z-]+``.
        version: Raised with every change of what it detects, so that older answers are not used.
    """

    name: str
    version: int

    def detect(self, content: bytes, path: str) -> Iterable[Notice]:
        """Yield the notices in a file, in any order, each with ``detector`` set to ``name``.

        Args:
            content: The bytes of the file.
            path: The path in the repository; an answer may depend on its base name alone.
        """
        ...


class Cache(Protocol):
    """The part of ``cache.ResultCache`` that scanners use."""

    def get_many(self, engine: str, keys: Iterable[ScanKey]) -> dict[ScanKey, FileScan]: ...  # noqa: D102 - see there

    def put_many(self, engine: str, scans: Mapping[ScanKey, FileScan]) -> None: ...  # noqa: D102 - see there


class Scanner(Protocol):
    """Scans blobs; the interface of ``scanner.CachingScanner`` for the layers above."""

    @property
    def identity(self) -> str:
        """The identity of the engine; see ``Engine``."""
        ...

    def scan(self, blobs: Iterable[Blob], read: Read) -> Mapping[ScanKey, Scan]:
        """Return the scan of every blob by its ``ScanKey``; see ``scanner.CachingScanner.scan``."""
        ...
