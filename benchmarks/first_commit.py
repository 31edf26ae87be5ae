"""Minutes from ``pip install`` to a first protected commit, for public projects of five kinds.

    python benchmarks/first_commit.py            the table of docs/adoption.md
    python benchmarks/first_commit.py yq npm     some of them
    python benchmarks/first_commit.py --here     with the attribcheck of this environment

attribcheck is installed into an environment of its own, once. Each project then starts without a
cache, as for a new user: ``init --baseline``, a commit of what it wrote with the hook of
pre-commit, ``check``, a commit that cuts a notice of others (it has to be refused), and an ordinary
commit (it has to pass). ``tests/support/public_trees.py`` has the projects, and needs pip, npm, Go
and apt of Debian.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.public_trees import TREES, Tree, repository, without_notice  # noqa: E402
from support.repo import ISOLATED  # noqa: E402

HOOK = """\
repos:
  - repo: local
    hooks:
      - id: attribcheck
        name: attribcheck
        entry: '"{}" -m attribcheck hook'
        language: system
        require_serial: true
        always_run: true
"""


class Step(NamedTuple):
    """A command that ended.

    Attributes:
        code: Its exit code.
        seconds: How long it took.
        processor: The processor time of it and of its children, in seconds.
        out: What it printed.
    """

    code: int
    seconds: float
    processor: float
    out: str


def step(folder: Path, words: Sequence[str], environment: Mapping[str, str]) -> Step:
    """Run a command in ``folder``."""
    began, worked = time.monotonic(), _children()
    done = subprocess.run(
        words, cwd=folder, env=environment, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace",
    )  # fmt: skip
    return Step(done.returncode, time.monotonic() - began, _children() - worked, done.stdout)


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def installed(folder: Path) -> tuple[str, float, float]:
    """Install attribcheck and pre-commit; return their Python, and the two times of it."""
    began, worked = time.monotonic(), _children()
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    words = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*words, str(ROOT), "pre-commit"], check=True)
    return python, time.monotonic() - began, _children() - worked


def adopt(tree: Tree, folder: Path, python: str) -> tuple[list[str], list[str]]:
    """Return the cells of a project, and the stumbles.

    The last two cells are the seconds in all, and those of the processors.
    """
    environment = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        **ISOLATED,
        "ATTRIBCHECK_CACHE_DIR": str(folder / "cache"),
        "ATTRIBCHECK_ORIGINS_DIR": str(folder / "origins"),
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
    }
    repo = repository(tree, folder / "repo")
    stumbles: list[str] = []

    def run(expected: int, *words: str) -> Step:
        done = step(repo.path, words, environment)
        if done.code != expected:
            shown = " ".join(words[1:]).replace(python, "python")
            stumbles.append(f"{shown}: exit code {done.code}, not {expected}:\n{done.out[:3000]}")
        return done

    init = run(0, python, "-m", "attribcheck", "init", "--baseline", *tree.options)
    repo.write(".pre-commit-config.yaml", HOOK.format(python))
    to_add = init.out.rpartition("git add ")[2].partition(" &&")[0].split()
    repo.git("add", ".pre-commit-config.yaml", *to_add)
    install = run(0, python, "-m", "pre_commit", "install")
    first = run(0, "git", "commit", "--quiet", "--message", "Adopt attribcheck")
    check = run(0, python, "-m", "attribcheck", "check")
    repo.write(tree.cut[0], without_notice(tree, repo))
    repo.git("add", "--force", tree.cut[0])
    refused = run(1, "git", "commit", "--quiet", "--message", "Cut")
    repo.git("reset", "--quiet", "--hard")
    repo.write(tree.own, (repo.path / tree.own).read_text("utf-8") + "\n")
    repo.git("add", "--force", tree.own)
    passed = run(0, "git", "commit", "--quiet", "--message", "Edit")
    policy = (repo.path / "attribcheck.toml").read_text("utf-8")
    baseline = repo.path / "attribcheck.baseline"
    accepted = baseline.read_text("utf-8").count("\n{") if baseline.exists() else 0
    steps = (init, first, check, refused, passed)
    times = [f"{one.seconds:.0f} s" for one in steps]
    cells = [
        tree.title,
        f"{len(repo.git('ls-files').splitlines()):,}",
        f"{policy.count(chr(10))} ({policy.count('[[component]]')})",
        f"{accepted:,}",
        *times,
        str(sum(one.seconds for one in (*steps, install))),
        str(sum(one.processor for one in (*steps, install))),
    ]
    return cells, stumbles


def main() -> None:
    """Print the table, and every stumble below it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trees", nargs="*", default=[*TREES], metavar="TREE")
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="attribcheck-first-") as name:
        python, took, worked = sys.executable, 0.0, 0.0
        if not options.here:
            python, took, worked = installed(Path(name, "environment"))
            print(f"pip install: {took:.0f} s, of the processors {worked:.0f} s\n")
        print(
            "| repository | files | policy | accepted | `init` | its commit | `check` | cut notice"
            " | edit | minutes in all | of the processors |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        met = {}
        for key in options.trees:
            folder = Path(name, key)
            folder.mkdir()
            cells, met[key] = adopt(TREES[key], folder, python)
            busy, seconds = float(cells.pop()) + worked, float(cells.pop()) + took
            times = f"{seconds / 60:.1f} | {busy / 60:.1f}"
            print(f"| {' | '.join(cells)} | {times} |", flush=True)
        for key, stumbles in met.items():
            for one in stumbles:
                print(f"\n{key}: {one}")


if __name__ == "__main__":
    main()
