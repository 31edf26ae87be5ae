"""What end-to-end tests share; the costly parts are made once a run."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from support import trees
from support.command import share_cache
from support.repo import ISOLATED, Repo


@pytest.fixture(scope="session")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the surroundings out, as for every test, while something is made once a run."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        for name, value in ISOLATED.items():
            patch.setenv(name, value)
        share_cache(tmp_path_factory, patch)
        yield


@pytest.fixture(scope="session")
def pip(tmp_path_factory: pytest.TempPathFactory, apart: None) -> Repo:
    """Return pip's vendored packages as a repository; a test that changes it takes a copy."""
    return trees.pip(tmp_path_factory.mktemp("pip") / "repo")


@pytest.fixture(scope="session")
def setuptools(tmp_path_factory: pytest.TempPathFactory, apart: None) -> Repo:
    """Return setuptools' vendored packages, each with its dist-info, as a repository."""
    return trees.setuptools(tmp_path_factory.mktemp("setuptools") / "repo")


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory, apart: None) -> Repo:
    """Return the packages that a large npm package bundles, as a repository."""
    return trees.bundled(tmp_path_factory.mktemp("bundled") / "repo")
