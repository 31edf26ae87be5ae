"""``make bench-releases``: the cost of commits as they come, from consecutive releases.

Each package is put into a repository as its older release, with the policy that `attribcheck init`
writes, and checked once. A commit then changes files to what the next release made of them, drawn
at random, with a seed, from all that changed, whatever the outcome. Each is checked from the same
cache: by a hook alone, with a process that stays in memory (``attribcheck.keepEngine``), and with a
cache that has no result. Of each package and size, ``scancode -lc`` reads the files of one commit.
Each figure is a ratio to bare Python in the same run. Prints tables: the median, and the 90th
percentile in brackets. ``--write`` puts them into docs/performance.md.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import apart
import corpus
import pages
from memo import files_of


class Release(NamedTuple):
    """A package with two releases, and whether anything was tuned to it, or looked at in it."""

    client: str
    name: str
    older: str
    newer: str
    tuned: bool = False


RELEASES = (
    Release("pip", "peft", "0.12.0", "0.13.0", tuned=True),
    Release("pip", "celery", "5.3.6", "5.4.0", tuned=True),
    Release("pip", "diffusers", "0.30.0", "0.31.0", tuned=True),
    Release("pip", "scrapy", "2.11.2", "2.12.0", tuned=True),
    Release("pip", "sqlalchemy", "2.0.20", "2.0.36", tuned=True),
    Release("pip", "pytest", "8.2.0", "8.3.0", tuned=True),
    Release("npm", "fastify", "5.0.0", "5.1.0", tuned=True),
    Release("npm", "webpack", "5.91.0", "5.93.0", tuned=True),
    Release("go", "github.com/spf13/cobra", "v1.7.0", "v1.8.1", tuned=True),
    Release("go", "github.com/gin-gonic/gin", "v1.9.1", "v1.10.0", tuned=True),
    Release("go", "google.golang.org/grpc", "v1.66.0", "v1.68.0", tuned=True),
    Release("cargo", "clap_builder", "4.5.2", "4.5.9", tuned=True),
    Release("pip", "accelerate", "0.34.0", "1.0.0"),
    Release("npm", "svelte", "5.1.0", "5.2.0"),
    Release("go", "github.com/labstack/echo/v4", "v4.11.0", "v4.12.0"),
    Release("cargo", "axum", "0.7.4", "0.7.7"),
)

SIZES = (1, 5, 20)
DRAWS = 8
"""Commits of each size and package."""

_SCRIPTS = Path(sys.executable).parent
_ATTRIBCHECK, _SCANCODE = str(_SCRIPTS / "attribcheck"), str(_SCRIPTS / "scancode")


COLD, ALONE, KEPT, SCANCODE = "no results kept", "alone", "process kept", "`scancode -lc`"
_KEEP = {
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "attribcheck.keepEngine",
    "GIT_CONFIG_VALUE_0": "15",
}

Ratios = dict[tuple[int, str], list[float]]
"""By the number of edited files, and by who reads them."""


def commits(package: Release, data: Path) -> Ratios:
    """Return the ratios of the commits of one package.

    Args:
        package: The package.
        data: The folder of a cache with the engine's data alone.
    """
    before = files_of(package.client, package.name, package.older)
    after = files_of(package.client, package.name, package.newer)
    changed = sorted(p for p in before.keys() & after.keys() if before[p] != after[p])
    found: Ratios = {(size, how): [] for size in SIZES for how in (COLD, ALONE, KEPT, SCANCODE)}
    with tempfile.TemporaryDirectory(prefix="attribcheck-releases-") as folder:
        repo = Path(folder, "repo")
        repo.mkdir()
        caches = {how: Path(folder, how.split()[0]) for how in (COLD, ALONE, KEPT)}
        variables = {
            how: apart.environment("b") | {"ATTRIBCHECK_CACHE_DIR": str(cache)} | more
            for (how, cache), more in zip(caches.items(), ({}, {}, _KEEP), strict=True)
        }

        def run(*command: str, how: str = ALONE) -> float:
            return apart.run(command, repo, variables[how]).seconds

        shutil.copytree(data, caches[ALONE])
        run("git", "init", "--quiet")
        corpus.write_tree(repo, iter(before.items()))
        run("git", "add", "--all")
        run(_ATTRIBCHECK, "init", "--quiet")
        run("git", "add", "--all")
        run("git", "commit", "--quiet", "--no-verify", "-m", "x")
        run(_ATTRIBCHECK, "check")
        shutil.copytree(caches[ALONE], caches[KEPT])
        _start_process(repo, run)
        for size in SIZES:
            for draw in range(DRAWS):
                chooser = random.Random(f"{package.name} {size} {draw}")
                chosen = chooser.sample(changed, min(size, len(changed)))
                corpus.write_tree(repo, ((path, after[path]) for path in chosen))
                run("git", "add", "--all")
                # Beside each commit, since other programs share the processor.
                bare = statistics.median(run(sys.executable, "-c", "pass") for _ in range(5))
                shutil.rmtree(caches[COLD], ignore_errors=True)
                shutil.copytree(data, caches[COLD])
                for how in (COLD, ALONE, KEPT):
                    found[size, how].append(run(_ATTRIBCHECK, "hook", how=how) / bare)
                if draw == 0:
                    written = ((path, after[path]) for path in chosen)
                    found[size, SCANCODE].append(_scancode(Path(folder), written) / bare)
                run("git", "reset", "--quiet", "--hard")
    return found


def _start_process(repo: Path, run: Callable[..., float]) -> None:
    """Have a first commit leave the process behind, and a second one import what it needs."""
    Path(repo, "first.c").write_text("/* Copy" + "right 2020 Foo Corp. */\n", encoding="utf-8")
    run("git", "add", "--all")
    run(_ATTRIBCHECK, "hook", how=KEPT)
    time.sleep(5)
    run(_ATTRIBCHECK, "hook", how=KEPT)
    run("git", "reset", "--quiet", "--hard")


def _scancode(folder: Path, files: Iterable[tuple[str, bytes]]) -> float:
    """Return the seconds of scancode's command line on ``files`` alone."""
    top = folder / "files"
    shutil.rmtree(top, ignore_errors=True)
    top.mkdir()
    corpus.write_tree(top, iter(files))
    command = (_SCANCODE, "-lc", "--json", str(folder / "out.json"), ".")
    return apart.run(command, top, apart.environment("b")).seconds


