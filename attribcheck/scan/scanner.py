"""Gets every blob its scan: from the cache, or from the engine, each content once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from attribcheck.core.contents import Read
from attribcheck.core.errors import EngineError
from attribcheck.core.model import Blob, FileScan, Scan, ScanFailure
from attribcheck.core.text import printable
from attribcheck.scan.base import Cache, Detector, Engine, Progress, Request
from attribcheck.scan.detectors.registry import DETECTORS
from attribcheck.scan.key import ScanKey

_UNREADABLE = ScanFailure(
    "its content could not be read", "git fsck tells whether the object is missing or damaged"
)
_POINTER = ScanFailure(
    "it is a Git LFS pointer whose content is not here", "git lfs pull fetches the content"
)


class CachingScanner:
    """Scans blobs; see ``base.Scanner``.

    Args:
        engine: Detects notices in what the cache does not know.
        cache: Results of earlier runs, or None.
        is_pointer: Tells a Git LFS pointer by its content.
        progress: Called after every content that the engine has answered for, and first with 0
            when there are any.
        nothing: Returns the engine's answer for a content and its path when it is known without
            the engine; see ``prefilter``.
        detectors: What completes the engine's answers.
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

    @property
    def identity(self) -> str:
        """The identity of the engine (see ``base.Engine``), and of the detectors beside it."""
        beside = [f"{one.name} {one.version}" for one in self._detectors]
        return "; ".join([self._engine.identity, *beside])

    def scan(self, blobs: Iterable[Blob], read: Read) -> dict[ScanKey, Scan]:
        """Return the scan of every blob by its key.

        Blobs with equal keys are scanned once, however often they are asked about. Only what the
        cache does not know is read. A result is stored as it comes, so that a run that is
        interrupted keeps what it has; a failure is never stored.

        Args:
            blobs: Files, of one snapshot or of several; a symlink or a submodule has no content to
                scan.
            read: Reads the blobs that are asked of it.

        Raises:
            EngineError: The engine can't be used, or gave no answer for a file.
            GitError: ``read`` stopped in the middle.
        """
        wanted: dict[ScanKey, Blob] = {}
        for blob in blobs:
            wanted.setdefault(ScanKey.of(blob), blob)
        known = self._known
        unknown = {key: blob for key, blob in wanted.items() if key not in known}
        if self._cache is not None and unknown:
            known.update(self._cache.get_many(self.identity, unknown))
        known.update(self._recalled(wanted, known, read))
        missing = {key: blob for key, blob in unknown.items() if key not in known}
        for key, result in self._scanned(missing, read):
            known[key] = result
            if isinstance(result, FileScan):
                if self._cache is not None:
                    self._cache.put_many(self.identity, {key: result})
                self._learned(key, result)
        unanswered = sorted(blob.path for key, blob in wanted.items() if key not in known)
        if unanswered:
            raise EngineError(
                f"the engine gave no answer for {len(unanswered)} files, the first is "
                f"{printable(unanswered[0])}"
            )
        return {key: known[key] for key in wanted}

    def _recalled(
        self, wanted: Mapping[ScanKey, Blob], known: Mapping[ScanKey, Scan], read: Read
    ) -> Mapping[ScanKey, FileScan]:
        """Return answers for blobs that the cache does not know; the engine is asked for the rest.

        Args:
            wanted: What has to be scanned.
            known: What the cache knows of it, and what was scanned before in this run.
            read: See ``scan``.
        """
        return {}

    def _learned(self, key: ScanKey, result: FileScan) -> None:
        """Hear what the engine said of a content."""

    def _completed(self, scan: FileScan, content: bytes, path: str) -> FileScan:
        """Return the engine's answer for a file with what the detectors find in it besides."""
        more = [notice for one in self._detectors for notice in one.detect(content, path)]
        if not more:
            return scan
        notices = sorted((*scan.notices, *more), key=lambda notice: notice.span)
        return scan._replace(notices=tuple(notices))

    def _scanned(
        self, missing: Mapping[ScanKey, Blob], read: Read
    ) -> Iterator[tuple[ScanKey, Scan]]:
        if not missing:
            return
        answered: list[tuple[ScanKey, Scan]] = []

        def requests() -> Iterator[Request]:
            for blob, content in read(missing.values()):
                key = ScanKey.of(blob)
                if content is None:
                    answered.append((key, _UNREADABLE))
                elif self._is_pointer(content):
                    answered.append((key, _POINTER))
                elif (scan := self._nothing(content, blob.path)) is not None:
                    answered.append((key, self._completed(scan, content, blob.path)))
                else:
                    yield Request(blob, content)

        self._progress(0, len(missing))
        # The engine takes a while to load: it is not asked when nothing is left for it.
        left = requests()
        first = next(left, None)
        asked = self._engine.scan(chain([first], left)) if first else iter(())
        for done, (request, result) in enumerate(asked, 1):
            completed = (
                self._completed(result, request.content, request.path)
                if isinstance(result, FileScan)
                else result
            )
            yield ScanKey.of(request.blob), completed
            self._progress(done + len(answered), len(missing))
        yield from answered
        self._progress(len(missing), len(missing))
