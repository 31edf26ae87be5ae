"""``make bench-releases``: the cost of commits as they come, from consecutive releases.

Each package is put into a repository as its older release, with the policy that `attribcheck init`
writes, and checked once. A commit then changes files to what the next release made of them, drawn
at random, with a seed, from all that changed, whatever the outcome. Each is checked twice, from the
same cache: by a hook alone, and with an engine that stays in memory (``attribcheck.keepEngine``).
Each figure is a ratio to bare Python in the same run. Prints a table: the median, and the 90th
percentile in brackets. ``--write`` puts it into docs/performance.md.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import apart
import corpus
import pages
from memo import files_of

RELEASES = (
    ("pip", "peft", "0.12.0", "0.13.0"),
    ("pip", "celery", "5.3.6", "5.4.0"),
    ("pip", "diffusers", "0.30.0", "0.31.0"),
    ("pip", "scrapy", "2.11.2", "2.12.0"),
    ("pip", "sqlalchemy", "2.0.20", "2.0.36"),
    ("npm", "fastify", "5.0.0", "5.1.0"),
    ("go", "github.com/spf13/cobra", "v1.7.0", "v1.8.1"),
    ("go", "google.golang.org/grpc", "v1.66.0", "v1.68.0"),
)
"""None of them was used to tune the memo but sqlalchemy, of which it answers least."""

SIZES = (1, 5, 20)
DRAWS = 8
"""Commits of each size and package."""

_SCRIPTS = Path(sys.executable).parent
_ATTRIBCHECK = str(_SCRIPTS / "attribcheck")


ALONE, KEPT = "alone", "engine kept"
_KEEP = {
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "attribcheck.keepEngine",
    "GIT_CONFIG_VALUE_0": "15",
}

Ratios = dict[tuple[int, str], list[float]]
"""By the number of edited files, and by who scans."""


def commits(package: tuple[str, str, str, str]) -> Ratios:
    """Return the ratios of the commits of one package."""
    client, name, older, newer = package
    before, after = files_of(client, name, older), files_of(client, name, newer)
    changed = sorted(p for p in before.keys() & after.keys() if before[p] != after[p])
    found: Ratios = {(size, how): [] for size in SIZES for how in (ALONE, KEPT)}
    with tempfile.TemporaryDirectory(prefix="attribcheck-releases-") as folder:
        repo = Path(folder, "repo")
        repo.mkdir()
        variables = {
            how: apart.environment("b") | {"ATTRIBCHECK_CACHE_DIR": str(Path(folder, how))} | more
            for how, more in ((ALONE, {}), (KEPT, _KEEP))
        }

        def run(*command: str, how: str = ALONE) -> float:
            return apart.run(command, repo, variables[how]).seconds

        run("git", "init", "--quiet")
        corpus.write_tree(repo, iter(before.items()))
        run("git", "add", "--all")
        run(_ATTRIBCHECK, "init", "--quiet")
        run("git", "add", "--all")
        run("git", "commit", "--quiet", "--no-verify", "-m", "x")
        run(_ATTRIBCHECK, "check")
        shutil.copytree(Path(folder, ALONE), Path(folder, KEPT))
        _start_engine(repo, run)
        for size in SIZES:
            for draw in range(DRAWS):
                chooser = random.Random(f"{name} {size} {draw}")
                chosen = chooser.sample(changed, min(size, len(changed)))
                corpus.write_tree(repo, ((path, after[path]) for path in chosen))
                run("git", "add", "--all")
                # Beside each commit, since other programs share the processor.
                bare = statistics.median(run(sys.executable, "-c", "pass") for _ in range(5))
                for how in (ALONE, KEPT):
                    found[size, how].append(run(_ATTRIBCHECK, "hook", how=how) / bare)
                run("git", "reset", "--quiet", "--hard")
    return found


def _start_engine(repo: Path, run: Callable[..., float]) -> None:
    """Have a first commit leave the engine behind."""
    Path(repo, "first.c").write_text("/* Copy" + "right 2020 Foo Corp. */\n", encoding="utf-8")
    run("git", "add", "--all")
    run(_ATTRIBCHECK, "hook", how=KEPT)
    run("git", "reset", "--quiet", "--hard")
    time.sleep(5)


def _figures(ratios: list[float]) -> str:
    tenths = statistics.quantiles(ratios, n=10, method="inclusive")
    return f"{statistics.median(ratios):.1f} ({tenths[-1]:.1f})"


def measure() -> str:
    """Return the table."""
    columns = [(size, how) for size in SIZES for how in (ALONE, KEPT)]
    lines = [
        f"| package | {' | '.join(f'{size} edited, {how}' for size, how in columns)} |",
        "| --- |" + " ---: |" * len(columns),
    ]
    everything: Ratios = {column: [] for column in columns}
    for package in RELEASES:
        found = commits(package)
        _, name, older, newer = package
        cells = [_figures(found[column]) for column in columns]
        lines.append(f"| {name} {older} to {newer} | {' | '.join(cells)} |")
        sys.stderr.write(f"{lines[-1]}\n")
        for column in columns:
            everything[column] += found[column]
    lines.append(f"| all | {' | '.join(_figures(everything[column]) for column in columns)} |")
    return "\n".join(lines) + f"\n\n{pages.machine()}.\n"


if __name__ == "__main__":
    table = measure()
    sys.stdout.write(table)
    if "--write" in sys.argv:
        pages.replace("performance.md", "releases", table)
