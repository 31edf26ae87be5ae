"""The fixtures of tests that run attribcheck as a process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.command import attribcheck
from support.haneul import haneul
from support.repo import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Project Haneul: a policy and a file of its own, committed."""
    return haneul(tmp_path / "haneul")


@pytest.fixture
def own_cache(repo: Repo, tmp_path: Path) -> Path:
    """A cache of the test's own without a result, in which the engine's data is there already."""
    built = Path(attribcheck(repo, "cache", "build").out.split()[-1])
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    os.link(built, folder / built.name)
    return folder
