"""Says what to do next: in this repository, without arguments, and with a document just written."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

from attribcheck.core.errors import AttribcheckError, GitError, PolicyError
from attribcheck.core.model import POLICY_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from attribcheck.cli.project import Project

_HOOK_FILES = (
    ".pre-commit-config.yaml",
    ".pre-commit-config.yml",
    "prek.toml",
    "lefthook.yml",
    ".lefthook.yml",
    "lefthook.yaml",
    "lefthook.toml",
    ".husky/pre-commit",
    "package.json",
)
_USED = re.compile(r"\battribcheck\b")
_MOST = 1 << 20  # bytes of a configuration that are read


def advice() -> str:
    """Return the state of this repository and the next command, for people; scans nothing."""
    from attribcheck.cli.project import project_of
    from attribcheck.git.repository import Repository

    try:
        repo = Repository.discover()
    except GitError as error:
        return _lines(error.message, ("git init", "or change into a repository"))
    try:
        return _of(project_of(repo))
    except PolicyError as error:
        return _lines(error.message, ("attribcheck policy validate", "after an edit"))
    except AttribcheckError as error:
        return _lines(error.message, ("attribcheck --help", "lists the commands"))


def tracking(place: Project, target: Path) -> str:
    """Return the line with the command that lets checks see a document; "" when they do, or can't.

    They read tracked files, and of the documents those that are legal files of the project.

    Args:
        place: The project.
        target: The document, which exists.
    """
    from attribcheck.core.text import printable
    from attribcheck.notices import legal_files

    path = target.resolve()
    if path.parent != place.root.resolve() or not legal_files.is_of_project(target.name):
        return ""
    inner = place.path(target.name)
    if place.repo.git("ls-files", "--", inner):
        return ""
    ignored = place.repo.git("ls-files", "--others", "--ignored", "--exclude-standard", "--", inner)
    force = "--force " if ignored else ""
    # A folder may be called like an option, or like git's words for paths.
    name = os.path.relpath(path)
    name = f"./{name}" if name[0] in "-:" else name
    command = f"git add {force}{shlex.quote(name)}"
    return f"checks read it once git tracks it: {printable(command)}\n"


def _of(place: Project) -> str:
    from attribcheck.cli import policy_files
    from attribcheck.packages.loading import load_policy
    from attribcheck.sources.work_tree import TreeSource

    source = place.source(TreeSource(place.repo))
    policy = load_policy(source)
    if policy.path is None:
        return _lines(
            f"there is no {POLICY_NAME} yet",
            ("attribcheck init", "scans the repository and drafts one"),
        )
    state = f"{place.path(POLICY_NAME)}: {policy_files.contents(policy)}"
    if POLICY_NAME not in source.listing():
        return _lines(
            f"{state}; it is not tracked, so no commit is checked by it",
            (f"git add {POLICY_NAME}", "and then attribcheck check"),
        )
    if not _is_hooked(place.repo.root, place.repo.common_dir / "hooks"):
        return _lines(
            f"{state}; no hook of this repository runs attribcheck",
            ("attribcheck check", "lists what is left to settle"),
            ("attribcheck review", "settles it one by one"),
            ("attribcheck hook", "is what a hook of pre-commit, prek, lefthook or husky runs"),
        )
    return _lines(
        f"{state}; a hook checks each commit",
        ("attribcheck check", "checks all tracked files"),
        ("attribcheck notice", "writes the NOTICE of a release"),
    )


def _is_hooked(top: Path, hooks: Path) -> bool:
    """Whether a file that configures hooks, or a hook itself, names attribcheck."""
    return any(map(_names_it, (*(top / name for name in _HOOK_FILES), hooks / "pre-commit")))


def _names_it(file: Path) -> bool:
    if not file.is_file():  # a pipe would wait
        return False
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            return bool(_USED.search(stream.read(_MOST)))
    except OSError:
        return False


def _lines(state: str, *steps: tuple[str, str]) -> str:
    width = max(len(command) for command, _ in steps)
    lines = [f"{'next:' if not n else '':5} {c:{width}}  {w}" for n, (c, w) in enumerate(steps)]
    return "\n".join([state, *lines, "", "attribcheck --help lists the commands"])
