"""Builds the snapshots of a history, each from its parent and the changes of its commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attribcheck.classify.classifier import Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.classify.model import ClassifiedFile
from attribcheck.core.model import Blob, Change, Commit, Scan
from attribcheck.git.parsing import LoggedCommit, RawChange
from attribcheck.notices import legal_files
from attribcheck.policy.model import Policy
from attribcheck.policy.path_index import SortedPaths
from attribcheck.scan.key import ScanKey


class PolicyScans:
    """The inputs of every classification: the policy at the end of the history, and the scans.

    Args:
        policy: The policy.
        scans: The scans by key; may grow.
    """

    def __init__(self, policy: Policy, scans: Mapping[ScanKey, Scan]) -> None:
        self.policy = policy
        self.scans = scans


class LegalBlobs:
    """The legal files of a snapshot, shared with later ones while they do not change.

    Args:
        blobs: The files, by path.
        inputs: The policy and the scans.
    """

    def __init__(self, blobs: Mapping[str, Blob], inputs: PolicyScans) -> None:
        self.blobs = blobs
        self._inputs = inputs

    @cached_property
    def classifier(self) -> Classifier:
        """Classifies notices of a snapshot with these legal files."""
        coverage = Coverage(self._inputs.policy, self.blobs)
        return Classifier(coverage.with_found_licenses(self._inputs.scans), self._inputs.scans)


class Tree:
    """One snapshot; immutable.

    Args:
        entries: Every entry, by path.
        legal: The legal files among them.
        inputs: The policy and the scans.
    """

    def __init__(self, entries: Mapping[str, Blob], legal: LegalBlobs, inputs: PolicyScans) -> None:
        self.entries = entries
        self.legal = legal
        self._inputs = inputs

    @classmethod
    def of(cls, blobs: Iterable[Blob], inputs: PolicyScans) -> Tree:
        """Return the snapshot of ``blobs``."""
        entries = {blob.path: blob for blob in blobs}
        legal = {path: b for path, b in entries.items() if legal_files.is_legal_file(path)}
        return cls(entries, LegalBlobs(legal, inputs), inputs)

    def after(self, changes: Sequence[RawChange]) -> Tree:
        """Return this snapshot with ``changes`` applied."""
        deleted = {c.change.old.path for c in changes if c.change.old and c.letter in "DR"}
        new = {c.change.new.path: c.change.new for c in changes if c.change.new}
        entries = {**self.entries, **new}
        for path in deleted - new.keys():
            del entries[path]
        if not any(map(legal_files.is_legal_file, (*deleted, *new))):
            return Tree(entries, self.legal, self._inputs)
        legal = {path: blob for path, blob in self.legal.blobs.items() if path in entries}
        legal |= {path: blob for path, blob in new.items() if legal_files.is_legal_file(path)}
        return Tree(entries, LegalBlobs(legal, self._inputs), self._inputs)

    @cached_property
    def paths(self) -> SortedPaths:
        """Its paths, to be searched by patterns."""
        return SortedPaths(self.entries)

    @property
    def classifier(self) -> Classifier:
        """Classifies its notices, which can refer to its legal files."""
        return self.legal.classifier

    def classify(self, blob: Blob) -> ClassifiedFile:
        """Return ``blob`` with its notices classified."""
        return self.classifier.classify(blob)


class Step(NamedTuple):
    """One commit, compared with one of its parents.

    Attributes:
        at: The number of the commit in the walk.
        commit: The commit.
        before: The snapshot of the parent.
        after: The snapshot of the commit.
        changes: Its changes; of a merge content that no parent has, and what it did not take over
            from a further parent although only that parent's side changed it.
    """

    at: int
    commit: Commit
    before: Tree
    after: Tree
    changes: Sequence[Change]


def steps(
    commits: Sequence[LoggedCommit],
    inputs: PolicyScans,
    starts: Mapping[str, Iterable[Blob]],
    dropped: Mapping[str, Sequence[frozenset[str]]],
) -> Iterator[Step]:
    """Yield each commit with the snapshots before and after it; a merge once for each parent.

    Args:
        commits: Each behind its parents.
        inputs: The policy and the scans.
        starts: The entries of each parent that is not among ``commits``, by its id.
        dropped: See ``merges.dropped_paths``.
    """
    uses = Counter(parent for one in commits for parent in one.parents)
    trees = {oid: Tree.of(blobs, inputs) for oid, blobs in starts.items()}
    empty = Tree.of((), inputs)
    for at, one in enumerate(commits):
        first, *others = [trees[parent] for parent in one.parents] or [empty]
        after = first.after(one.changes)
        trees[one.commit.oid] = after
        made = [raw.change for raw in one.changes]
        missing = [
            _dropped(paths, other, after)
            for other, paths in zip(others, dropped.get(one.commit.oid, ()), strict=True)
        ]
        for before, changes in _by_parent(made, first, others, missing):
            yield Step(at, one.commit, before, after, changes)
        for parent in one.parents:
            uses[parent] -= 1
            if not uses[parent]:
                trees.pop(parent, None)


def _by_parent(
    changes: list[Change],
    first: Tree,
    others: Sequence[Tree],
    missing: Sequence[list[Change]],
) -> Iterator[tuple[Tree, list[Change]]]:
    """Yield each parent with the changes since, without content that a merge has from any parent.

    git compares with the first parent; with another one a file is compared at its own path, and
    what only the merge has may have received the code of a file that it dropped.
    """
    changes = [c for c in changes if all(_differs(c, other) for other in others)]
    yield first, changes
    for other, more in zip(others, missing, strict=True):
        new = [change.new for change in changes if change.new]
        made = [Change(other.entries.get(blob.path), blob) for blob in new]
        yield other, made + [change for change in more if change.new or new or _is_legal(change)]


def _dropped(paths: Iterable[str], other: Tree, after: Tree) -> list[Change]:
    """Return what a merge did not take over from a parent."""
    found = []
    for path in sorted(paths):
        old, new = other.entries.get(path), after.entries.get(path)
        if old and old != new:
            found.append(Change(old, new))
    return found


def _is_legal(change: Change) -> bool:
    return any(map(legal_files.is_legal_file, change.paths))


def _differs(change: Change, other: Tree) -> bool:
    if change.new:
        return other.entries.get(change.new.path) != change.new
    assert change.old is not None, "a change has a side"
    return change.old.path in other.entries
