"""A scanner that looks up the memo before it runs the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, FileScan, Scan
from attribcheck.scan.base import Cache, Engine
from attribcheck.scan.key import ScanKey
from attribcheck.scan.memo.memo import File, Memo
from attribcheck.scan.scanner import CachingScanner

_MOST = 200
"""Files; with more to scan, the load time of the engine matters less than reading them all."""
_LARGEST = 4 << 20
"""Bytes; a longer file is not kept for its answer: all that are looked up are in memory at once."""


class RecallingScanner(CachingScanner):
    """Scans blobs; reuses the results of files with the same skeleton, and of versions before.

    It stores results of the engine, and cached results of other versions of a file in the same
    call: a hook scans both the older and the newer version.

    Args:
        engine: See ``CachingScanner``.
        cache: Results of earlier runs, and the memo.
        data: Returns the file of the engine's mapped data, or None when there is none.
        is_pointer: See ``CachingScanner``.
        options: See ``CachingScanner``.
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
        self._memo: Memo | None = None
        self._unknown: dict[ScanKey, File] = {}
        self._reused: set[ScanKey] = set()  # results that are not the engine's

    def _recalled(
        self, wanted: Mapping[ScanKey, Blob], known: Mapping[ScanKey, Scan], read: Read
    ) -> Mapping[ScanKey, FileScan]:
        self._unknown = {}
        missing = {key: blob for key, blob in wanted.items() if key not in known}
        data = self._data() if 0 < len(missing) <= _MOST else None
        if data is None:
            return {}
        memo = self._memo = self._memo or Memo(self._results, data, self._engine.identity)
        files = self._files(missing, read)
        recalled = memo.recall(files.values())
        unknown = {key: file for key, file in files.items() if file not in recalled}
        names = {key.base_name for key in unknown}
        others = {
            key: scan
            for key in wanted
            if key.base_name in names
            and key not in self._reused
            and isinstance(scan := known.get(key), FileScan)
        }
        if others:
            versions = self._files({key: wanted[key] for key in others}, read)
            memo.learn({file: others[key] for key, file in versions.items()})
            recalled |= memo.recall(unknown.values())
            before = {file.path: (file, others[key]) for key, file in versions.items()}
            for file in unknown.values():
                if file not in recalled and file.path in before:
                    result = memo.carry(*before[file.path], file)
                    recalled |= {file: result} if result else {}
        self._unknown = unknown
        results = {
            key: self._completed(recalled[file], self._found(file.content, file.path))
            for key, file in files.items()
            if file in recalled
        }
        self._reused.update(results)
        return results

    def _learned(self, key: ScanKey, result: FileScan) -> None:
        if self._memo is not None and key in self._unknown:
            self._memo.learn({self._unknown[key]: result})

    def _files(self, wanted: Mapping[ScanKey, Blob], read: Read) -> dict[ScanKey, File]:
        return {
            ScanKey.of(blob): File(blob.path, content)
            for blob, content in read(list(wanted.values()))
            if content is not None and len(content) <= _LARGEST and not self._is_pointer(content)
        }
