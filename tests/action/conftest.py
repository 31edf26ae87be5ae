"""The fixtures of tests that use the action."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import stand_in
from support.command import attribcheck, shared_folder
from support.haneul import haneul
from support.hub import Hub
from support.repo import Repo
from support.runner import Runner


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Project Haneul: a policy and a file of its own, committed."""
    return haneul(tmp_path / "haneul")


@pytest.fixture
def hub(repo: Repo, tmp_path: Path) -> Hub:
    """Haneul as GitHub keeps it."""
    return Hub(repo, tmp_path)


@pytest.fixture
def engine(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of the run, with the engine's data in it."""
    folder = shared_folder(tmp_path_factory, "attribcheck-cache")
    if not list(folder.glob("engine-*.bin")):
        assert attribcheck(tmp_path, "cache", "build").code == 0
    return folder


@pytest.fixture
def runner(tmp_path: Path, engine: Path) -> Runner:
    """A runner whose environment is that of the tests."""
    return Runner(
        tmp_path / "runner",
        lambda given: stand_in.restore(given["key"], given["path"], engine),
    )
