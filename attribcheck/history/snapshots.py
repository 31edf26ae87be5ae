"""The snapshots of a history, made from each other by what each commit changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.core.model import Blob, Change, Commit, Scan
from attribcheck.git.parsing import LoggedCommit, RawChange
from attribcheck.notices import legal_files
from attribcheck.policy.model import Policy
from attribcheck.scan.key import ScanKey


class Judge:
    """What versions are classified by: the policy that holds at the end of the history.

    Args:
        policy: The policy.
        scans: What was found in every version that has to be looked into; may grow.
    """

    def __init__(self, policy: Policy, scans: Mapping[ScanKey, Scan]) -> None:
        self.policy = policy
        self.scans = scans


class Legal:
    """The legal files of a snapshot; snapshots in a row share them while they stay the same.

    Args:
        blobs: The files, by path.
        judge: What they are classified by.
    """

    def __init__(self, blobs: Mapping[str, Blob], judge: Judge) -> None:
        self.blobs = blobs
        self._judge = judge

    @cached_property
    def classifier(self) -> Classifier:
        """What classifies notices where these are the legal files."""
        return Classifier(Coverage(self._judge.policy, self.blobs), self._judge.scans)


class Tree:
    """One snapshot; treat it as a value.

    Args:
        entries: Every entry, by path.
        legal: The legal files among them.
        judge: What is in it is classified by.
    """

    def __init__(self, entries: Mapping[str, Blob], legal: Legal, judge: Judge) -> None:
        self.entries = entries
        self.legal = legal
        self._judge = judge

    @classmethod
    def of(cls, blobs: Iterable[Blob], judge: Judge) -> Tree:
        """Return the snapshot that holds ``blobs``."""
        entries = {blob.path: blob for blob in blobs}
        legal = {path: b for path, b in entries.items() if legal_files.is_legal_file(path)}
        return cls(entries, Legal(legal, judge), judge)

    def after(self, changes: Sequence[RawChange]) -> Tree:
        """Return the snapshot that ``changes`` make of this one."""
        gone = {c.change.old.path for c in changes if c.change.old and c.letter in "DR"}
        new = {c.change.new.path: c.change.new for c in changes if c.change.new}
        entries = {**self.entries, **new}
        for path in gone - new.keys():
            del entries[path]
        if not any(map(legal_files.is_legal_file, (*gone, *new))):
            return Tree(entries, self.legal, self._judge)
        legal = {path: blob for path, blob in self.legal.blobs.items() if path in entries}
        legal |= {path: blob for path, blob in new.items() if legal_files.is_legal_file(path)}
        return Tree(entries, Legal(legal, self._judge), self._judge)

    @property
    def classifier(self) -> Classifier:
        """What classifies the notices of its files; what they refer to are its legal files."""
        return self.legal.classifier

    def classify(self, blob: Blob) -> ClassifiedFile:
        """Return ``blob`` with each of its notices explained, or not."""
        return self.classifier.classify(blob)


class Step(NamedTuple):
    """One commit, compared with one of its parents.

    Attributes:
        at: The number of the commit in the walk.
        commit: The commit.
        then: The snapshot of the parent.
        now: Its own.
        changes: What it changed; of a merge only what none of its parents holds.
    """

    at: int
    commit: Commit
    then: Tree
    now: Tree
    changes: Sequence[Change]


def steps(
    commits: Sequence[LoggedCommit], judge: Judge, starts: Mapping[str, Iterable[Blob]]
) -> Iterator[Step]:
    """Yield each commit with the snapshots around it; a merge once for each parent.

    Args:
        commits: Each behind its parents.
        judge: What the snapshots are classified by.
        starts: The entries of each parent that is not among ``commits``, by its id.
    """
    uses = Counter(parent for one in commits for parent in one.parents)
    trees = {oid: Tree.of(blobs, judge) for oid, blobs in starts.items()}
    empty = Tree.of((), judge)
    for at, one in enumerate(commits):
        first, *others = [trees[parent] for parent in one.parents] or [empty]
        now = first.after(one.changes)
        trees[one.commit.oid] = now
        for then, changes in _compared([c.change for c in one.changes], first, others):
            yield Step(at, one.commit, then, now, changes)
        for parent in one.parents:
            uses[parent] -= 1
            if not uses[parent]:
                trees.pop(parent, None)


def _compared(
    changes: list[Change], first: Tree, others: Sequence[Tree]
) -> Iterator[tuple[Tree, list[Change]]]:
    """Yield a parent and what changed since: what a merge took from any parent it did not change.

    git has compared with the first parent; with another one a file is compared at its own path.
    """
    changes = [c for c in changes if all(_differs(c, other) for other in others)]
    yield first, changes
    for other in others:
        new = [change.new for change in changes if change.new]
        yield other, [Change(other.entries[b.path], b) for b in new if b.path in other.entries]


def _differs(change: Change, other: Tree) -> bool:
    if change.new:
        return other.entries.get(change.new.path) != change.new
    assert change.old is not None, "a change has a side"
    return change.old.path in other.entries
