"""``make bench-releases``: the cost of commits as they come, from consecutive releases.

Each package is put into a repository as its older release, with the policy that `attribcheck init`
writes, and checked once. A commit then changes files to what the next release made of them, drawn
at random, with a seed, from all that changed, whatever the outcome. Each figure is a ratio to bare
Python in the same run. Prints a table: the median, and the 90th percentile in brackets.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
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


def commits(package: tuple[str, str, str, str], bare: float) -> dict[int, list[float]]:
    """Return the ratios of the commits of one package, by size."""
    client, name, older, newer = package
    before, after = files_of(client, name, older), files_of(client, name, newer)
    changed = sorted(p for p in before.keys() & after.keys() if before[p] != after[p])
    found: dict[int, list[float]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory(prefix="attribcheck-releases-") as folder:
        repo = Path(folder, "repo")
        repo.mkdir()
        variables = apart.environment("b") | {"ATTRIBCHECK_CACHE_DIR": str(Path(folder, "cache"))}

        def run(*command: str) -> float:
            return apart.run(command, repo, variables).seconds

        run("git", "init", "--quiet")
        corpus.write_tree(repo, iter(before.items()))
        run("git", "add", "--all")
        run(_ATTRIBCHECK, "init", "--quiet")
        run("git", "add", "--all")
        run("git", "commit", "--quiet", "--no-verify", "-m", "x")
        run(_ATTRIBCHECK, "check")
        for size in SIZES:
            for draw in range(DRAWS):
                chooser = random.Random(f"{name} {size} {draw}")
                chosen = chooser.sample(changed, min(size, len(changed)))
                corpus.write_tree(repo, ((path, after[path]) for path in chosen))
                run("git", "add", "--all")
                found[size].append(run(_ATTRIBCHECK, "hook") / bare)
                run("git", "reset", "--quiet", "--hard")
    return found


def _figures(ratios: list[float]) -> str:
    tenths = statistics.quantiles(ratios, n=10, method="inclusive")
    return f"{statistics.median(ratios):.1f} ({tenths[-1]:.1f})"


def measure() -> str:
    """Return the table."""
    lines = [
        f"| package | {' | '.join(f'{size} edited' for size in SIZES)} |",
        "| --- |" + " ---: |" * len(SIZES),
    ]
    everything: dict[int, list[float]] = {size: [] for size in SIZES}
    for package in RELEASES:
        python = (sys.executable, "-c", "pass")
        variables = apart.environment("b")
        bare = statistics.median(apart.run(python, Path(), variables).seconds for _ in range(21))
        found = commits(package, bare)
        _, name, older, newer = package
        cells = [_figures(found[size]) for size in SIZES]
        lines.append(f"| {name} {older} to {newer} | {' | '.join(cells)} |")
        sys.stderr.write(f"{lines[-1]}\n")
        for size in SIZES:
            everything[size] += found[size]
    lines.append(f"| all | {' | '.join(_figures(everything[size]) for size in SIZES)} |")
    return "\n".join(lines) + f"\n\n{pages.machine()}.\n"


if __name__ == "__main__":
    sys.stdout.write(measure())
