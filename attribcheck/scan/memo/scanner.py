"""A scanner that asks the memo before the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from attribcheck.model import Blob, FileScan, ScanFailure
from attribcheck.scan.base import Cache, Engine
from attribcheck.scan.memo.memo import File, Memo
from attribcheck.scan.names import base_name
from attribcheck.scan.scanner import Read, Scanner, key_of

_MOST = 200
"""Files; with more of them to scan the engine's load is the lesser part, and all would be read."""


class RecallingScanner(Scanner):
    """Scans blobs; one whose notices were seen before has the answer that they had then.

    It learns from the engine's answers, and from those that the cache holds for other versions of
    the same file in one call: a hook that compares with the version before asks for both.

    Args:
        engine: See ``Scanner``.
        cache: Results of earlier runs, and the memo.
        data: Returns where the engine's mapped data stands, or None when there is none.
        is_pointer: See ``Scanner``.
        options: See ``Scanner``.
    """

    def __init__(
        self,
        engine: Engine,
        cache: Cache,
        *,
        data: Callable[[], Path | None],
        is_pointer: Callable[[bytes], bool],
        **options: Any,
    ) -> None:
        super().__init__(engine, cache, is_pointer=is_pointer, **options)
        self._results = cache
        self._data = data
        self._refused = is_pointer

    def scan(self, blobs: Sequence[Blob], read: Read) -> dict[str, FileScan | ScanFailure]:
        """See ``Scanner``."""
        keys = {blob: key_of(blob, self.identity) for blob in blobs} if blobs else {}
        known = self._results.get_many(dict.fromkeys(keys.values()))
        missing = [blob for blob, key in keys.items() if key not in known]
        data = self._data() if 0 < len(missing) <= _MOST else None
        if data is None:
            return super().scan(blobs, read)
        memo = Memo(self._results, data, self.identity)
        files = self._files(missing, read)
        recalled = memo.recall(files)
        unknown = [file for file in files if file.path not in recalled]
        names = {base_name(file.path) for file in unknown}
        others = {
            blob.path: known[key]
            for blob, key in keys.items()
            if key in known and base_name(blob.path) in names
        }
        if others:
            versions = self._files([blob for blob in blobs if blob.path in others], read)
            memo.learn({file: others[file.path] for file in versions})
            recalled |= memo.recall(unknown)
        scans = super().scan([blob for blob in blobs if blob.path not in recalled], read)
        memo.learn(
            {
                file: scan
                for file in unknown
                if file.path not in recalled and isinstance(scan := scans[file.path], FileScan)
            }
        )
        return {blob.path: recalled.get(blob.path) or scans[blob.path] for blob in blobs}

    def _files(self, blobs: Iterable[Blob], read: Read) -> list[File]:
        return [
            File(blob.path, content)
            for blob, content in read(list(blobs))
            if content is not None and not self._refused(content)
        ]
