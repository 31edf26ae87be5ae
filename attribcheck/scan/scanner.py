"""Gets every blob its scan: from the cache, or from the engine, each content once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from attribcheck.errors import EngineError
from attribcheck.model import Blob, FileScan, ScanFailure
from attribcheck.scan.base import Cache, Engine, Progress, Request
from attribcheck.scan.cache import Key
from attribcheck.scan.names import base_name, in_locale

Read = Callable[[Iterable[Blob]], Iterator[tuple[Blob, bytes | None]]]
"""Reads blobs as ``sources.base.Source.read`` does."""

_UNREADABLE = ScanFailure(
    "its content could not be read", "git fsck tells whether the object is missing or damaged"
)
_POINTER = ScanFailure(
    "it is a Git LFS pointer whose content is not here", "git lfs pull fetches the content"
)


class Scanner:
    """Scans blobs.

    Args:
        engine: Detects notices in what the cache does not know.
        cache: Results of earlier runs, or None.
        is_pointer: Tells a Git LFS pointer by its content.
        progress: Called after every content that the engine has answered for, and first with 0
            when there are any.
        nothing: Returns the engine's answer for a content and its path when it is known without
            the engine; see ``prefilter``.
    """

    def __init__(
        self,
        engine: Engine,
        cache: Cache | None = None,
        *,
        is_pointer: Callable[[bytes], bool] = lambda content: False,
        progress: Progress = lambda done, total: None,
        nothing: Callable[[bytes, str], FileScan | None] = lambda content, path: None,
    ) -> None:
        self._engine = engine
        self._nothing = nothing
        self._cache = cache
        self._is_pointer = is_pointer
        self._progress = progress

    @property
    def identity(self) -> str:
        """The identity of the engine; see ``base.Engine``."""
        return self._engine.identity

    def scan(self, blobs: Sequence[Blob], read: Read) -> dict[str, FileScan | ScanFailure]:
        """Return the scan of every blob by its path.

        Equal contents are scanned once where the engine's answer must be equal. Only what the
        cache does not know is read. A result is stored as it comes, so that a run that is
        interrupted keeps what it has; a failure is never stored.

        Args:
            blobs: Files; a symlink or a submodule has no content to scan.
            read: Reads the blobs that are asked of it.

        Raises:
            EngineError: The engine can't be used, or gave no answer for a file.
            GitError: ``read`` stopped in the middle.
        """
        if not blobs:
            return {}
        identity = self._engine.identity
        keys = {blob.path: _key(blob, identity) for blob in blobs}
        results: dict[Key, FileScan | ScanFailure] = {}
        if self._cache is not None:
            results.update(self._cache.get_many(dict.fromkeys(keys.values())))
        results.update(self._recalled({b: keys[b.path] for b in blobs}, results, read))
        missing: dict[Key, Blob] = {}
        for blob in blobs:
            if keys[blob.path] not in results:
                missing.setdefault(keys[blob.path], blob)
        for key, result in self._scanned(missing, read):
            results[key] = result
            if isinstance(result, FileScan):
                if self._cache is not None:
                    self._cache.put_many({key: result})
                self._learned(missing[key], result)
        unanswered = sorted(path for path, key in keys.items() if key not in results)
        if unanswered:
            raise EngineError(
                f"the engine gave no answer for {len(unanswered)} files, the first is "
                f"{unanswered[0]!r}"
            )
        return {path: results[key] for path, key in keys.items()}

    def _recalled(
        self,
        keys: Mapping[Blob, Key],
        known: Mapping[Key, FileScan | ScanFailure],
        read: Read,
    ) -> Mapping[Key, FileScan]:
        """Return answers for blobs that the cache does not know; the engine is asked for the rest.

        Args:
            keys: What the result for each blob is kept by.
            known: What the cache knows.
            read: See ``scan``.
        """
        return {}

    def _learned(self, blob: Blob, result: FileScan) -> None:
        """Hear what the engine said of a blob."""

    def _scanned(
        self, missing: Mapping[Key, Blob], read: Read
    ) -> Iterator[tuple[Key, FileScan | ScanFailure]]:
        if not missing:
            return
        keys = {blob.path: key for key, blob in missing.items()}
        answered: list[tuple[Key, FileScan | ScanFailure]] = []

        def requests() -> Iterator[Request]:
            for blob, content in read(missing.values()):
                if content is None:
                    answered.append((keys[blob.path], _UNREADABLE))
                elif self._is_pointer(content):
                    answered.append((keys[blob.path], _POINTER))
                elif (scan := self._nothing(content, blob.path)) is not None:
                    answered.append((keys[blob.path], scan))
                else:
                    yield Request(blob.path, blob.path, content)

        self._progress(0, len(missing))
        # The engine takes a while to load: it is not asked when nothing is left for it.
        left = requests()
        first = next(left, None)
        asked = self._engine.scan(chain([first], left)) if first else iter(())
        for done, (request, result) in enumerate(asked, 1):
            yield keys[request.key], result
            self._progress(done + len(answered), len(missing))
        yield from answered
        self._progress(len(missing), len(missing))


def _key(blob: Blob, identity: str) -> Key:
    return Key(blob.oid, base_name(blob.path), in_locale(blob.path), identity)
