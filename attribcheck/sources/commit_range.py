"""The changes in a range of commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attribcheck.core.errors import GitError, UsageError
from attribcheck.core.model import Blob, Change
from attribcheck.core.text import printable
from attribcheck.git import state
from attribcheck.git.repository import Repository
from attribcheck.sources.git_snapshot import DEEPEN, CommitSource, StoredSource, commit_named

if TYPE_CHECKING:
    from attribcheck.sources.other_side import OtherSide


class DiffSource(StoredSource):
    """The changes in the range ``spec``, read from the commit at its end.

    Args:
        repo: The repository.
        spec: ``BASE...HEAD``: from their merge base to HEAD, as in a pull request. ``BASE..HEAD``:
            from BASE to HEAD. A missing side is HEAD, and ``BASE`` means ``BASE...HEAD``. See
            gitrevisions(7).
        known: Further commits that the range begins at, as those that a remote has.

    Raises:
        UsageError: ``spec`` names no revision.
        GitError: a revision is unknown or was not fetched, or the two share no history.
    """

    def __init__(self, repo: Repository, spec: str, known: Sequence[str] = ()) -> None:
        dots = "..." if "..." in spec else ".." if ".." in spec else ""
        base, _, head = spec.partition(dots) if dots else (spec, "", "")
        if not (base or head):
            raise UsageError(
                f"{printable(spec)!r} names no revision", hint="Write BASE or BASE...HEAD."
            )
        base, dots, head = base or "HEAD", dots or "...", head or "HEAD"
        self.label = f"changes in {base}{dots}{head}"
        self._head = commit_named(repo, head)
        self._tip = self._start = commit_named(repo, base)
        self._others = tuple(known)
        if dots == "...":
            # Of several merge bases the first depends on dates, which the author of HEAD writes.
            self._start, *further = _forks(repo, (base, self._start), (head, self._head))
            self._others = (*further, *known)
        super().__init__(repo, self._start)

    def merged(self) -> Sequence[OtherSide]:
        """See ``base.Source``: the further merge bases, and what else is known."""
        return self._merged

    @cached_property
    def _merged(self) -> Sequence[OtherSide]:
        others = [oid for oid in dict.fromkeys(self._others) if oid != self._start]
        if not others:
            return ()
        from attribcheck.sources.other_side import OtherSide  # lazy: most ranges have one base

        repo = self._repo
        sides = [state.Side(oid, repo.merge_bases(self._start, oid)) for oid in others]
        return [
            OtherSide(repo, side, self, lambda oid: repo.diff_trees(oid, self._head))
            for side in sides
            if side.commit not in side.starts
        ]

    def tip(self) -> CommitSource:
        """Return the snapshot of BASE itself.

        Not of the merge base: the author of HEAD chooses that, and so could pick an older policy.
        """
        return CommitSource(self._repo, self._tip, ())

    def _diff(self, *, harder: bool = False) -> Iterable[Change]:
        return self._repo.diff_trees(self._start, self._head, harder=harder)

    def _entries(self) -> Mapping[str, Blob]:
        return {blob.path: blob for blob in self._repo.tree_entries(self._head)}


def _forks(repo: Repository, base: tuple[str, str], head: tuple[str, str]) -> tuple[str, ...]:
    """Return the merge bases of two revisions, each a pair of its name and its id."""
    oids = repo.merge_bases(base[1], head[1])
    if not oids:
        raise GitError(
            f"{printable(base[0])} and {printable(head[0])} have no commit in common",
            hint=DEEPEN
            if repo.is_shallow()
            else f"Compare the two directly: {printable(base[0])}..{printable(head[0])}",
        )
    return oids
