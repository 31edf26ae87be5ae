"""Keeps scan results between runs, in one SQLite file; a convenience that never decides anything.

Whatever is wrong with the file (damaged, locked, not ours, no room) makes a check slower and is
told once, in ``ResultCache.problem``; it never fails a check and never changes its answer.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from attribcheck.core.model import FileScan
from attribcheck.scan.codec import decode, encode
from attribcheck.scan.key import ScanKey
from attribcheck.system.private_dirs import UntrustedError, make_private_directory, require_private

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on

DIRECTORY_VARIABLE = "ATTRIBCHECK_CACHE_DIR"
FILE_NAME = "results-v1.sqlite3"
SIZE_LIMIT = 512 * 1024 * 1024
"""Bytes; beyond them the oldest entries go."""

_BUSY_MILLISECONDS = 2000
_CHUNK = 500  # SQLite took at most 999 variables a statement before 3.32
_WRITES_A_CHECK = 256  # how many stored entries go by between two looks at the size
_CHECKSUM_BYTES = 8

_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE,
    engine TEXT NOT NULL,
    value BLOB NOT NULL
)
"""

_T = TypeVar("_T")


class CacheInfo(NamedTuple):
    """What ``attribcheck cache info`` tells.

    Attributes:
        path: The file.
        size: Its bytes, with its journal.
        entries: How many results it holds.
        stale: How many of them are another engine's.
    """

    path: Path
    size: int
    entries: int
    stale: int


def default_path() -> Path:
    """Return where the cache stands: ``$ATTRIBCHECK_CACHE_DIR``, or the user's cache directory."""
    chosen = os.environ.get(DIRECTORY_VARIABLE)
    if chosen:
        return Path(chosen, FILE_NAME)
    from platformdirs import user_cache_path  # lazy: not when the variable is set

    return user_cache_path("attribcheck", appauthor=False) / FILE_NAME


