"""Scans blobs through the cache; the engine scans each missing content once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.core.contents import Read
from attribcheck.core.errors import EngineError
from attribcheck.core.model import Blob, FileScan, Notice, Scan, ScanFailure
from attribcheck.core.text import counted, printable
from attribcheck.scan.base import Cache, Detector, Engine, Progress, Request
from attribcheck.scan.detectors.registry import DETECTORS
from attribcheck.scan.key import ScanKey
from attribcheck.scan.names import is_weights, may_name_models

if TYPE_CHECKING:
    from attribcheck.core.lineage import LineageClaim

UNREADABLE = ScanFailure(
    "its content could not be read",
    "run `git fsck` to find out whether the object is missing or damaged",
)
"""The result for a file whose content is not stored here."""
POINTER = ScanFailure("it is a Git LFS pointer whose content was not fetched", "run `git lfs pull`")
"""The result for a Git LFS pointer whose object is not stored here."""


def identity_of(engine: str, detectors: Sequence[Detector] = DETECTORS) -> str:
    """Return the identity of an engine and the detectors beside it, by which scans are cached."""
    return "; ".join([engine, *(f"{one.name} {one.version}" for one in detectors)])


class _Besides(NamedTuple):
    """What is found in a file without the engine.

    Attributes:
        unread: What it is, when its name does not tell it.
        claims: What it says about models.
        notices: Those of the detectors.
    """

    unread: str
    claims: tuple[LineageClaim, ...]
    notices: Sequence[Notice]


class CachingScanner:
    """Scans blobs; see ``base.Scanner``.

    Args:
        engine: Scans the contents that are not cached.
        cache: Results of earlier runs, or None.
        is_pointer: Whether a content is a Git LFS pointer.
        progress: Called with 0 when contents are missing and the engine is ready, and after each
            result.
        nothing: Returns the result for a content and its path that needs no engine, or None; see
            ``prefilter``.
        detectors: Complete the results of the engine.
    """

    def __init__(
        self,
        engine: Engine,
        cache: Cache | None = None,
        *,
        is_pointer: Callable[[bytes], bool] = lambda content: False,
        progress: Progress = lambda done, total: None,
        nothing: Callable[[bytes, str], FileScan | None] = lambda content, path: None,
        detectors: Sequence[Detector] = DETECTORS,
    ) -> None:
        self._engine = engine
        self._detectors = detectors
        self._nothing = nothing
        self._cache = cache
        self._is_pointer = is_pointer
        self._progress = progress
        self._known: dict[ScanKey, Scan] = {}
        self._asked: dict[ScanKey, tuple[bytes, str]] = {}  # files that the engine has
        self._ahead: dict[ScanKey, _Besides] = {}  # what is found in some of them

    @property
    def identity(self) -> str:
        """The identity of the engine (see ``base.Engine``), and of the detectors beside it."""
        return identity_of(self._engine.identity, self._detectors)

    def scan(self, blobs: Iterable[Blob], read: Read) -> dict[ScanKey, Scan]:
        """Return the scan of every blob by its key.

        Blobs with equal keys are scanned once, and only contents without a cached result are read.
        Each result is cached at once, so that an interrupted run keeps it; failures are not cached.

        Args:
            blobs: Files of one or several snapshots, no symlinks or submodules.
            read: Reads their contents.

        Raises:
            EngineError: the engine can't be used, or returned no result for a file.
            GitError: ``read`` failed.
        """
        wanted: dict[ScanKey, Blob] = {}
        for blob in blobs:
            wanted.setdefault(ScanKey.of(blob), blob)
        known = self._known
        unknown = {key: blob for key, blob in wanted.items() if key not in known}
        if self._cache is not None and unknown:
            known.update(self._cache.get_many(self.identity, unknown))
        missing = {key: blob for key, blob in unknown.items() if key not in known}
        for key, result in self._scanned(wanted, missing, read):
            known[key] = result
            if isinstance(result, FileScan):
                if self._cache is not None:
                    self._cache.put_many(self.identity, {key: result})
                self._learned(key, result)
        while self.work_ahead():
            pass
        unscanned = sorted(blob.path for key, blob in wanted.items() if key not in known)
        if unscanned:
            raise EngineError(
                f"the engine returned no result for {counted(len(unscanned), 'file')};"
                f" the first is {printable(unscanned[0])}"
            )
        return {key: known[key] for key in wanted}

    def _unanswered(
        self, wanted: Mapping[ScanKey, Blob], missing: Mapping[ScanKey, Blob], read: Read
    ) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield the blobs that are not answered without the engine, and their contents.

        Args:
            wanted: All blobs to scan.
            missing: Those of them whose result is not cached.
            read: See ``scan``.
        """
        return read(missing.values())

    def _learned(self, key: ScanKey, result: FileScan) -> None:
        """Receive a result of the engine, to recall it later."""

    def work_ahead(self) -> bool:
        """Do something that needs no engine, while that works; return whether there was."""
        for key, file in self._asked.items():
            if key not in self._ahead:
                self._ahead[key] = self._found(*file)
                return True
        return False

    def _found(self, content: bytes, path: str) -> _Besides:
        from attribcheck.scan.disguise import hidden  # lazy: a miss only

        notices = [notice for one in self._detectors for notice in one.detect(content, path)]
        return _Besides(hidden(content, path), _claims(content, path), notices)

    def _completed(self, scan: FileScan, found: _Besides) -> FileScan:
        """Return the engine's answer for a file with what is found in it besides."""
        if found.unread:
            scan = scan._replace(unread=found.unread)
        if found.claims or scan.claims:
            scan = scan._replace(claims=found.claims)
        if not found.notices:
            return scan
        from attribcheck.scan.completion import completed  # lazy: few files hold any

        return completed(scan, found.notices)

    def _prepared(self, content: bytes | None, path: str) -> Scan | bytes:
        """Return the scan of a content that needs no engine, or what the engine has to scan."""
        if content is None:
            return UNREADABLE
        if self._is_pointer(content):
            return POINTER
        header = _header_text(content, path)
        if isinstance(header, ScanFailure):
            return header
        if header:
            return header.encode("utf-8", "replace")
        scan = FileScan(None) if header is not None else self._nothing(content, path)
        return content if scan is None else self._completed(scan, self._found(content, path))

    def _scanned(
        self, wanted: Mapping[ScanKey, Blob], missing: Mapping[ScanKey, Blob], read: Read
    ) -> Iterator[tuple[ScanKey, Scan]]:
        if not missing:
            return
        without_engine: list[tuple[ScanKey, Scan]] = []

        def requests() -> Iterator[Request]:
            for blob, content in self._unanswered(wanted, missing, read):
                found = self._prepared(content, blob.path)
                if not isinstance(found, bytes):
                    without_engine.append((ScanKey.of(blob), found))
                    continue
                # Of a file with weights, the engine gets what stands in its header.
                self._asked[ScanKey.of(blob)] = found if content is None else content, blob.path
                yield Request(blob, found)

        # The engine is slow to load: not without a request.
        remaining = requests()
        first = next(remaining, None)
        if first is None and not without_engine:
            return
        # It shows its own progress while its data is built, once, before the first file.
        results: Iterator[tuple[Request, Scan]] = iter(())
        if first is not None:
            results = self._engine.scan(_Requests(chain([first], remaining), len(missing)))
        self._progress(0, len(missing))
        for done, (request, result) in enumerate(results, 1):
            key = ScanKey.of(request.blob)
            file, ahead = self._asked.pop(key), self._ahead.pop(key, None)
            if isinstance(result, FileScan):
                yield key, self._completed(result, ahead or self._found(*file))
            else:
                yield key, result
            self._progress(done + len(without_engine), len(missing))
        yield from without_engine
        self._progress(len(missing), len(missing))


class _Requests(Iterator[Request]):
    """Requests of which is known how many there are at most."""

    def __init__(self, requests: Iterator[Request], most: int) -> None:
        self._requests = requests
        self._most = most

    def __next__(self) -> Request:
        return next(self._requests)

    def __length_hint__(self) -> int:
        return self._most


def _claims(content: bytes, path: str) -> tuple[LineageClaim, ...]:
    """Return the claims of a file about models."""
    if not may_name_models(content, path):
        return ()
    from attribcheck.lineage import registry  # lazy: few repositories have such files

    return registry.claims(content, path)


def _header_text(content: bytes, path: str) -> str | ScanFailure | None:
    """Return the text in the header of a file with weights; see ``lineage.registry``."""
    if not is_weights(content, path):
        return None
    from attribcheck.lineage import registry

    return registry.header_text(content, path)
