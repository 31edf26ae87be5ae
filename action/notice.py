"""The step that renders the attribution documents of a release, from the work tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import git
import install
import runner
from plan import Plan


def main() -> int:
    """Render every document that the plan names; return 0, and set the exit code as an output."""
    plan = Plan.read()
    folder = Path(plan.folder)
    target = runner.home() / "documents"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for written in ("NOTICE",):  # what a person wrote above the mark is kept
        if (folder / written).is_file() and not (folder / written).is_symlink():
            shutil.copy(folder / written, target / written)
    code = 0
    for name in plan.documents:
        code = _render(folder, target, name) or code
    documents = sorted(str(file) for file in target.iterdir()) if code == 0 else []
    runner.output("exit-code", code)
    runner.output("documents", "\n".join(documents))
    runner.output("documents-folder", target)
    return 0


def _render(folder: Path, target: Path, name: str) -> int:
    command = [*install.attribcheck(), "notice", f"--format={name}", f"--output={target}"]
    sys.stdout.flush()
    done = subprocess.run(
        command,
        cwd=folder,
        env=install.environment() | git.environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode != 0:
        runner.command("error", said or f"attribcheck notice ended with {done.returncode}")
    with runner.quoted(f"attribcheck notice --format={name}"):
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))
    return done.returncode
