"""What an engine offers: the seam behind which scancode stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, FileScan, Notice, Scan
from attribcheck.scan.key import ScanKey

Progress = Callable[[int, int], None]
"""Hears how much is done, of how much."""


class Request(NamedTuple):
    """One content to scan.

    Attributes:
        blob: The file; the engine's answer depends on the base name of its path and on whether
            ``locale`` stands in it.
        content: The bytes.
    """

    blob: Blob
    content: bytes

    @property
    def path(self) -> str:
        """The path in the repository."""
        return self.blob.path


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

    def scan(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Scan]]:
        """Yield an answer for every request, in any order, each exactly once.

        A file that takes too long, too much memory, or kills its worker is a ScanFailure.

        Raises:
            EngineError: the engine is missing, does not start, or answers in an unknown shape.
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
    """What is needed of ``cache.ResultCache``."""

    def get_many(self, engine: str, keys: Iterable[ScanKey]) -> dict[ScanKey, FileScan]: ...  # noqa: D102 - see there

    def put_many(self, engine: str, scans: Mapping[ScanKey, FileScan]) -> None: ...  # noqa: D102 - see there


class Scanner(Protocol):
    """Scans blobs: what every layer above knows of ``scanner.CachingScanner``."""

    @property
    def identity(self) -> str:
        """The identity of the engine; see ``Engine``."""
        ...

    def scan(self, blobs: Iterable[Blob], read: Read) -> Mapping[ScanKey, Scan]:
        """Return the scan of every blob by its ``ScanKey``; see ``scanner.CachingScanner.scan``."""
        ...
