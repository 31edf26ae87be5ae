"""The engine's data, made once for the run."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import shared_folder

from attribcheck.scan.engine import ScancodeEngine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ScancodeEngine:
    """The real engine, over mapped data."""
    return ScancodeEngine(data=shared_folder(tmp_path_factory, "attribcheck-cache"), jobs=1)


@pytest.fixture(scope="session")
def data(engine: ScancodeEngine) -> Path:
    """Where its data stands."""
    path = engine.prepare()
    assert path is not None, engine.problem
    return path
