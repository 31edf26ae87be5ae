"""The action installs itself from the hashed lock, once, and restores what it installed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.checkout import ROOT
from support.command import environment
from support.haneul import FOREIGN, haneul
from support.hub import Hub
from support.runner import Job, Runner

sys.path.insert(0, str(ROOT / "action"))
import install
from runner import StepError

pytestmark = [pytest.mark.engine, pytest.mark.network]


def use(runner: Runner, hub: Hub) -> Job:
    """Use the action on a push that adds an undeclared file."""
    checkout = hub.checkout("refs/heads/main")
    return runner.run(
        checkout.path,
        "push",
        hub.push(hub.work.git("rev-parse", "main~1")),
        sha=checkout.head(),
        ref="refs/heads/main",
    )


def files_here() -> set[Path]:
    return {path for path in ROOT.iterdir() if path.name not in (".coverage", ".hypothesis")}


def test_it_installs_its_own_checkout_and_restores_what_it_installed(
    tmp_path: Path, engine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_data(given: Mapping[str, str]) -> bool:
        # The engine's data takes a while to make, and other tests do that.
        if given["key"].startswith("attribcheck-environment-") and not any(
            runner.home.glob("caches/attribcheck-environment-*")
        ):
            data = Path(given["path"].splitlines()[1])
            for file in engine.glob(data.name):
                os.link(file, data.parent / file.name)
        return False

    hub = Hub(haneul(tmp_path / "haneul"), tmp_path)
    hub.work.commit_files({"third_party/foo/router.py": FOREIGN})
    runner = Runner(tmp_path / "runner", with_data)
    before = files_here()

    first = use(runner, hub)

    assert (first.code, first.outputs["findings"]) == (1, "2"), first.log
    assert "Keep the environment" in first.seconds
    assert files_here() == before  # with `uses: ./` this is the user's own repository

    runner.forget()
    second = use(runner, hub)

    assert (second.code, second.outputs["findings"]) == (1, "2"), second.log
    assert "Keep the environment" not in second.seconds

    # A release takes the place of the checkout in the same environment, if its hash is right.
    monkeypatch.setenv("RUNNER_TEMP", str(runner.home / "temp"))
    dist = tmp_path / "dist"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(dist)]
    source = tmp_path / "source"
    subprocess.run(
        ["git", "clone", "--quiet", str(ROOT), str(source)], check=True, env=environment()
    )
    subprocess.run([*build, str(source)], check=True, capture_output=True)
    (wheel,) = dist.iterdir()
    version, digest = wheel.name.split("-")[1], hashlib.sha256(wheel.read_bytes()).hexdigest()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(dist))
    monkeypatch.setenv("PIP_FORCE_REINSTALL", "1")
    install._install_release(f"{version} sha256:{digest}")
    with pytest.raises(StepError, match="`pip install` ended with 1"):
        install._install_release(f"{version} sha256:{'0' * 64}")