def _figures(ratios: list[float]) -> str:
    tenths = statistics.quantiles(ratios, n=10, method="inclusive")
    return f"{statistics.median(ratios):.1f} ({tenths[-1]:.1f})"


def measure() -> str:
    """Return the tables."""
    columns = [(size, how) for size in SIZES for how in (ALONE, KEPT)]
    lines = [
        f"| package | {' | '.join(f'{size} edited, {how}' for size, how in columns)} |",
        "| --- |" + " ---: |" * len(columns),
    ]
    found: dict[Release, Ratios] = {}
    with tempfile.TemporaryDirectory(prefix="attribcheck-engine-") as folder:
        data = Path(folder, "data")
        variables = apart.environment("b") | {"ATTRIBCHECK_CACHE_DIR": str(data)}
        apart.run((_ATTRIBCHECK, "cache", "build"), Path(folder), variables)
        for package in RELEASES:
            ratios = found[package] = commits(package, data)
            named = f"{package.name} {package.older} to {package.newer}"
            cells = [_figures(ratios[column]) for column in columns]
            star = " \\*" if package.tuned else ""
            lines.append(f"| {named}{star} | {' | '.join(cells)} |")
            sys.stderr.write(f"{lines[-1]}\n")
    lines += ["", *_summary(found), "", f"\\* was looked at while the hook was tuned. {MACHINE}"]
    return "\n".join(lines) + "\n"


MACHINE = f"{pages.machine()}."


def _summary(found: Mapping[Release, Ratios]) -> list[str]:
    """Return the lines of a table of all packages together."""
    lines = [
        f"| all packages | {' | '.join(f'{size} edited' for size in SIZES)} |",
        "| --- |" + " ---: |" * len(SIZES),
    ]
    rows = [(how, False) for how in (ALONE, KEPT, COLD, SCANCODE)]
    rows += [(how, True) for how in (ALONE, KEPT)]
    for how, unseen in rows:
        cells = []
        for size in SIZES:
            chosen = [ratios for one, ratios in found.items() if not (unseen and one.tuned)]
            cells.append(_figures([value for ratios in chosen for value in ratios[size, how]]))
        name = f"{how}, others than \\*" if unseen else how
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    table = measure()
    sys.stdout.write(table)
    if "--write" in sys.argv:
        pages.replace("performance.md", "releases", table)
