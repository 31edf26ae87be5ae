"""The demonstration tells the whole story, on real files, to its end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.checkout import ROOT
from support.command import run

pytestmark = pytest.mark.engine


def test_the_demonstration_runs_to_its_end(tmp_path: Path) -> None:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = {"PATH": programs, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    done = run(tmp_path, [sys.executable, str(ROOT / "docs" / "demo.py")], surroundings)
    assert (done.code, done.err) == (0, "")
    told = [
        "$ attribcheck init\nwrote attribcheck.toml: 0 components\n",
        "$ git commit --quiet -m 'Read TOML'\nattribcheck",
        "Failed\n",
        "copyright of Taneli Hukkinen is not declared",
        "$ attribcheck init\nadded to attribcheck.toml: 1 component\n",
        "$ git commit --quiet -m 'Read TOML'\nattribcheck",
        "Passed\n",
        "$ attribcheck notice\nwrote NOTICE: entries for 0 of 1 component\n",
        "$ attribcheck notice --format third-party\nwrote THIRD-PARTY-NOTICES: 1 component\n",
        "Copyright (c) 2021 Taneli Hukkinen\n",
    ]
    position = 0
    for part in told:
        position = done.out.index(part, position) + len(part)
