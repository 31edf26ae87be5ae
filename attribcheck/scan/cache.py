"""Caches scan results between runs in one SQLite file.

A corrupt, locked or foreign-owned file, or a full disk, only makes a check slower and is reported
in ``ResultCache.problem``. The cache never fails a check and never changes a result.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from attribcheck.core.model import FileScan
from attribcheck.scan.codec import decode, encode
from attribcheck.scan.key import ScanKey
from attribcheck.system.private_dirs import (
    UntrustedError,
    cache_directory,
    make_private_directory,
    require_private,
)

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on

FILE_NAME = "results-v1.sqlite3"
SIZE_LIMIT = 512 * 1024 * 1024
"""Bytes; above this size the oldest entries are evicted."""

_BUSY_MILLISECONDS = 2000
_CHUNK = 500  # SQLite before 3.32 allows 999 variables in a statement
_WRITES_PER_CHECK = 256  # entries stored between two checks of the size
_CHECKSUM_BYTES = 8
_OTHER = "of "
"""Begins what stands in place of an engine for values that are no results."""

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
    """Statistics for ``attribcheck cache info``.

    Attributes:
        path: The file.
        size: Its size in bytes, with its journal.
        entries: The number of results.
        stale: The number of results of other engines.
    """

    path: Path
    size: int
    entries: int
    stale: int


def default_path() -> Path:
    """Return the file in ``$ATTRIBCHECK_CACHE_DIR``, or in the user's cache directory."""
    return Path(cache_directory(), FILE_NAME)


