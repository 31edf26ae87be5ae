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
    done = run(tmp_path, [sys.executable, str(ROOT / "docs" / "demo.py")], {"PATH": programs})
    assert (done.code, done.err) == (0, "")
    refused, policy, accepted, notice = [
        done.out.index(part)
        for part in (
            "error[undeclared-notice]: copyright of Taneli Hukkinen is not declared",
            "wrote attribcheck.toml: 1 components",
            "With the policy, the same commit passes.",
            "wrote NOTICE: 1 components",
        )
    ]
    assert refused < policy < accepted < notice
    assert done.out[:refused].count("attribcheck...") == 1
    assert "Failed" in done.out[:refused]
    assert "Passed" in done.out[accepted:notice]
    assert "Taneli Hukkinen" in done.out[notice:]
