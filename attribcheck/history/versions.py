"""Every version of every file that a walk has to look into, scanned once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from attribcheck.model import Blob, BlobKind, FileScan, ScanFailure
from attribcheck.scan.names import base_name, in_locale

if TYPE_CHECKING:
    from attribcheck.scan.scanner import Read

# No tree of git's holds such a path. The rest of it is the real one: the engine's answer depends on
# the base name, and on whether "locale" stands in the path.
_ASIDE = ".git/history/"

_Key = tuple[str, str, bool]


class Scans(Protocol):
    """What scans blobs: ``attribcheck.scan.scanner.Scanner`` in earnest."""

    def scan(self, blobs: Sequence[Blob], read: Read) -> Mapping[str, FileScan | ScanFailure]:
        """Return the scan of each of ``blobs`` by path."""
        ...


class Versions:
    """The scans of all versions, by content and by what else the engine's answer depends on.

    Args:
        scanner: Scans them.
        read: Reads their content, as ``sources.base.Source.read`` does.
        policy_path: Where the policy stands, which is not scanned.
    """

    def __init__(self, scanner: Scans, read: Read, policy_path: str) -> None:
        self._scanner = scanner
        self._read = read
        self._policy_path = policy_path
        self._scans: dict[_Key, FileScan | ScanFailure] = {}

    def scan(self, blobs: Iterable[Blob]) -> None:
        """Scan those of ``blobs`` that are files and have not been scanned yet, in one go.

        Raises:
            GitError: git stopped in the middle.
            EngineError: the engine could not answer.
        """
        wanted: dict[_Key, Blob] = {}
        for blob in blobs:
            if self._is_scanned(blob) and _key(blob) not in self._scans:
                wanted.setdefault(_key(blob), blob)
        placed = {f"{_ASIDE}{blob.oid}/{blob.path}": key for key, blob in wanted.items()}
        aside = [
            blob._replace(path=path) for path, blob in zip(placed, wanted.values(), strict=True)
        ]
        for path, scan in self._scanner.scan(aside, self._read).items():
            self._scans[placed[path]] = scan

    def of(self, blob: Blob) -> FileScan | ScanFailure | None:
        """Return the scan of ``blob``; None for what has no content to scan.

        Raises:
            KeyError: it was never asked for, and nothing may pass without being looked into.
        """
        return self._scans[_key(blob)] if self._is_scanned(blob) else None

    def _is_scanned(self, blob: Blob) -> bool:
        return blob.kind is BlobKind.FILE and blob.path != self._policy_path

    def __len__(self) -> int:
        return len(self._scans)


def _key(blob: Blob) -> _Key:
    return (blob.oid, base_name(blob.path), in_locale(blob.path))
