"""A scanner that asks the memo before the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from attribcheck.model import Blob, FileScan, ScanFailure
from attribcheck.scan.base import Cache, Engine
from attribcheck.scan.cache import Key
from attribcheck.scan.memo.memo import File, Memo
from attribcheck.scan.names import base_name
from attribcheck.scan.scanner import Read, Scanner

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
        self._memo: Memo | None = None
        self._asked: dict[str, File] = {}

    def _recalled(
        self,
        keys: Mapping[Blob, Key],
        known: Mapping[Key, FileScan | ScanFailure],
        read: Read,
    ) -> Mapping[Key, FileScan]:
        self._asked = {}
        missing = [blob for blob, key in keys.items() if key not in known]
        data = self._data() if 0 < len(missing) <= _MOST else None
        if data is None:
            return {}
        memo = self._memo = self._memo or Memo(self._results, data, self.identity)
        files = self._files(missing, read)
        recalled = memo.recall(files)
        unknown = [file for file in files if file.path not in recalled]
        names = {base_name(file.path) for file in unknown}
        others = {
            blob.path: scan
            for blob, key in keys.items()
            if base_name(blob.path) in names and isinstance(scan := known.get(key), FileScan)
        }
        if others:
            versions = self._files([blob for blob in keys if blob.path in others], read)
            memo.learn({file: others[file.path] for file in versions})
            recalled |= memo.recall(unknown)
        self._asked = {file.path: file for file in unknown}
        return {keys[blob]: recalled[blob.path] for blob in missing if blob.path in recalled}

    def _learned(self, blob: Blob, result: FileScan) -> None:
        if self._memo is not None and blob.path in self._asked:
            self._memo.learn({self._asked[blob.path]: result})

    def _files(self, blobs: Iterable[Blob], read: Read) -> list[File]:
        return [
            File(blob.path, content)
            for blob, content in read(list(blobs))
            if content is not None and not self._refused(content)
        ]
