"""``make demo``: the main job, on real files, in a scratch repository.

A developer copies a library into a repository, is stopped at the commit by the real pre-commit and
the real engine, declares what came in, commits, and writes the NOTICE.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """\
repos:
  - repo: local # in your repository: the URL of attribcheck, and `rev`
    hooks:
      - id: attribcheck
        name: attribcheck
        entry: attribcheck hook
        language: system
        always_run: true
        require_serial: true
"""
HEADER = "# Copyright 2026 Haneul Labs\n# SPDX-License-Identifier: Apache-2.0\n"
APP = HEADER + 'print("Haneul")\n'
PYPROJECT = """\
[project]
name = "haneul"
license = "Apache-2.0"
authors = [{ name = "Haneul Labs" }]
"""
LIBRARY = "tomli"


def main() -> int:
    """Run the demonstration; return 0 when every step ended as it should."""
    import pip._vendor as vendored

    library = Path(vendored.__file__).parent / LIBRARY
    with tempfile.TemporaryDirectory(prefix="attribcheck-demo-") as name:
        shell = _Shell(Path(name) / "haneul")
        shell.write("src/app.py", APP)
        shell.write("pyproject.toml", PYPROJECT)
        shell.write(".pre-commit-config.yaml", CONFIG)
        shell.run("git init --quiet --initial-branch=main", show=False)
        shell.say("A repository of our own. init writes its policy; the hook checks its commits.")
        shell.run("git add .")
        shell.run("attribcheck init")
        shell.run("pre-commit install")
        shell.run("git add .")
        shell.run("git commit --quiet -m 'Begin'")
        shell.say(f"Somebody copies {LIBRARY} into it: the real files, as pip ships them.")
        shutil.copytree(
            library,
            shell.folder / "third_party" / LIBRARY,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        shell.run("git add third_party")
        shell.run("git commit --quiet -m 'Read TOML'", expect=1)
        shell.say("The commit was refused. init adds to the policy what it does not declare yet.")
        shell.run("attribcheck init")
        shell.run("git diff attribcheck.toml")
        shell.say("With the component declared, the same commit passes.")
        shell.run("git add attribcheck.toml")
        shell.run("git commit --quiet -m 'Read TOML'")
        shell.say("The NOTICE of the release carries what licences ask for; MIT asks for no line.")
        shell.run("attribcheck notice")
        shell.say("THIRD-PARTY-NOTICES names every component, with its statements and licences.")
        shell.run("attribcheck notice --format third-party")
        shell.run("head -n 40 THIRD-PARTY-NOTICES")
    return 0


class _Shell:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "Demo",
            "GIT_AUTHOR_EMAIL": "demo@example.invalid",
            "GIT_COMMITTER_NAME": "Demo",
            "GIT_COMMITTER_EMAIL": "demo@example.invalid",
            "PRE_COMMIT_COLOR": "never",
        }

    def say(self, text: str) -> None:
        print(f"\n# {text}", flush=True)

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def run(self, command: str, *, expect: int = 0, show: bool = True) -> None:
        if show:
            print(f"$ {command}", flush=True)
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=self._environment,
            check=False,
            stdout=None if show else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        if done.returncode != expect:
            sys.exit(f"demo: expected exit code {expect}, got {done.returncode}: {command}")


if __name__ == "__main__":
    sys.exit(main())
