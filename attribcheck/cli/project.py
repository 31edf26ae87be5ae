"""The project of a repository that a command is about: the folder whose policy applies.

It is the nearest one with a policy, from the current directory to the top of the repository; the
top when there is none. Within it everything is as in a repository of its own; reports name files
from the top of the repository, as git and CI systems do.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.core.errors import UsageError
from attribcheck.core.model import POLICY_NAME
from attribcheck.core.text import printable

if TYPE_CHECKING:
    from attribcheck.check.result import CheckResult
    from attribcheck.core.finding import Finding
    from attribcheck.git.repository import Repository
    from attribcheck.sources.base import Source


class Project(NamedTuple):
    """A folder with a policy, or where one is going to be.

    Attributes:
        repo: Its repository.
        folder: Its path from the top; empty for the top itself.
    """

    repo: Repository
    folder: str = ""

    @property
    def root(self) -> Path:
        """The folder."""
        return self.repo.root / self.folder

    def path(self, name: str) -> str:
        """Return the path from the top of a file of the project."""
        return f"{self.folder}/{name}" if self.folder else name

    def inner(self, path: str) -> str:
        """Return the path from the folder of a file of the project, given from the top."""
        return path.removeprefix(f"{self.folder}/") if self.folder else path

    def source(self, source: Source) -> Source:
        """Return the part of a source that belongs to the project."""
        if not self.folder:
            return source
        from attribcheck.sources.subtree import SubtreeSource  # lazy: the top is the usual case

        return SubtreeSource(source, self.folder)

    def finding(self, finding: Finding) -> Finding:
        """Return a finding with its paths from the top of the repository."""
        if not self.folder:
            return finding
        related = tuple(
            one if one.origin else one._replace(path=self.path(one.path)) for one in finding.related
        )
        removed = finding.removed and finding.removed._replace(path=self.path(finding.removed.path))
        path = self.path(finding.path)
        return finding._replace(path=path, related=related, removed=removed)

    def result(self, result: CheckResult) -> CheckResult:
        """Return a result with all paths from the top of the repository."""
        if not self.folder:
            return result
        policy = result.policy
        if policy.path == POLICY_NAME:
            policy = policy._replace(path=self.path(POLICY_NAME))
        return result._replace(
            policy=policy,
            files=tuple(
                file._replace(blob=file.blob._replace(path=self.path(file.path)))
                for file in result.files
            ),
            findings=tuple(map(self.finding, result.findings)),
            suppressed=tuple(
                one._replace(finding=self.finding(one.finding)) for one in result.suppressed
            ),
            preexisting=tuple(map(self.finding, result.preexisting)),
        )


def project_of(repo: Repository, named: str | None = None, start: str | Path = ".") -> Project:
    """Return the project at ``named``; without it the nearest one around ``start``.

    Raises:
        UsageError: ``named`` is no folder of the repository.
    """
    top = repo.root.resolve()
    here = Path(start if named is None else named).resolve()
    if named is not None and not here.is_dir():
        raise UsageError(f"--project {printable(named)} is not a folder")
    if not here.is_relative_to(top):
        if named is None:  # the repository is elsewhere, by GIT_DIR and GIT_WORK_TREE
            return Project(repo)
        raise UsageError(f"--project {printable(named)} is outside of the repository")
    folder = here.relative_to(top)
    if named is None:
        around = (folder, *folder.parents)
        folder = next((one for one in around if (top / one / POLICY_NAME).is_file()), Path())
    return Project(repo, "" if folder == Path() else folder.as_posix())
