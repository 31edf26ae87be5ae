"""The commits of a range, or of a whole history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from attribcheck.core.errors import GitError, UsageError
from attribcheck.core.model import Blob, Change
from attribcheck.core.text import counted, printable
from attribcheck.git.parsing import LoggedCommit
from attribcheck.git.repository import Repository
from attribcheck.sources.git_snapshot import CommitSource, commit_named, read_stored

if TYPE_CHECKING:
    from typing_extensions import Self  # typing has it from Python 3.11 on


class HistorySource:
    """Commits, each behind its parents, and the snapshot that they lead to.

    In a ``with`` block one process reads all contents.

    Args:
        repo: The repository.
        spec: ``REV``: all that it reaches. ``A..B``: what B reaches and A does not. A side that is
            left out is HEAD. See gitrevisions(7).

    Attributes:
        label: What is walked, for people.
        tip: The snapshot at the end.

    Raises:
        UsageError: ``spec`` has two ends (``A...B``).
        GitError: a revision is unknown.
    """

    def __init__(self, repo: Repository, spec: str) -> None:
        if "..." in spec:
            raise UsageError(
                f"{printable(spec)} has two ends, and a history has one",
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
        """Return the commits, each behind its parents.

        Args:
            progress: Called with the number of commits that are read, and of all.

        Raises:
            GitError: an object is missing, or the history was cut off within the range: what went
                before that would pass unseen.
        """
        total = self._repo.count_commits(self._head, self._base)
        cut = self._repo.shallow_commits()
        found = []
        progress(0, total)
        for one in self._repo.log(self._head, self._base):
            if one.commit.oid in cut:
                raise GitError(
                    f"the history ends at commit {one.commit.oid[:12]}, whose parents are not here:"
                    f" of {counted(total, 'commit')} it can't be told what was removed before",
                    hint="This clone is shallow. Fetch the history with `git fetch --unshallow`, or"
                    " name a range that is here.",
                )
            found.append(one)
            progress(len(found), total)
        return found

    def listing_at(self, commit: str) -> list[Blob]:
        """Return the entries of a commit.

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
        """Yield each of ``blobs`` with its content; see ``base.Source``.

        Raises:
            GitError: git stopped in the middle.
        """
        return read_stored(self._repo, blobs, self._objects)
