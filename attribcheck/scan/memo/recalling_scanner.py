"""A scanner that looks up the memo before it runs the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attribcheck.core.contents import Read
from attribcheck.core.model import Blob, FileScan
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
        self._recalled: dict[ScanKey, tuple[File, FileScan]] = {}
        self._reused: set[ScanKey] = set()  # results that are not the engine's

    def _unanswered(
        self, wanted: Mapping[ScanKey, Blob], missing: Mapping[ScanKey, Blob], read: Read
    ) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield what the memo does not know, as soon as that is clear: the engine loads then."""
        self._unknown = {}
        data = self._data() if 0 < len(missing) <= _MOST else None
        if data is None:
            yield from read(missing.values())
            return
        memo = self._memo = self._memo or Memo(self._results, data, self._engine.identity)
        files = self._files(missing, read)
        yield from read([blob for key, blob in missing.items() if key not in files])
        groups: dict[str, dict[ScanKey, File]] = {}
        for key, file in files.items():
            groups.setdefault(key.base_name, {})[key] = file
        others: dict[str, dict[ScanKey, FileScan]] = {}
        for key in wanted:
            scan = self._known.get(key)
            if key.base_name in groups and key not in self._reused and isinstance(scan, FileScan):
                others.setdefault(key.base_name, {})[key] = scan
        # What no other version can answer comes first.
        for name in sorted(groups, key=others.__contains__):
            some = groups[name]
            found = memo.recall(some.values())
            unknown = [file for file in some.values() if file not in found]
            if unknown and name in others:
                versions = self._files({key: wanted[key] for key in others[name]}, read)
                older = {file: others[name][key] for key, file in versions.items()}
                found |= _by_other_versions(memo, unknown, older)
            for key, file in some.items():
                if file in found:
                    self._recalled[key] = file, found[file]
                else:
                    self._unknown[key] = file
                    yield missing[key], file.content

    def work_ahead(self) -> bool:
        """See ``CachingScanner``: complete what was recalled, too."""
        if super().work_ahead():
            return True
        if not self._recalled:
            return False
        key, (file, result) = self._recalled.popitem()
        self._known[key] = self._completed(result, self._found(file.content, file.path))
        self._reused.add(key)
        return True

    def _learned(self, key: ScanKey, result: FileScan) -> None:
        if self._memo is not None and key in self._unknown:
            self._memo.learn({self._unknown[key]: result})

    def _files(self, wanted: Mapping[ScanKey, Blob], read: Read) -> dict[ScanKey, File]:
        return {
            ScanKey.of(blob): File(blob.path, content)
            for blob, content in read(list(wanted.values()))
            if content is not None and len(content) <= _LARGEST and not self._is_pointer(content)
        }


def _by_other_versions(
    memo: Memo, files: Iterable[File], older: Mapping[File, FileScan]
) -> dict[File, FileScan]:
    """Return the results of files that follow from those of other versions.

    Args:
        memo: The memo, which learns these.
        files: Files with one base name.
        older: The results of other versions.
    """
    memo.learn(older)
    found = memo.recall(files)
    before = {file.path: (file, scan) for file, scan in older.items()}
    for file in files:
        if file not in found and file.path in before:
            result = memo.carry(*before[file.path], file)
            found |= {file: result} if result else {}
    return found
