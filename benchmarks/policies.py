"""What a commit of one edited file costs as the policy and the repository grow.

``python benchmarks/policies.py`` prints the table; ``--write`` puts it into docs/performance.md.
The edited file is one of a component, which keeps its notice, or one of our own. Processor time of
the whole command with all processes that it starts, the least of 15 runs in turns, without and with
that of ``git diff --cached``, which grows with the repository too.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pages
from load import NOTICE, POLICY, Repo

SIZES = ((5, 50), (500, 5_000), (5_000, 50_000))
"""Components and files."""
RUNS = 15
OWN = "src/own.py"
OWN_CODE = "".join(f"def own_{n}(a, b):\n    return a * {n} + b\n\n" for n in range(60))
EDITED = {"of a component": "third_party/foo0/0.py", "our own": OWN}


def _made(folder: Path, components: int, files: int) -> Repo:
    folder.mkdir()
    repo = Repo(folder)
    blocks = (
        f'\n[[component]]\nname = "foo{n}"\nlicense = "Apache-2.0"\nholders = ["Foo{n} GmbH"]\n'
        f'paths = ["third_party/foo{n}/**"]\n'
        for n in range(components)
    )
    tree = [
        (
            f"third_party/foo{n % components}/{n // components}.py",
            f"{NOTICE} Foo{n % components} GmbH\nvalue = {n}\n".encode(),
        )
        for n in range(files)
    ]
    tree.append((OWN, OWN_CODE.encode()))
    repo.commit([("attribcheck.toml", (POLICY + "".join(blocks)).encode()), *tree])
    repo.flush()
    return repo


def _edit(repo: Repo, path: str) -> None:
    """Stage an edit of one file alone."""
    repo.git("reset", "--quiet", "--hard")
    with (repo.folder / path).open("a") as file:
        file.write("def other(x, y):\n    return [x, *y]\n")
    repo.git("add", "-A")


def _seconds(folder: Path, cache: Path, *words: str) -> float:
    """Return the processor time of a command and its children.

    Raises:
        SystemExit: it does not end with exit code 0.
    """
    env = {**os.environ, "ATTRIBCHECK_CACHE_DIR": str(cache), "GIT_INDEX_FILE": ".git/index"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(words, cwd=folder, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the table, and write it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    hook = (sys.executable, "-m", "attribcheck", "hook")
    diff = ("git", "diff", "--cached", "--quiet", "--exit-code", "--", "absent")
    heads = "edited file|components|files|seconds|times the first|without `git diff --cached`"
    lines = [
        f"| {' | '.join(heads.split('|'))} |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        top, cache = Path(scratch), Path(scratch, "cache")
        repos = {size: _made(top / str(size[0]), *size) for size in SIZES}
        for what, path in EDITED.items():
            for repo in repos.values():
                _edit(repo, path)
                _seconds(repo.folder, cache, *hook)
            costs = dict.fromkeys(SIZES, float("inf"))
            of_git = dict.fromkeys(SIZES, float("inf"))
            for _ in range(RUNS):
                for size, repo in repos.items():
                    costs[size] = min(costs[size], _seconds(repo.folder, cache, *hook))
                    of_git[size] = min(of_git[size], _seconds(repo.folder, cache, *diff))
            least, least_of_git = costs[SIZES[0]], of_git[SIZES[0]]
            for size in SIZES:
                components, files = size
                bare = (costs[size] - of_git[size]) / (least - least_of_git)
                lines.append(
                    f"| {what} | {components:,} | {files:,} | {costs[size]:.3f} |"
                    f" {costs[size] / least:.2f} | {bare:.2f} |"
                )
    table = "\n".join(lines)
    print(table)
    if options.write:
        pages.replace("performance.md", "policies", f"{table}\n\n{pages.machine()}.\n")


if __name__ == "__main__":
    main()
