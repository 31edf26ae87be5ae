"""A change to a repository, checked as it is staged and as the commit that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attribcheck.check.result import CheckResult
from support.checks import found, last_commit, run, staged
from support.haneul import COMPONENT, POLICY
from support.repo import Repo

RULE = "removed-notice"

Files = Mapping[str, "str | bytes | None"]
"""Content by path; None takes a file away."""


@dataclass(frozen=True)
class Edit:
    """One row of a table: what stood, what is changed, and what has to be found.

    Attributes:
        name: What kind of change it is.
        old: The files before.
        new: Those that are written or taken away.
        lost: Path, line and subject of each finding; empty for none.
    """

    name: str
    old: Files
    new: Files
    lost: tuple[tuple[str, int, str], ...] = ()


def code(start: int = 0, count: int = 40) -> str:
    """Return ``count`` lines of code, of which none is equal to another."""
    return "".join(f"route_{n} = table_{n}[{n}] + offset\n" for n in range(start, start + count))


def apply(repo: Repo, files: Files) -> None:
    """Write ``files``, take away those that are None, and stage all of it."""
    for path, content in files.items():
        if content is None:
            repo.remove(path)
        else:
            repo.write(path, content)
    repo.add()


def begin(repo: Repo, old: Files, policy: str = POLICY + COMPONENT) -> None:
    """Commit ``old`` and the policy."""
    apply(repo, {"attribcheck.toml": policy, "src/app.py": code(900, 30), **old})
    repo.commit("before")


def staged_outcome(
    repo: Repo, old: Files, new: Files, policy: str = POLICY + COMPONENT
) -> CheckResult:
    """Check ``new`` as it is about to be committed on top of ``old``."""
    begin(repo, old, policy)
    apply(repo, new)
    return run(repo, staged)


def committed_outcome(repo: Repo, old: Files, new: Files) -> CheckResult:
    """Check the commit that brings ``new`` on top of ``old``."""
    begin(repo, old)
    apply(repo, new)
    repo.commit("after")
    return run(repo, last_commit)


def lost(outcome: CheckResult) -> tuple[tuple[str, int, str], ...]:
    """Return path, line and subject of every notice that was found to be removed."""
    return tuple((f.path, f.line, f.subject) for f in found(outcome, RULE))