class ResultCache:
    """Scan results by key. Opened at the first use, closed by ``with`` or ``close``.

    Args:
        path: The file; by default ``default_path()``.
        size_limit: Bytes above which the oldest entries are evicted.

    Attributes:
        path: The file.
        problem: Why the cache is ignored or was recreated, in a sentence; else None.
    """

    def __init__(self, path: Path | None = None, *, size_limit: int = SIZE_LIMIT) -> None:
        self.path = path or default_path()
        self.problem: str | None = None
        self._size_limit = size_limit
        self._connection: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None
        self._disabled = False
        self._recreated = False
        self._writes = 0

    def get_many(self, engine: str, keys: Iterable[ScanKey]) -> dict[ScanKey, FileScan]:
        """Return the stored results of an engine; damaged ones count as missing.

        Args:
            engine: Its identity.
            keys: The keys to look up.
        """
        digest = _digests(engine)
        by_digest = {digest(key): key for key in keys}
        if not by_digest:
            return {}
        return self._guarded(lambda connection: _read(connection, by_digest), {})

    def put_many(self, engine: str, scans: Mapping[ScanKey, FileScan]) -> None:
        """Store results of an engine, in one transaction.

        Args:
            engine: Its identity.
            scans: The results.
        """
        rows = []
        digest_of = _digests(engine)
        for key, scan in scans.items():
            digest, payload = digest_of(key), encode(scan)
            rows.append((digest, engine, _checksum(digest, payload) + payload))
        self._guarded(lambda connection: self._write(connection, rows), None)

    def values(self, purpose: str) -> Values:
        """Return the other values that are kept for a purpose.

        Args:
            purpose: What they are, with the version of their format.
        """
        return Values(self._guarded, self._write, f"{_OTHER}{purpose}")

    def info(self, engine: str) -> CacheInfo | None:
        """Return statistics, or None and set ``problem`` when the cache can't be read.

        Args:
            engine: The identity of the current engine.
        """
        query = (
            "SELECT count(*), count(*) FILTER (WHERE engine != ?) FROM result"
            " WHERE engine NOT LIKE ?"
        )

        def count(connection: sqlite3.Connection) -> CacheInfo:
            entries, stale = connection.execute(query, (engine, f"{_OTHER}%")).fetchone()
            size = sum(file.stat().st_size for file in self._files() if file.exists())
            return CacheInfo(self.path, size, entries, stale)

        return self._guarded(count, None)

    def clear(self) -> bool:
        """Remove all entries; return whether that succeeded."""

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
        """Run ``action``; recreate a damaged file once; on other errors disable the cache."""
        if self._disabled:
            return otherwise
        try:
            return action(self._opened())
        except (sqlite3.Error, OSError, UntrustedError) as error:
            self.close()
            if not _is_damage(error) or self._recreated:
                self._disabled = True
                self.problem = f"the cache is ignored: {self.path}: {error}"
                return otherwise
        self._recreated = True
        self._remove_damaged()
        return self._guarded(action, otherwise)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            _make_private(self.path)
            status = self.path.stat()
            self._inode = (status.st_dev, status.st_ino)
            # Autocommit: only _write begins a transaction.
            self._connection = sqlite3.connect(
                self.path, timeout=_BUSY_MILLISECONDS / 1000, isolation_level=None
            )
            # WAL: readers and a writer do not block each other. NORMAL: a commit does not wait for
            # the disk; a power cut may lose the last entries, but never corrupts one.
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
        if before == 0 or before // _WRITES_PER_CHECK != self._writes // _WRITES_PER_CHECK:
            _evict(connection, self._size_limit)

    def _remove_damaged(self) -> None:
        with contextlib.suppress(OSError):
            status = self.path.stat()
            # Another run may have recreated the damaged file meanwhile.
            if self._inode == (status.st_dev, status.st_ino):
                for file in self._files():
                    file.unlink(missing_ok=True)
        self.problem = f"the cache was damaged and has been recreated: {self.path}"

    def _files(self) -> list[Path]:
        return [self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm")]


class Values:
    """Values of one purpose, by key; made by ``ResultCache.values``."""

    def __init__(self, guarded: Callable[..., Any], write: Callable[..., None], kind: str) -> None:
        self._guarded = guarded
        self._write = write
        self._kind = kind

    def get(self, key: str) -> bytes | None:
        """Return the value of ``key``; None when there is none, or it is damaged."""
        digest = self._digest(key)

        def read(connection: sqlite3.Connection) -> bytes | None:
            query = "SELECT value FROM result WHERE key = ?"
            row = connection.execute(query, (digest,)).fetchone()
            return _checked(digest, row[0]) if row else None

        found: bytes | None = self._guarded(read, None)
        return found

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value``, as far as that is possible."""
        digest = self._digest(key)
        rows = [(digest, self._kind, _checksum(digest, value) + value)]
        self._guarded(lambda connection: self._write(connection, rows), None)

    def _digest(self, key: str) -> bytes:
        return hashlib.blake2b(f"{self._kind}\0{key}".encode(), digest_size=16).digest()


def _make_private(path: Path) -> None:
    make_private_directory(path.parent)
    with contextlib.suppress(FileExistsError):
        # SQLite would use the umask; it gives its journals the mode of the file.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    require_private(path.parent.resolve(), path)


def _is_damage(error: Exception) -> bool:
    # SQLITE_CORRUPT and SQLITE_NOTADB raise the base class; sqlite_errorcode needs Python 3.11.
    return type(error) is sqlite3.DatabaseError


def _checksum(digest: bytes, payload: bytes) -> bytes:
    # Includes the key, so that a value stored under another key fails.
    return hashlib.blake2b(digest + payload, digest_size=_CHECKSUM_BYTES).digest()


def _checked(digest: bytes, value: bytes) -> bytes | None:
    """Return the payload of a stored value; None when it is damaged."""
    checksum, payload = value[:_CHECKSUM_BYTES], value[_CHECKSUM_BYTES:]
    return payload if checksum == _checksum(digest, payload) else None


def _digests(engine: str) -> Callable[[ScanKey], bytes]:
    """Return what returns a hash of all that a result depends on."""
    end = f"\0{engine}".encode("utf-8", "surrogatepass")

    def digest(key: ScanKey) -> bytes:
        text = f"{key.oid}\0{key.base_name}\0{key.in_locale}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text + end, digest_size=16).digest()

    return digest


def _read(
    connection: sqlite3.Connection, by_digest: Mapping[bytes, ScanKey]
) -> dict[ScanKey, FileScan]:
    found = {}
    decoded: dict[bytes, FileScan] = {}  # of most files without a notice it is the same
    digests = list(by_digest)
    for begin in range(0, len(digests), _CHUNK):
        chunk = digests[begin : begin + _CHUNK]
        marks = ",".join("?" * len(chunk))
        query = f"SELECT key, value FROM result WHERE key IN ({marks})"  # noqa: S608 - marks only
        for digest, value in connection.execute(query, chunk):
            try:  # contextlib.suppress would take longer than the rest of the loop
                if (payload := _checked(digest, value)) is None:
                    continue
                if (scan := decoded.get(payload)) is None:
                    scan = decoded[payload] = decode(payload)
            except (ValueError, TypeError):
                continue
            found[by_digest[digest]] = scan
    return found


def _evict(connection: sqlite3.Connection, limit: int) -> None:
    """Delete the oldest entries, an eighth of all at a time, until the size is below ``limit``.

    The file keeps its size: SQLite reuses the freed pages first.
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
