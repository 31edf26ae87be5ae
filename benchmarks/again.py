"""What a check costs that finds nothing changed, as the files of public packages grow.

``python benchmarks/again.py`` prints the table; ``--write`` puts it into docs/performance.md. The
files are drawn at random, with a seed, from all packages of the corpus; the policy is the one that
``attribcheck init`` writes for them. Processor time of the whole command with all processes that it
starts, the least of 5 runs in turns with bare Python and ``git status``, after one that scans.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import apart
import corpus
import pages

SIZES = (100, 400, 1_600, 6_400)
"""Files."""
RUNS = 5
BARE = (sys.executable, "-c", "pass")
CHECK = (sys.executable, "-m", "attribcheck", "check")
STATUS = ("git", "status", "--porcelain")


def drawn(size: int) -> list[Path]:
    """Return as many files of the corpus, of a size that stock scancode reads in seconds."""
    names: list[Path] = []
    for package in (*corpus.PACKAGES, *corpus.HELD_OUT):
        top = corpus.fetch(package)
        names += sorted(
            path
            for path in top.rglob("*")
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= corpus.SIZE_LIMIT
        )
    random.Random(0).shuffle(names)
    return names[:size]


def make(folder: Path, size: int, variables: dict[str, str]) -> None:
    """Make a repository of ``size`` files, with its policy, in ``folder``."""
    folder.mkdir()
    files = ((path.relative_to(corpus.STORE).as_posix(), path.read_bytes()) for path in drawn(size))
    corpus.write_tree(folder, files)
    run = partial(seconds, folder, variables)
    run("git", "init", "--quiet")
    # What a package ignores in its own repository is a file like the others here.
    run("git", "add", "--all", "--force")
    run(sys.executable, "-m", "attribcheck", "init", "--quiet")
    run("git", "add", "--all", "--force")
    run("git", "commit", "--quiet", "--no-verify", "-m", "x")
    run(*CHECK)


def seconds(folder: Path, variables: dict[str, str], *words: str) -> float:
    """Return the processor time of a command and its children; findings are no failure.

    Raises:
        SystemExit: it fails.
    """
    process = subprocess.Popen(words, cwd=folder, env=variables, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{words}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the table, and write it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        "| files | `check`, again | times bare Python | `git status` |",
        "| ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        variables = apart.environment("a") | {"ATTRIBCHECK_CACHE_DIR": str(Path(scratch, "cache"))}
        for size in SIZES:
            folder = Path(scratch, str(size))
            make(folder, size, variables)
            costs = [
                [seconds(folder, variables, *words) for words in (BARE, CHECK, STATUS)]
                for _ in range(RUNS)
            ]
            bare, check, status = map(min, zip(*costs, strict=True))
            lines.append(f"| {size:,} | {check:.2f} s | {check / bare:.0f} | {status:.3f} s |")
            sys.stderr.write(f"{lines[-1]}\n")
    table = "\n".join(lines)
    print(table)
    if options.write:
        pages.replace("performance.md", "again", f"{table}\n\n{pages.machine()}.\n")


if __name__ == "__main__":
    main()
