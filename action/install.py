"""The second step: the environment, from the hashed lock and the action's own checkout.

It does nothing where the environment stands already: restored from a cache, or left by an earlier
use of the action in the same job.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import runner
from plan import Plan, action_folder, cache_folder, environment_folder, environment_key, is_ready

_BUILT = ("attribcheck", "templates", "pyproject.toml", "README.md", "LICENSE", "NOTICE")


def main() -> int:
    """Install what is not there, make the engine's data, and say whether anything was done."""
    plan = Plan.read()
    key = environment_key(plan.version)
    if is_ready(key):
        runner.output("installed", "false")
        return 0
    folder = environment_folder()
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    requirements = action_folder() / "requirements"
    _pip("--require-hashes", "-r", str(requirements / "runtime.txt"))
    if plan.version:
        _install_release(plan.version)
    else:
        _install_checkout(requirements / "build.txt")
    _run("attribcheck cache build", [*attribcheck(), "cache", "build"])
    (folder / "attribcheck-key").write_text(key, encoding="utf-8")
    runner.output("installed", "true")
    return 0


def attribcheck() -> list[str]:
    """Return the command that runs the installed attribcheck, apart from the current folder."""
    return [*_python(), "-m", "attribcheck"]


def environment() -> dict[str, str]:
    """Return the environment for attribcheck."""
    return os.environ | {"ATTRIBCHECK_CACHE_DIR": str(cache_folder())}


def _python() -> list[str]:
    names = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return [str(environment_folder().joinpath(*names)), "-I", "-X", "utf8"]


def _install_checkout(build: Path) -> None:
    _pip("--require-hashes", "-r", str(build))
    with tempfile.TemporaryDirectory() as name:
        # A copy: a build writes beside its sources, which with `uses: ./` are the repository.
        source = Path(name)
        for part in _BUILT:
            place = action_folder() / part
            if place.is_dir():
                shutil.copytree(place, source / part)
            else:
                shutil.copy(place, source / part)
        _pip("--no-deps", "--no-build-isolation", str(source))


def _install_release(version: str) -> None:
    number, _, digest = version.partition(" ")
    line = f"attribcheck=={number}" + (f" --hash={digest}" if digest else "")
    with tempfile.TemporaryDirectory() as name:
        wanted = Path(name, "release.txt")
        wanted.write_text(f"{line}\n", encoding="utf-8")
        _pip("--no-deps", *(["--require-hashes"] if digest else []), "-r", str(wanted))


def _pip(*arguments: str) -> None:
    # --no-deps: the lock holds everything, and nothing else is looked for.
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
    _run("pip install", [*_python(), "-m", "pip", "install", *options, *arguments])


def _run(what: str, command: list[str]) -> None:
    sys.stdout.flush()
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise runner.StepError(
            f"attribcheck could not be installed: `{what}` ended with {done.returncode}",
            "The lines above say why.",
        )
