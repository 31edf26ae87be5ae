"""``make bench``: what a commit and a whole repository cost, beside scancode and bare Python.

Each figure is the median of whole processes in one run; the ratios are what to quote, since they
hold when the machine is busy. The files are public ones, of benchmarks/corpus.py. Prints Markdown;
``--write`` puts it into docs/performance.md.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import apart
import corpus
import pages

WARM_RUNS, COLD_RUNS = 11, 3
WHOLE = 400
"""Files of the repository that is checked whole."""

LONG = range(1300, 1700)
"""Lines of the files that are edited: some 1,500."""


class Cost(NamedTuple):
    """What a process took: seconds of the clock, and mebibytes of its largest process."""

    seconds: float
    memory: float


class Bench:
    """Runs commands in a scratch repository with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self._cache = folder / "cache"
        self.repo = folder / "repo"
        self.repo.mkdir()
        self._environment = apart.environment("b") | {"ATTRIBCHECK_CACHE_DIR": str(self._cache)}
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> Cost:
        """Run ``command`` in the repository; findings are no failure."""
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=self.repo,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sys.exit(f"bench: {' '.join(command)} ended with {process.returncode}")
        return Cost(seconds, usage.ru_maxrss / 1024)

    def warm(self, *command: str) -> Cost:
        """Return the median of ``command``, after a run that warms up."""
        self.run(*command)
        return _median([self.run(*command) for _ in range(WARM_RUNS)])

    def cold(self, *command: str) -> Cost:
        """Return the median of ``command``, each time without a result in the cache."""
        return _median([self.forgetful(*command) for _ in range(COLD_RUNS)])

    def forgetful(self, *command: str) -> Cost:
        """Run ``command`` without a result in the cache."""
        for file in self._cache.glob("results-*"):
            file.unlink()
        return self.run(*command)

    def put(self, files: list[tuple[str, bytes]]) -> None:
        """Make ``files`` all that stands in the repository, and stage them."""
        for entry in self.repo.iterdir():
            if entry.name != ".git":
                shutil.rmtree(entry)
        corpus.write_tree(self.repo, iter(files))
        self.run("git", "add", "--all")

    def commit(self) -> None:
        """Commit what is staged."""
        self.run("git", "commit", "--quiet", "--no-verify", "-m", "x")


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def _edited(content: bytes, turn: int) -> bytes:
    """Return ``content`` with a function at its end that was not there."""
    return content + f"\n\ndef added_{turn}(x):\n    return x + {turn}\n".encode()


def measure() -> str:
    """Return the tables."""
    scripts = Path(sys.executable).parent
    attribcheck, scancode = str(scripts / "attribcheck"), str(scripts / "scancode")
    files = list(corpus.packages())
    step = len(files) // WHOLE
    whole = files[::step][:WHOLE]
    models = [f for f in files if "/models/" in f[0] and f[1].count(b"\n") in LONG][:20]
    with tempfile.TemporaryDirectory(prefix="attribcheck-bench-") as name:
        bench = Bench(Path(name))
        out = str(Path(name) / "out.json")
        bare = bench.warm(sys.executable, "-c", "pass")
        rows = [("bare `python -c pass`", bare)]
        rows.append(("`attribcheck cache build`, once", bench.run(attribcheck, "cache", "build")))
        bench.put(models[:1])
        cold = bench.cold(attribcheck, "hook")
        rows.append(("cold commit, 1 new file", cold))
        rows.append(
            ("`scancode -lc` on that file", one := bench.cold(scancode, "-lc", "--json", out, "."))
        )
        bench.put(models)
        bench.commit()
        bench.run(attribcheck, "check")
        edited = {}
        for count in (1, 5, 20):
            changed = [(path, _edited(content, count)) for path, content in models[:count]]
            bench.put(changed + models[count:])
            what = f"{count} edited file{'s' * (count > 1)}"
            rows.append((f"commit of {what}, notices seen", bench.run(attribcheck, "hook")))
            edited[count] = bench.warm(attribcheck, "hook")
            rows.append(("the same again", edited[count]))
            if count == 5:
                bench.run(attribcheck, "check", "--staged")
                seen = bench.warm(attribcheck, "hook")
                rows.append((f"commit of {count} files that were checked before", seen))
        bench.put(models[:5])
        five = bench.cold(scancode, "-lc", "--json", out, ".")
        rows.append(("`scancode -lc` on 5 such files", five))
        bench.put(whole)
        bench.commit()
        first = _median([bench.forgetful(attribcheck, "check", "--jobs", "2") for _ in range(2)])
        rows.append((f"whole repository, {WHOLE} files, first, 2 jobs", first))
        again = bench.warm(attribcheck, "check")
        rows.append(("the same again", again))
        stock = bench.forgetful(scancode, "-lc", "-n", "2", "--json", out, ".")
        rows.append(("`scancode -lc -n 2` on it", stock))
    lines = ["| what | seconds | times bare Python | MiB |", "| --- | ---: | ---: | ---: |"]
    for what, cost in rows:
        # A process begins as a copy of this one, so less than that can't be told.
        memory = f"{cost.memory:.0f}" if cost.memory > bare.memory * 1.05 else "little"
        lines.append(
            f"| {what} | {cost.seconds:.2f} | {cost.seconds / bare.seconds:.1f} | {memory} |"
        )
    ratios = [
        ("a cold commit of 1 new file", one.seconds / cold.seconds),
        ("a commit of 5 edited files, notices seen", five.seconds / edited[5].seconds),
        ("a whole repository, first", stock.seconds / first.seconds),
        ("a whole repository, again", stock.seconds / again.seconds),
    ]
    lines += ["", "| compared with scancode on the same files | times faster |", "| --- | ---: |"]
    lines += [f"| {what} | {ratio:.0f} |" for what, ratio in ratios]
    return (
        "\n".join(lines)
        + f"\n\n{pages.machine()}, scancode-toolkit {version('scancode-toolkit')}.\n"
    )


if __name__ == "__main__":
    table = measure()
    sys.stdout.write(table)
    if "--write" in sys.argv[1:]:
        pages.replace("performance.md", "bench", table)
