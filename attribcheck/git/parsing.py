"""Parses git's output: raw diffs, index and tree listings, logs, objects, and paths.

Format: git-diff-index(1) "RAW OUTPUT FORMAT", git-ls-files(1) ``--stage``, git-ls-tree(1),
git-log(1) ``--raw`` and git-status(1) "Porcelain Format Version 2", all with ``-z``;
git-cat-file(1) "BATCH OUTPUT".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, NamedTuple

from attribcheck.core.listing import Listing
from attribcheck.core.model import Blob, BlobKind, Change, Commit

_KINDS = {"120000": BlobKind.SYMLINK, "160000": BlobKind.SUBMODULE}
_ABSENT = "000000"

EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The id of the empty tree, by object format."""


class IndexEntry(NamedTuple):
    """One entry of the index.

    Attributes:
        blob: The entry.
        stage: 0, or 1 to 3 for the sides of a conflict (base, ours, theirs).
        is_hidden: Whether git does not compare it with the work tree: skip-worktree, or
            assume-unchanged.
    """

    blob: Blob
    stage: int
    is_hidden: bool = False


class RawChange(NamedTuple):
    """One record of a raw diff.

    Attributes:
        letter: The status A, C, D, M, R, T or U; see git-diff-index(1).
        path: The new path, or the old one of a deletion.
        change: Both sides. An id of zeros means that git has not hashed the content.
    """

    letter: str
    path: str
    change: Change


class LoggedCommit(NamedTuple):
    """One commit of a log.

    Attributes:
        commit: The commit.
        parents: The ids of its parents.
        changes: Its difference to its first parent, or to the empty tree.
    """

    commit: Commit
    parents: tuple[str, ...]
    changes: tuple[RawChange, ...]


LOG_FORMAT = "%H %P%x00%aI"
"""The format of each commit for ``parse_log``, before its raw diff."""


def decode_path(raw: bytes) -> str:
    """Return a path from git as text; bytes that are not UTF-8 become surrogate escapes."""
    return raw.decode("utf-8", "surrogateescape")


def encode_path(path: str) -> bytes:
    """Return the bytes of a path that ``decode_path`` returned."""
    return path.encode("utf-8", "surrogateescape")


def blob_id(object_format: str, data: bytes) -> str:
    """Return git's object id of a blob: the hash of its type, size and content.

    Args:
        object_format: ``sha1`` or ``sha256``.
        data: The content, unfiltered.
    """
    import hashlib  # lazy: 3 ms, and only content of the work tree is hashed

    digest = hashlib.new(object_format, usedforsecurity=False)
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()


def parse_index(output: bytes) -> Iterator[IndexEntry]:
    """Yield the entries of ``git ls-files --stage -v -z``."""
    for record in decode_path(output).split("\0")[:-1]:
        head, path = record.split("\t", 1)
        tag, mode, oid, stage = head.split(" ")
        is_hidden = tag.islower() or tag == "S"
        yield IndexEntry(Blob(path, oid, _kind(mode)), int(stage), is_hidden)


def parse_tree(output: bytes) -> Iterator[Blob]:
    """Yield the entries of ``git ls-tree -r -z``."""
    for record in output.split(b"\0")[:-1]:
        head, path = record.split(b"\t", 1)
        mode, _, oid = head.decode("ascii").split(" ")
        yield Blob(decode_path(path), oid, _kind(mode))


def parse_raw(output: bytes) -> Iterator[RawChange]:
    """Yield the records of a raw diff that was made with ``-z --no-abbrev``."""
    fields = iter(decode_path(output).split("\0")[:-1])
    for head in fields:
        yield _raw_change(head, fields)


def parse_names(output: bytes, blob: Callable[[str], Blob]) -> Listing:
    """Return the entries of ``git ls-files -z``, each made by ``blob`` when it is asked for."""
    return Listing(b"\0" + output, blob)


def parse_staged(output: bytes) -> tuple[Listing, list[str]]:
    """Return the entries of ``git ls-files --stage -z``, and the unmerged paths."""
    pairs = [record.split(b"\t", 1) for record in output.split(b"\0")[:-1]]
    unmerged = [decode_path(path) for head, path in pairs if head[-1:] != b"0"]
    return _listing([path for _, path in pairs], [head for head, _ in pairs], 0), unmerged


