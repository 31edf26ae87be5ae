"""Refuses files that a report must not replace: tracked ones, the policy, and those of git.

A typing error in ``--report json=src/app.py`` would otherwise cost the file, without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attribcheck.core.errors import UsageError
from attribcheck.core.model import BASELINE_NAME, LOCK_NAME, POLICY_NAME
from attribcheck.core.text import printable
from attribcheck.git.parsing import decode_path
from attribcheck.git.repository import Repository

_OURS = frozenset({POLICY_NAME, LOCK_NAME, BASELINE_NAME})


def require_replaceable(
    repo: Repository, reports: Iterable[tuple[str, str]], policy: str | None = None
) -> None:
    """Raise UsageError when a report would replace a file that is no report.

    Args:
        repo: The repository.
        reports: The values of ``--report``.
        policy: That of ``--policy``.

    Raises:
        GitError: git failed.
    """
    files = [file for _, file in reports]
    if not files:
        return
    top = repo.root.resolve()
    inside = {}
    for file in files:
        path = _located(Path(file))
        if any(_is_in(path, folder) for folder in (repo.git_dir, repo.common_dir)):
            raise _refused(file, "is a file of git")
        if path.name in _OURS or (policy is not None and path == _located(Path(policy))):
            raise _refused(file, "is a policy, or belongs to one")
        if path.is_relative_to(top):
            relative = path.relative_to(top)
            if ".git" in (part.casefold() for part in relative.parts):
                raise _refused(file, "is a file of git")
            inside[relative.as_posix()] = file
    if not inside:
        return
    tracked = repo.git("ls-files", "-z", "--", *inside).split(b"\0")[:-1]
    for name in tracked:
        if decode_path(name) in inside:
            raise _refused(inside[decode_path(name)], "is tracked by git")


def _located(path: Path) -> Path:
    """Return an absolute path; a link in its last part is not followed, as when it is written."""
    try:
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError, ValueError):  # a loop of links; writing it fails
        return path


def _is_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder.resolve())


def _refused(file: str, reason: str) -> UsageError:
    return UsageError(
        f"--report: {printable(file)} {reason}, and a report would replace it",
        hint="name a file that git does not track, such as one in a folder of .gitignore",
    )
