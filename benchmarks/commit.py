"""``make bench``: what a commit and a whole repository cost, beside scancode and bare Python.

Each figure is the median of whole processes in one run; the ratios are what to quote, since they
hold when the machine is busy. Prints a Markdown table; ``--write`` puts it into
docs/performance.md.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
WARM_RUNS, COLD_RUNS = 9, 3
TOP = """\
# Performance

Written by `make bench`: medians of whole processes, all in one run. The files are those of the
installed pip's vendored `rich`. Ratios travel between machines; seconds do not.

"""


class Bench:
    """Runs commands in a scratch repository with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._repo = folder / "repo"
        self._repo.mkdir()
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
            "ATTRIBCHECK_CACHE_DIR": str(folder / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "b",
            "GIT_AUTHOR_EMAIL": "b@example.invalid",
            "GIT_COMMITTER_NAME": "b",
            "GIT_COMMITTER_EMAIL": "b@example.invalid",
        }
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> float:
        """Run ``command`` in the repository and return its seconds; findings are no failure."""
        start = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=self._repo,
            env=self._environment,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if done.returncode not in (0, 1):
            sys.exit(f"bench: {' '.join(command)} ended with {done.returncode}")
        return time.perf_counter() - start

    def median(self, runs: int, *command: str) -> float:
        """Return the median seconds of ``command`` over ``runs`` runs, after one that warms up."""
        self.run(*command)
        return statistics.median(self.run(*command) for _ in range(runs))

    def cold(self, *command: str) -> float:
        """Return the median seconds of ``command``, each time without a result in the cache."""
        times = []
        for _ in range(COLD_RUNS):
            for file in (self._folder / "cache").glob("results-*"):
                file.unlink()
            times.append(self.run(*command))
        return statistics.median(times)

    def stage(self, files: list[Path]) -> None:
        """Make ``files`` the only staged change."""
        shutil.rmtree(self._repo / "new", ignore_errors=True)
        (self._repo / "new").mkdir()
        for file in files:
            shutil.copy(file, self._repo / "new")
        self.run("git", "add", "--all")

    def commit(self) -> None:
        """Commit what is staged."""
        self.run("git", "commit", "--quiet", "--no-verify", "-m", "x")


def measure() -> str:
    """Return the table."""
    from pip._vendor import rich

    python = sys.executable
    scripts = Path(python).parent
    attribcheck, scancode = str(scripts / "attribcheck"), str(scripts / "scancode")
    files = sorted(Path(rich.__file__).parent.glob("*.py"), key=lambda p: -p.stat().st_size)[:20]
    with tempfile.TemporaryDirectory(prefix="attribcheck-bench-") as name:
        bench = Bench(Path(name))
        bare = bench.median(WARM_RUNS, python, "-c", "pass")
        rows = [("bare `python -c pass`", bare)]
        rows.append(("`attribcheck cache build`, once", bench.run(attribcheck, "cache", "build")))
        for count in (1, 5, 20):
            bench.stage(files[:count])
            if count == 1:
                rows.append(("cold commit, 1 new file", bench.cold(attribcheck, "hook")))
                alone = bench.cold(scancode, "-lc", "--json", str(Path(name) / "out.json"), "new")
                rows.append(("`scancode -lc` on that file", alone))
            warm = bench.median(WARM_RUNS, attribcheck, "hook")
            rows.append((f"warm commit, {count} file{'s' * (count > 1)}", warm))
        bench.commit()
        rows.append(("whole repository, 20 files, first", bench.cold(attribcheck, "check")))
        rows.append(("the same again", bench.median(WARM_RUNS, attribcheck, "check")))
        command = (scancode, "-lc", "-n", "2", "--json", str(Path(name) / "out.json"), "new")
        rows.append(("`scancode -lc -n 2` on them", bench.cold(*command)))
    lines = ["| what | seconds | times bare Python |", "| --- | ---: | ---: |"]
    lines += [f"| {what} | {seconds:.2f} | {seconds / bare:.0f} |" for what, seconds in rows]
    engine = version("scancode-toolkit")
    place = f"{platform.system()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    return "\n".join(lines) + f"\n\n{place}, scancode-toolkit {engine}.\n"


if __name__ == "__main__":
    table = measure()
    sys.stdout.write(table)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(TOP + table, encoding="utf-8")
