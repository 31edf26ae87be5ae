"""Tests a built wheel where the sources are not: ``python tests/package.py WHEEL``.

The wheel is installed into a fresh environment from the ranges of pyproject.toml, as a user's
``pip install`` would, and a real file is checked in a fresh repository. Needs nothing but Python
and git: CI runs it with each Python on each system, on the one wheel that it built.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("attribcheck/py.typed", "attribcheck/cli/main.py")


def main() -> None:
    """Look inside, install, and run; leaves with an error at the first thing amiss."""
    wheel = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="attribcheck-wheel-") as name:
        folder = Path(name)
        _look_inside(wheel)
        bin_ = _install(folder / "venv", wheel)
        repo = folder / "repo"
        repo.mkdir()
        (repo / "copied.py").write_text("# Copyright 2025 Foo Corp.\n# Licensed under MIT\n")
        _run(["git", "init", "--quiet"], repo)
        _run(["git", "add", "."], repo)
        version = _run([str(bin_ / "attribcheck"), "--version"], repo)
        found = _run([str(bin_ / "attribcheck"), "check", "--staged"], repo, expect=1)
        if "Foo Corp." not in found or "undeclared-notice" not in found:
            sys.exit(f"the installed wheel did not report the copied file:\n{found}")
        _run([str(bin_ / "attribcheck"), "init"], repo)
        _run([str(bin_ / "attribcheck"), "notice"], repo)
        _run([str(bin_ / "attribcheck"), "notice", "--format", "third-party"], repo)
        if "Foo Corp." not in (repo / "THIRD-PARTY-NOTICES").read_text("utf-8"):
            sys.exit("the installed wheel wrote THIRD-PARTY-NOTICES without the component")
        print(f"{wheel.name}: {version.strip()} works without the sources")


def _look_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    missing = [name for name in NEEDED if name not in names]
    missing += [
        name
        for path in sorted((ROOT / "attribcheck").rglob("*.py"))
        if (name := path.relative_to(ROOT).as_posix()) not in names
    ]
    templates = [f"attribcheck/templates/{path.name}" for path in (ROOT / "templates").glob("*.j2")]
    missing += [name for name in templates if name not in names]
    if not any(name.endswith(".dist-info/licenses/NOTICE") for name in names):
        missing.append("our own NOTICE")
    if missing:
        sys.exit(f"the wheel lacks {', '.join(missing)}")
    if stray := [name for name in names if name.startswith(("tests/", "benchmarks/", "docs/"))]:
        sys.exit(f"the wheel holds {', '.join(stray)}")


def _install(venv: Path, wheel: Path) -> Path:
    _run([sys.executable, "-m", "venv", str(venv)], venv.parent)
    bin_ = venv / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(bin_ / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, str(wheel)], venv.parent)
    return bin_


def _run(command: list[str], folder: Path, expect: int = 0) -> str:
    hidden = ("PYTHON", "GIT_", "ATTRIBCHECK_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    environment["ATTRIBCHECK_CACHE_DIR"] = str(folder.parent / "cache")
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="backslashreplace",
    )
    if done.returncode != expect:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}")
    return done.stdout


if __name__ == "__main__":
    main()
