"""The fixtures of tests that run attribcheck as a process."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.haneul import haneul
from support.repo import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Project Haneul: a policy and a file of its own, committed."""
    return haneul(tmp_path / "haneul")