class ResultCache:
    """Scan results by key.

    Args:
        path: The file; by default ``default_path()``. It is opened at the first use; ``with`` or
            ``close`` closes it.
        size_limit: Bytes beyond which the oldest entries are evicted.

    Attributes:
        path: The file.
        problem: Why the cache is left out or was made anew, in a sentence; None while all is well.
    """

    def __init__(self, path: Path | None = None, *, size_limit: int = SIZE_LIMIT) -> None:
        self.path = path or default_path()
        self.problem: str | None = None
        self._size_limit = size_limit
        self._connection: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None
        self._given_up = False
        self._recreated = False
        self._writes = 0

    def get_many(self, engine: str, keys: Iterable[ScanKey]) -> dict[ScanKey, FileScan]:
        """Return what the engine of that identity said for ``keys``, as far as it is stored.

        What is damaged counts as absent.
        """
        by_digest = {_digest(engine, key): key for key in keys}
        if not by_digest:
            return {}
        return self._guarded(lambda connection: _read(connection, by_digest), {})

    def put_many(self, engine: str, scans: Mapping[ScanKey, FileScan]) -> None:
        """Store what the engine of that identity said; all of it or, when that fails, nothing."""
        rows = []
        for key, scan in scans.items():
            digest, payload = _digest(engine, key), encode(scan)
            rows.append((digest, engine, _checksum(digest, payload) + payload))
        self._guarded(lambda connection: self._write(connection, rows), None)

    def info(self, engine: str) -> CacheInfo | None:
        """Return what the cache holds, or None (and a problem) when it can't be read.

        Args:
            engine: The identity of the engine whose entries are current.
        """
        query = "SELECT count(*), count(*) FILTER (WHERE engine != ?) FROM result"

        def count(connection: sqlite3.Connection) -> CacheInfo:
            entries, stale = connection.execute(query, (engine,)).fetchone()
            size = sum(file.stat().st_size for file in self._files() if file.exists())
            return CacheInfo(self.path, size, entries, stale)

        return self._guarded(count, None)

    def clear(self) -> bool:
        """Remove all entries; return whether that was done."""

        def empty(connection: sqlite3.Connection) -> bool:
            connection.execute("DELETE FROM result")
            connection.execute("VACUUM")
            return True

        return self._guarded(empty, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a later use opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _guarded(self, action: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """Run ``action``; make a damaged file anew and try once more; else leave the cache out."""
        if self._given_up:
            return otherwise
        try:
            return action(self._opened())
        except (sqlite3.Error, OSError, UntrustedError) as error:
            self.close()
            if not _is_damage(error) or self._recreated:
                self._given_up = True
                self.problem = f"the cache is left out: {self.path}: {error}"
                return otherwise
        self._recreated = True
        self._remove_damaged()
        return self._guarded(action, otherwise)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            _make_private(self.path)
            status = self.path.stat()
            self._inode = (status.st_dev, status.st_ino)
            # Autocommit: a transaction is begun where several rows belong together.
            self._connection = sqlite3.connect(
                self.path, timeout=_BUSY_MILLISECONDS / 1000, isolation_level=None
            )
            # WAL: readers and a writer do not wait for each other. NORMAL: a commit waits for no
            # disk; after a power cut the last entries may be missing, never half of one.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_SCHEMA)
        return self._connection

    def _write(self, connection: sqlite3.Connection, rows: list[tuple[bytes, str, bytes]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        with connection:  # commits, or rolls back
            connection.executemany(
                "INSERT OR REPLACE INTO result (key, engine, value) VALUES (?, ?, ?)", rows
            )
        before, self._writes = self._writes, self._writes + len(rows)
        if before == 0 or before // _WRITES_A_CHECK != self._writes // _WRITES_A_CHECK:
            _evict(connection, self._size_limit)

    def _remove_damaged(self) -> None:
        with contextlib.suppress(OSError):
            status = self.path.stat()
            # Another run that met the same damage may have made the file anew meanwhile.
            if self._inode == (status.st_dev, status.st_ino):
                for file in self._files():
                    file.unlink(missing_ok=True)
        self.problem = f"the cache was damaged and is made anew: {self.path}"

    def _files(self) -> list[Path]:
        return [self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm")]


def _make_private(path: Path) -> None:
    make_private_directory(path.parent)
    with contextlib.suppress(FileExistsError):
        # SQLite would make it by the umask, and gives its journals the mode of the file.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    require_private(path.parent.resolve(), path)


def _is_damage(error: Exception) -> bool:
    # SQLITE_CORRUPT and SQLITE_NOTADB come as the base class; sqlite_errorcode is of Python 3.11.
    return type(error) is sqlite3.DatabaseError


def _checksum(digest: bytes, payload: bytes) -> bytes:
    # With the key in it, a value that turns up under another key fails too.
    return hashlib.blake2b(digest + payload, digest_size=_CHECKSUM_BYTES).digest()


def _digest(engine: str, key: ScanKey) -> bytes:
    """Return 16 bytes that stand for all that a result depends on."""
    text = "\0".join((key.oid, key.base_name, str(key.in_locale), engine))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _read(
    connection: sqlite3.Connection, by_digest: Mapping[bytes, ScanKey]
) -> dict[ScanKey, FileScan]:
    found = {}
    digests = list(by_digest)
    for begin in range(0, len(digests), _CHUNK):
        chunk = digests[begin : begin + _CHUNK]
        marks = ",".join("?" * len(chunk))
        query = f"SELECT key, value FROM result WHERE key IN ({marks})"  # noqa: S608 - marks only
        for digest, value in connection.execute(query, chunk):
            with contextlib.suppress(ValueError, TypeError):
                checksum, payload = value[:_CHECKSUM_BYTES], value[_CHECKSUM_BYTES:]
                if checksum == _checksum(digest, payload):
                    found[by_digest[digest]] = decode(payload)
    return found


def _evict(connection: sqlite3.Connection, limit: int) -> None:
    """Delete the oldest entries, an eighth of all at a time, until the rest is below ``limit``.

    The file keeps its size: SQLite fills the freed pages first.
    """

    def pragma(name: str) -> int:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])

    while (pragma("page_count") - pragma("freelist_count")) * pragma("page_size") > limit:
        oldest, newest = connection.execute("SELECT min(id), max(id) FROM result").fetchone()
        if oldest is None:
            return
        connection.execute(
            "DELETE FROM result WHERE id <= ?", (oldest + max(0, newest - oldest) // 8,)
        )
