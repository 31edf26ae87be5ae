"""Caches results by skeleton, in the cache of scan results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from attribcheck.core.model import FileScan
from attribcheck.scan.base import Cache
from attribcheck.scan.fast import store
from attribcheck.scan.fast.index.automaton import SECTIONS
from attribcheck.scan.fast.index.container import DamagedError
from attribcheck.scan.key import ScanKey
from attribcheck.scan.memo import relative
from attribcheck.scan.memo.skeleton import Skeleton, Skeletons
from attribcheck.scan.plain_text import kind_of

FORMAT = 3
"""Incremented when the definition of a skeleton changes."""

_AMBIGUOUS = FileScan(None, blank=True)
"""Marks a skeleton with two different results; blank files are never cached otherwise."""


class File(NamedTuple):
    """A file to look up: its path and its content."""

    path: str
    content: bytes


class Memo:
    """Results of files by their skeletons.

    Args:
        cache: Stores the results.
        data: The engine's mapped data; if it can't be opened, nothing is recalled or stored.
        engine: The engine's identity.
    """

    def __init__(self, cache: Cache, data: Path, engine: str) -> None:
        self._cache = cache
        self._data = data
        self._engine = engine
        self._skeletons: Skeletons | None = None
        self._made: dict[File, Skeleton | None] = {}

    def recall(self, files: Iterable[File]) -> dict[File, FileScan]:
        """Return the known results of ``files``."""
        keys = {file: self._key(file) for file in files}
        known = self._cache.get_many(self._engine, {key for key in keys.values() if key})
        results = {}
        for file, key in keys.items():
            found = known.get(key) if key else None
            skeleton = self._made.get(file)
            if found is not None and found != _AMBIGUOUS and skeleton is not None:
                results[file] = relative.to_absolute(found, skeleton.lines, file.content)
        return results

    def carry(self, older: File, scan: FileScan, newer: File) -> FileScan | None:
        """Return the result for an edited file by that of the version before; see ``edit``.

        Args:
            older: The version before, of the same path.
            scan: The engine's result for it.
            newer: The edited version.
        """
        skeletons = self._opened()
        if skeletons is None or kind_of(older.path) != kind_of(newer.path):
            return None
        try:
            from attribcheck.scan.memo import edit  # lazy: an edit without an answer only

            return edit.carried(skeletons, newer.path, older.content, scan, newer.content)
        except DamagedError:  # the engine, which runs next, reports it
            return None

    def learn(self, scans: Mapping[File, FileScan]) -> None:
        """Store results of the engine, never those of ``recall``."""
        learned: dict[ScanKey, FileScan] = {}
        for file, scan in scans.items():
            key, skeleton = self._key(file), self._made.get(file)
            if key is None or skeleton is None:
                continue
            result = relative.to_relative(scan, skeleton.lines) or _AMBIGUOUS
            if learned.setdefault(key, result) != result:
                learned[key] = _AMBIGUOUS
        known = self._cache.get_many(self._engine, learned)
        for key, result in known.items():
            if result != learned[key]:
                learned[key] = _AMBIGUOUS
        new = {key: result for key, result in learned.items() if known.get(key) != result}
        self._cache.put_many(self._engine, new)

    def _key(self, file: File) -> ScanKey | None:
        if file not in self._made:
            self._made[file] = self._skeleton(file)
        skeleton = self._made[file]
        if skeleton is None:
            return None
        return ScanKey(f"memo {FORMAT} {skeleton.digest}", kind_of(file.path))

    def _skeleton(self, file: File) -> Skeleton | None:
        skeletons = self._opened()
        try:
            return skeletons.of(file.content, file.path) if skeletons else None
        except DamagedError:  # the engine, which runs next, reports it
            return None

    def _opened(self) -> Skeletons | None:
        if self._skeletons is None:
            data = store.opened(self._data, store.MEMO, SECTIONS)
            self._skeletons = Skeletons(data) if data else None
        return self._skeletons
