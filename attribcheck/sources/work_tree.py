"""The files of the work tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property

from attribcheck.core.errors import GitError, NotRegularError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.core.text import printable
from attribcheck.git import state
from attribcheck.git.parsing import IndexEntry
from attribcheck.git.repository import Repository
from attribcheck.sources import disk
from attribcheck.sources.base import MergedSource
from attribcheck.sources.git_snapshot import by_path, file_in, read_stored, through_lfs
from attribcheck.sources.path_arguments import Selection, select

_ATTRIBUTES = ".gitattributes"


class TreeSource:
    """The work tree of ``repo``; see ``base.Source``. It has no base.

    Unmodified files are read from the index: their content is that of a commit, without the line
    ends and filters of a checkout, and exists in a sparse checkout, too. Modified files are read
    from disk, as git would encode them; deleted ones are left out. A file that git is told not to
    look at (skip-worktree, assume-unchanged) is looked at.

    Args:
        repo: The repository.
        paths: Files, tracked or not, and directories, which select their tracked files; relative to
            the current directory. They limit ``changes``, not ``listing``.

    Raises:
        UsageError: a path does not exist, can't be checked, or selects nothing.
        GitError: git failed.
    """

    def __init__(self, repo: Repository, paths: Sequence[str] = ()) -> None:
        self._repo = repo
        self._on_disk: dict[str, Blob] = {}
        self._encodings: dict[str, str] = {}
        self.complete = not paths
        self.label = _label(paths) if paths else "tracked files"
        self._selection = select(repo, self._tracked, paths) if paths else None

    @cached_property
    def _tracked(self) -> dict[str, Blob]:
        state.verify_index(self._repo)
        differing = self._repo.diff_files()
        entries = self._repo.index_entries()
        for entry in entries:
            path = entry.blob.path
            if entry.is_hidden and path not in differing and (kind := self._kind_there(path)):
                differing[path] = kind
        self._encodings |= self._encodings_of(differing, entries)
        listing: dict[str, Blob] = {}
        for entry in entries:
            blob = entry.blob
            if blob.path in differing:
                kind = differing[blob.path]
                if kind is None or blob.path in listing:  # deleted; another side of a conflict
                    continue
                if kind is not BlobKind.SUBMODULE:
                    blob = self._from_disk(blob.path, kind)
            listing[blob.path] = blob
        return listing

    @cached_property
    def _listing(self) -> dict[str, Blob]:
        untracked = self._selection.untracked if self._selection else {}
        self._encodings |= self._encodings_of(untracked, ())
        named = {path: self._from_disk(path, kind) for path, kind in untracked.items()}
        return self._tracked | named

    @cached_property
    def _changes(self) -> list[Change]:
        listing = self._listing
        selection = self._selection or Selection(set(listing), {})
        paths = selection.tracked | selection.untracked.keys()
        return by_path(Change(None, listing[path]) for path in paths)

    def changes(self) -> Sequence[Change]:
        """See ``base.Source``."""
        return self._changes

    def copies(self) -> Sequence[Change]:
        """See ``base.Source``."""
        return ()

    def listing(self) -> Mapping[str, Blob]:
        """See ``base.Source``; includes the untracked files of ``paths``."""
        return self._listing

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """See ``base.Source``."""
        blobs = list(blobs)
        in_git = [blob for blob in blobs if not self._is_on_disk(blob)]
        with closing(read_stored(self._repo, in_git)) as stored:
            for blob in blobs:
                if self._is_on_disk(blob):
                    yield blob, self._read_disk(blob)
                else:
                    yield next(stored)

    def read_file(self, path: str) -> bytes | None:
        """Return the content of the file at ``path``, or None when there is none.

        A file on disk counts, tracked or not; without one the entry of the index does (sparse
        checkout).

        Raises:
            NotRegularError: the path is not a regular file.
            GitError: the file exists and can't be read.
        """
        location = self._repo.file(path)
        try:
            kind = disk.kind_of(location)
        except OSError:  # it does not exist
            return file_in(self._listing, self.read, path)
        if path in self._listing:
            return file_in(self._listing, self.read, path)
        if kind is not BlobKind.FILE:
            special = "directory" if location.is_dir() else "special file"
            raise NotRegularError(path, kind.value if kind else special)
        content = disk.read(location, kind)
        if content is None:
            raise GitError(f"{path} could not be read", hint="check its permissions")
        return content

    def base_file(self, path: str) -> bytes | None:
        """See ``base.Source``."""
        return None

    def merged(self) -> Sequence[MergedSource]:
        """See ``base.Source``."""
        return ()

    def before(self, paths: Iterable[str]) -> None:
        """See ``base.Source``."""
        return

    def _is_on_disk(self, blob: Blob) -> bool:
        return self._on_disk.get(blob.path) == blob

    def _from_disk(self, path: str, kind: BlobKind) -> Blob:
        content = self._disk_content(path, kind)
        oid = self._null if content is None else self._repo.hash_blob(content)
        self._on_disk[path] = blob = Blob(path, oid, kind)
        return blob

    def _encodings_of(
        self, paths: Collection[str], entries: Iterable[IndexEntry]
    ) -> dict[str, str]:
        """Return the encoding of each of ``paths`` that has one of its own."""
        named = (entry.blob.path.endswith(_ATTRIBUTES) for entry in entries)
        local = self._repo.common_dir / "info" / "attributes"
        is_possible = any(named) or (self._repo.root / _ATTRIBUTES).exists() or local.exists()
        return state.work_tree_encodings(self._repo, paths) if paths and is_possible else {}

    def _kind_there(self, path: str) -> BlobKind | None:
        """Return the type of ``path`` on disk; None without a file or link there."""
        try:
            return disk.kind_of(self._repo.file(path))
        except OSError:  # a sparse checkout left it out
            return None

    def _disk_content(self, path: str, kind: BlobKind) -> bytes | None:
        """Return the content of a file as git would store it, but for line ends and filters."""
        content = disk.read(self._repo.file(path), kind)
        encoding = self._encodings.get(path)
        if content is None or encoding is None or kind is not BlobKind.FILE:
            return content
        return disk.in_utf8(content, encoding)

    def _read_disk(self, blob: Blob) -> bytes | None:
        content = self._disk_content(blob.path, blob.kind)
        if content is None or blob.oid == self._null:
            return None
        # Results are cached by id: content under another id would poison the cache.
        if self._repo.hash_blob(content) != blob.oid:
            raise GitError(
                f"{printable(blob.path)} changed during the check", hint="Run the check again."
            )
        return through_lfs(self._repo, blob, content)

    @property
    def _null(self) -> str:
        """The id of no object, for unreadable files."""
        return "0" * len(self._repo.empty_tree)


def _label(paths: Sequence[str]) -> str:
    return ", ".join(paths) if len(paths) <= 3 else f"{len(paths)} paths"
