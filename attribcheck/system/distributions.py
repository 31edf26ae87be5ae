"""The versions of installed packages, by the names of their metadata folders.

Importing ``importlib.metadata`` takes 25 ms, a quarter of the budget of a warm commit; the names of
``*.dist-info`` folders contain the same versions.

Format: PEP 427, "The .dist-info directory".
"""

from __future__ import annotations

import contextlib
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def in_directory(directory: Path) -> list[tuple[str, str]]:
    """Return the name and the version of each project that is installed in ``directory``.

    Names are in lower case, with underscores for dots and hyphens.
    """
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(directory):
            stem, _, suffix = entry.name.rpartition(".")
            project, _, version = stem.partition("-")
            if suffix == "dist-info":
                found.append((project.lower().replace(".", "_"), version))
    return found


def version_of(project: str, package: str) -> str | None:
    """Return the version of a project without importing it.

    Args:
        project: Its name, as in ``in_directory``.
        package: A module or package at its top.

    Returns:
        "" when it is not installed; None when its version is not known.
    """
    spec = find_spec(package)
    if spec is None:
        return ""
    if spec.origin is None:
        return None
    origin = Path(spec.origin)
    directory = origin.parent.parent if spec.submodule_search_locations else origin.parent
    versions = {version for name, version in in_directory(directory) if name == project}
    return versions.pop() if len(versions) == 1 else None
