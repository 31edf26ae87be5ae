"""Puts removed notices back into the files of the work tree, where that is certain.

What is staged was checked, and what is written is the work tree: so only files of which both are
the same are touched, and nothing is staged.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import NamedTuple

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.finding import Finding, RemovedLines
from attribcheck.core.text import printable
from attribcheck.git.repository import Repository
from attribcheck.removals.restore import UncertainError, restored
from attribcheck.system.files import write_atomic

_LEFT = "it is not certain where the lines belong"


class Fix(NamedTuple):
    """A file into which notices can be put back.

    Attributes:
        path: The file.
        findings: What that settles.
        before: Its content in the work tree.
        after: The content with the notices.
    """

    path: str
    findings: tuple[Finding, ...]
    before: bytes
    after: bytes

    def diff(self) -> list[str]:
        """Return the change as a unified diff, its lines safe to show and without their ends."""
        name = printable(self.path)
        old, new = (text.decode("utf-8").splitlines() for text in (self.before, self.after))
        lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
        return [printable(line) for line in lines]


class Unfixed(NamedTuple):
    """A finding that is left to a person.

    Attributes:
        finding: The finding.
        why: The reason, as a clause.
    """

    finding: Finding
    why: str


def plan(
    findings: Iterable[Finding], rule: str, repo: Repository
) -> tuple[list[Fix], list[Unfixed]]:
    """Return what can be put back, by path, and the findings of ``rule`` that can't.

    Args:
        findings: What was found in what is staged.
        rule: The rule whose findings are settled so.
        repo: The repository.

    Raises:
        GitError: git could not tell.
        AttribcheckError: a file can't be read.
    """
    by_path: dict[str, list[Finding]] = {}
    left = []
    for finding in findings:
        if finding.rule != rule:
            continue
        if finding.removed is None:
            left.append(Unfixed(finding, _LEFT))
        else:
            by_path.setdefault(finding.path, []).append(finding)
    changed = repo.diff_files() if by_path else {}
    fixes = []
    for path, group in sorted(by_path.items()):
        found = _fix_or_why(path, group, repo, changed)
        if isinstance(found, Fix):
            fixes.append(found)
        else:
            left += [Unfixed(finding, found) for finding in group]
    return fixes, left


def _fix_or_why(
    path: str, group: list[Finding], repo: Repository, changed: Collection[str]
) -> Fix | str:
    if path in changed:
        return "the file has changes that are not staged"
    try:
        return _fix(path, group, repo)
    except UncertainError as doubt:
        return str(doubt)


def _fix(path: str, group: list[Finding], repo: Repository) -> Fix:
    file = repo.file(path)
    if file.is_symlink() or not file.is_file():
        raise UncertainError("it is no regular file in the work tree")
    if not file.stat().st_mode & 0o200:
        raise UncertainError("it is read-only")
    try:
        before = file.read_bytes()
    except OSError as error:
        raise AttribcheckError(f"can't read {printable(path)}: {error.strerror}") from error
    removed = [finding.removed for finding in group if finding.removed]
    origins = {(one.path, one.revision) for one in removed}
    if len(origins) != 1:
        raise UncertainError("it comes from several files")
    ((origin, revision),) = origins
    if _suffix(origin) != _suffix(path):
        raise UncertainError("it is of another kind than the file in which it stood")
    (old,) = repo.read_blobs([revision])
    if old is None:
        raise UncertainError("the older file can't be read")
    return Fix(path, tuple(group), before, restored(old, before, _apart(removed)))


def _apart(removed: list[RemovedLines]) -> list[RemovedLines]:
    """Return ``removed``, each once; in doubt when two overlap and differ."""
    found = sorted(set(removed), key=lambda one: one.line)
    for one, other in pairwise(found):
        if one.line + len(one.lines) > other.line:
            raise UncertainError(_LEFT)
    return found


def _suffix(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def write(fix: Fix, repo: Repository) -> None:
    """Write the file, whole or not at all.

    Raises:
        AttribcheckError: it can't be written; what was there still is.
    """
    write_atomic(repo.file(fix.path), fix.after, inside=repo.root)
