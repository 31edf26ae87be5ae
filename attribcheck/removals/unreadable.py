"""Finds older files that have to be compared and whose content is not stored here.

A partial clone, a damaged object or a Git LFS object that was not fetched leaves the scan of an
older file in the cache and its text nowhere. Notices that the newer file lacks can't be looked for
in its words then, so the older file counts as not scanned: what can't be read is not in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import FileScan
from attribcheck.notices import legal_files
from attribcheck.notices.holders import HolderNames
from attribcheck.removals import compare
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot, Pair, suffix
from attribcheck.scan.scanner import POINTER, UNREADABLE


def with_failures(
    older: ClassifiedSnapshot, files: Mapping[str, ClassifiedFile], own: HolderNames
) -> ClassifiedSnapshot:
    """Return ``older`` with a failed scan for each file that can't be read and has to be.

    Args:
        older: The snapshot before a change.
        files: The newer files that changed, by path.
        own: Our own holders, whose notices may change.

    Raises:
        GitError: git failed while it read.
    """
    unread = set(_unread(older, files, own))
    if not unread:
        return older
    files = {path: _failed(file, older) for path, file in older.files.items() if path in unread}
    return older._replace(files={**older.files, **files})


def _failed(file: ClassifiedFile, older: ClassifiedSnapshot) -> ClassifiedFile:
    is_pointer = file.blob.oid in older.texts.pointers
    return file._replace(scan=POINTER if is_pointer else UNREADABLE, notices=())


def _unread(
    older: ClassifiedSnapshot, files: Mapping[str, ClassifiedFile], own: HolderNames
) -> Iterator[str]:
    pairs: dict[str, list[Pair]] = {}
    for pair in older.pairs:
        pairs.setdefault(pair.old.path, []).append(pair)
    suspects = {}
    for path, old in older.files.items():
        items = compare.protected_notices(old) if isinstance(old.scan, FileScan) else []
        if not items:
            continue
        newer = [files[pair.new.path] for pair in pairs.get(path, ())]
        lacks = any(
            compare.missing_notices(items, compare.outside_blocks(new.scan), own)
            for new in newer
            if isinstance(new.scan, FileScan)
        )
        # A licence file applies to other files; code of any other may be in a file without a pair.
        if lacks or legal_files.is_legal_file(path) or _may_have_moved(older, path, newer):
            suspects[path] = (old, *newer)
    older.texts.prime(file.blob for group in suspects.values() for file in group)
    for path, group in suspects.items():
        if any(older.texts.get(file.blob) is None for file in group if _is_read(file)):
            yield path


def _is_read(file: ClassifiedFile) -> bool:
    return isinstance(file.scan, FileScan)


def _may_have_moved(older: ClassifiedSnapshot, path: str, newer: list[ClassifiedFile]) -> bool:
    known = {file.path for file in newer}
    return any(
        written not in known and suffix(written) == suffix(path) for written in older.written
    )
