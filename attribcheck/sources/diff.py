"""What a range of commits changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attribcheck.display import printable
from attribcheck.errors import GitError, UsageError
from attribcheck.git import Repository
from attribcheck.model import Blob, Change
from attribcheck.sources.policyfile import policy_in
from attribcheck.sources.stored import by_path, content_at, read_stored

_DEEPEN = (
    "This clone is shallow. Fetch the history with `git fetch --unshallow`; in a GitHub workflow, "
    "give actions/checkout `fetch-depth: 0`."
)


class DiffSource:
    """What ``spec`` changed, read from the commit at its end.

    Args:
        repo: The repository.
        spec: ``BASE...HEAD``: from where HEAD left BASE (their merge base), as a pull request
            shows it. ``BASE..HEAD``: the two directly. A side that is left out is HEAD, so
            ``BASE`` alone means ``BASE...HEAD``. See gitrevisions(7).

    Raises:
        UsageError: ``spec`` names no revision.
        GitError: a revision is unknown or was not fetched, or the two share no history.
    """

    whole = False

    def __init__(self, repo: Repository, spec: str) -> None:
        self._repo = repo
        dots = "..." if "..." in spec else ".." if ".." in spec else ""
        base, _, head = spec.partition(dots) if dots else (spec, "", "")
        if not (base or head):
            raise UsageError(
                f"{printable(spec)!r} names no revision", hint="Write BASE or BASE...HEAD."
            )
        base, dots, head = base or "HEAD", dots or "...", head or "HEAD"
        self.label = f"changes in {base}{dots}{head}"
        self._base = self._commit(base)
        self._head = self._commit(head)
        if dots == "...":
            self._base = self._fork(base, head)

    @cached_property
    def _changes(self) -> list[Change]:
        return by_path(self._repo.diff_trees(self._base, self._head))

    @cached_property
    def _listing(self) -> dict[str, Blob]:
        return {blob.path: blob for blob in self._repo.tree_entries(self._head)}

    def changes(self) -> Sequence[Change]:
        """Return what the range changed, by path.

        A rename is one change with both sides. So is a copy, whose old side still stands.

        Raises:
            GitError: git could not tell.
        """
        return self._changes

    def listing(self) -> Mapping[str, Blob]:
        """Return every entry of the commit at the end of the range, by path.

        Raises:
            GitError: git could not tell.
        """
        return self._listing

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | None]]:
        """Yield each of ``blobs`` with its content, in order; None when it can't be read.

        Raises:
            GitError: git stopped in the middle.
        """
        return read_stored(self._repo, blobs)

    def policy(self, path: str) -> bytes | None:
        """Return the policy at ``path``, or None when the snapshot has none.

        Raises:
            GitError: it is there and can't be read.
            PolicyError: what stands there is no regular file.
        """
        return policy_in(self._listing, self.read, path)

    def base_policy(self, path: str) -> bytes | None:
        """Return the file at ``path`` where the range begins, or None when there was none.

        Raises:
            GitError: git could not tell.
        """
        return content_at(self._repo, self._base, path)

    def _commit(self, rev: str) -> str:
        oid = self._repo.resolve(rev)
        if oid is None:
            raise GitError(
                f"{printable(rev)} names no commit of this repository",
                hint=_DEEPEN
                if self._repo.is_shallow()
                else "Fetch it, or see `git branch --all` for what is there.",
            )
        return oid

    def _fork(self, base: str, head: str) -> str:
        oid = self._repo.merge_base(self._base, self._head)
        if oid is None:
            raise GitError(
                f"{printable(base)} and {printable(head)} have no commit in common",
                hint=_DEEPEN
                if self._repo.is_shallow()
                else f"Compare the two directly: {printable(base)}..{printable(head)}",
            )
        return oid
