"""The commits of a range, or of a whole history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING

from attribcheck.core.errors import GitError, UsageError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.core.text import counted, printable
from attribcheck.git.parsing import LoggedCommit, RawChange
from attribcheck.git.repository import Repository
from attribcheck.notices import legal_files
from attribcheck.sources.git_snapshot import CommitSource, commit_named, content_at, read_stored

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on


class HistorySource:
    """The commits of a history, and the snapshot at its end.

    In a ``with`` block one process reads all contents.

    Args:
        repo: The repository.
        spec: ``REV``: all commits reachable from it. ``A..B``: those reachable from B and not from
            A. A missing side is HEAD. See gitrevisions(7).

    Attributes:
        label: The history, for people.
        tip: The snapshot at the end.

    Raises:
        UsageError: ``spec`` has two ends (``A...B``).
        GitError: a revision is unknown.
    """

    def __init__(self, repo: Repository, spec: str) -> None:
        if "..." in spec:
            raise UsageError(
                f"{printable(spec)} has two ends; a history has one",
                hint=f"write {printable(spec.replace('...', '..'))}",
            )
        base, dots, head = spec.rpartition("..")
        self._repo = repo
        self._head = commit_named(repo, head or "HEAD")
        self._base = commit_named(repo, base or "HEAD") if dots else None
        self.label = f"history of {spec}"
        self.tip = CommitSource(repo, self._head, ())
        self._objects = repo.objects()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._objects)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def commits(
        self, progress: Callable[[int, int], None] = lambda done, total: None
    ) -> list[LoggedCommit]:
        """Return the commits, parents first.

        Args:
            progress: Called with the number of commits read, and of all.

        Raises:
            GitError: an object is missing, or the range leaves a shallow clone: removals in commits
                that were not fetched would go unreported.
        """
        total = self._repo.count_commits(self._head, self._base)
        shallow = self._repo.shallow_commits()
        found: list[LoggedCommit] = []
        progress(0, total)
        for one in self._repo.log(self._head, self._base):
            if one.commit.oid in shallow:
                raise GitError(
                    f"the parents of commit {one.commit.oid[:12]} were not fetched: removals before"
                    f" the {counted(total, 'commit')} in this clone can't be found",
                    hint="This clone is shallow. Fetch the history with `git fetch --unshallow`, or"
                    " name a range within the clone.",
                )
            found.append(self._with_submodules(one))
            progress(len(found), total)
        return _with_files_added_again(found)

    def _with_submodules(self, one: LoggedCommit) -> LoggedCommit:
        """Return a commit with the older sides of files that were in a submodule before it."""
        if not any(_is_submodule(raw.change.old) and not raw.change.new for raw in one.changes):
            return one
        from attribcheck.sources.submodules import with_older_sides  # lazy: rare

        gitmodules = content_at(self._repo, one.parents[0], ".gitmodules")
        changes = [raw.change for raw in one.changes]
        self._repo, changes = with_older_sides(self._repo, changes, gitmodules)
        self._objects.close()
        self._objects = self._stack.enter_context(self._repo.objects())
        known = {c.new.path: c for c in changes if c.new and c.old and c.new.path == c.old.path}
        return one._replace(
            changes=tuple(
                raw._replace(change=known.get(raw.path, raw.change)) for raw in one.changes
            )
        )

    def listing_at(self, commit: str) -> list[Blob]:
        """Return the entries of a commit id.

        Raises:
            GitError: an object is missing.
        """
        return self._repo.tree_entries(commit)

    def copies(self, commits: Iterable[str]) -> dict[str, list[Change]]:
        """Return the copies and renames of any file in each of ``commits``.

        Raises:
            GitError: an object is missing.
        """
        found: dict[str, list[Change]] = {}
        for oid, change in self._repo.copies_in(commits):
            if change.old and change.new and change.old.path != change.new.path:
                found.setdefault(oid, []).append(change)
        return found

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """See ``base.Source``."""
        return read_stored(self._repo, blobs, self._objects)


def _with_files_added_again(commits: Iterable[LoggedCommit]) -> list[LoggedCommit]:
    """Return commits in which a file that was deleted before and comes back has its older side.

    A notice could otherwise go in two steps: the file is deleted with it, and added without it. The
    deletion of a legal file is a removal itself.
    """
    deleted: dict[str, Blob] = {}
    found = []
    for one in commits:
        changes = tuple(_added_again(raw, deleted) for raw in one.changes)
        found.append(one if changes == one.changes else one._replace(changes=changes))
        for raw in one.changes:
            if raw.letter == "D" and raw.change.old and raw.change.old.kind is BlobKind.FILE:
                deleted[raw.path] = raw.change.old
    return found


def _added_again(raw: RawChange, deleted: Mapping[str, Blob]) -> RawChange:
    old, new = raw.change
    if old or not new or new.kind is not BlobKind.FILE or raw.path not in deleted:
        return raw
    if legal_files.is_legal_file(raw.path):
        return raw
    return raw._replace(change=Change(deleted[raw.path], new))


def _is_submodule(blob: Blob | None) -> bool:
    return blob is not None and blob.kind is BlobKind.SUBMODULE
