"""Keeps answers by skeleton, in the cache of results."""

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

FORMAT = 1
"""Raised when what a skeleton is made of changes."""

_TWO_ANSWERS = FileScan(None, blank=True)
"""Kept for a skeleton that was seen with two answers; nothing that is blank is ever kept."""


class File(NamedTuple):
    """A file that is asked about: its path and its content."""

    path: str
    content: bytes


class Memo:
    """Answers for files whose notices were seen before.

    Args:
        cache: Where answers are kept.
        data: The engine's mapped data; without it nothing is known and nothing is kept.
        engine: The engine's identity.
    """

    def __init__(self, cache: Cache, data: Path, engine: str) -> None:
        self._cache = cache
        self._data = data
        self._engine = engine
        self._skeletons: Skeletons | None = None
        self._made: dict[File, Skeleton | None] = {}

    def recall(self, files: Iterable[File]) -> dict[File, FileScan]:
        """Return the answers that are known for ``files``."""
        asked = {file: self._key(file) for file in files}
        known = self._cache.get_many(self._engine, {key for key in asked.values() if key})
        answers = {}
        for file, key in asked.items():
            found = known.get(key) if key else None
            skeleton = self._made.get(file)
            if found is not None and found != _TWO_ANSWERS and skeleton is not None:
                answers[file] = relative.given(found, skeleton.lines, file.content)
        return answers

    def learn(self, scans: Mapping[File, FileScan]) -> None:
        """Keep the engine's own answers for files.

        Args:
            scans: What the engine said; never what ``recall`` returned.
        """
        learned: dict[ScanKey, FileScan] = {}
        for file, scan in scans.items():
            key, skeleton = self._key(file), self._made.get(file)
            if key is None or skeleton is None:
                continue
            answer = relative.taken(scan, skeleton.lines) or _TWO_ANSWERS
            if learned.setdefault(key, answer) != answer:
                learned[key] = _TWO_ANSWERS
        known = self._cache.get_many(self._engine, learned)
        for key, answer in known.items():
            if answer != learned[key]:
                learned[key] = _TWO_ANSWERS
        new = {key: answer for key, answer in learned.items() if known.get(key) != answer}
        self._cache.put_many(self._engine, new)

    def _key(self, file: File) -> ScanKey | None:
        if file not in self._made:
            self._made[file] = self._skeleton(file)
        skeleton = self._made[file]
        if skeleton is None:
            return None
        return ScanKey(f"memo {FORMAT} {skeleton.digest}", kind_of(file.path))

    def _skeleton(self, file: File) -> Skeleton | None:
        if self._skeletons is None:
            data = store.opened(self._data, store.MEMO, SECTIONS)
            self._skeletons = Skeletons(data) if data else None
        try:
            return self._skeletons.of(file.content, file.path) if self._skeletons else None
        except DamagedError:  # a rule's words: the engine, which is asked next, says so
            return None