def parse_added(output: bytes) -> tuple[Listing, list[str]]:
    """Return the entries of a raw diff from the empty tree, made with ``-z --no-abbrev``.

    The second value are the unmerged paths.
    """
    fields = output.split(b"\0")[:-1]
    heads, paths = fields[::2], fields[1::2]
    unmerged = [decode_path(p) for head, p in zip(heads, paths, strict=True) if head[-1:] == b"U"]
    return _listing(paths, heads, 1), unmerged


def _listing(paths: list[bytes], heads: list[bytes], first: int) -> Listing:
    """Return the entries of ``heads``; their modes are the words at ``first``."""
    by_path = dict(zip(paths, heads, strict=True))

    def blob(path: str) -> Blob:
        words = by_path[encode_path(path)].decode("ascii").split(" ")
        mode, oid = words[first], words[first + 1 + first]
        return Blob(path, oid, _kind(mode))

    return Listing(b"\0".join((b"", *paths, b"")), blob)


def parse_log(fields: Iterable[bytes]) -> Iterator[LoggedCommit]:
    """Yield the commits of a log with raw diffs, made with ``-z --no-abbrev`` and LOG_FORMAT.

    Args:
        fields: The NUL-separated fields of its output.
    """
    texts = map(decode_path, fields)
    oid, date = "", ""
    parents: tuple[str, ...] = ()
    changes: list[RawChange] = []
    for text in texts:
        head = text.removeprefix("\n")  # separates the diff from the commit's line
        if head.startswith(":"):
            changes.append(_raw_change(head, texts))
            continue
        if oid:
            yield LoggedCommit(Commit(oid, date), parents, tuple(changes))
        oid, *ids = head.split()
        parents, date = tuple(ids), next(texts)
        if date.endswith("Z"):  # newer versions of git write UTC so
            date = f"{date[:-1]}+00:00"
        changes = []
    if oid:
        yield LoggedCommit(Commit(oid, date), parents, tuple(changes))


def parse_commits(fields: Iterable[bytes]) -> Iterator[tuple[str, Change]]:
    """Yield each change with its commit, from ``git diff-tree --stdin -z --no-abbrev``.

    Args:
        fields: The NUL-separated fields of its output.
    """
    texts = map(decode_path, fields)
    oid = ""
    for head in texts:
        if head.startswith(":"):
            yield oid, _raw_change(head, texts).change
        else:
            oid = head


def _raw_change(head: str, fields: Iterator[str]) -> RawChange:
    old_mode, new_mode, old_oid, new_oid, status = head[1:].split(" ")
    old_path = next(fields)
    new_path = next(fields) if status[0] in "CR" else old_path
    old, new = _blob(old_mode, old_oid, old_path), _blob(new_mode, new_oid, new_path)
    return RawChange(status[0], new_path, Change(old, new))


def parse_status(output: bytes) -> Iterator[tuple[str, BlobKind | None]]:
    """Yield the path and type of each entry of the work tree that differs from the index.

    The type of a deleted entry is None. ``output`` is that of ``git status --porcelain=v2 -z
    --no-renames``.
    """
    for record in output.split(b"\0")[:-1]:
        if record.startswith(b"1 "):
            _, letters, _, _, _, mode, _, _, path = record.split(b" ", 8)
            if letters.endswith(b"."):  # staged, and unchanged since
                continue
        elif record.startswith(b"u "):
            _, _, _, _, _, _, mode, _, _, _, path = record.split(b" ", 10)
        else:  # a header of status.showStash
            continue
        yield decode_path(path), None if mode == _ABSENT.encode() else _kind(mode.decode("ascii"))


def read_object(stream: IO[bytes]) -> bytes | None:
    """Return the next blob of ``git cat-file --batch``; None for a missing object or another type.

    Raises:
        EOFError: the stream ended within the object.
    """
    header = stream.readline().split()
    if header[1:] == [b"missing"]:
        return None
    if len(header) != 3:
        raise EOFError
    size = int(header[2])
    content = stream.read(size)
    # The line end is read by itself: cutting it off would copy a content of gigabytes.
    if len(content) != size or stream.read(1) != b"\n":
        raise EOFError
    return content if header[1] == b"blob" else None


def _kind(mode: str) -> BlobKind:
    return _KINDS.get(mode, BlobKind.FILE)


def _blob(mode: str, oid: str, path: str) -> Blob | None:
    return None if mode == _ABSENT else Blob(path, oid, _kind(mode))
