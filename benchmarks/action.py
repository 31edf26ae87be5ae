"""Measures the Action's own steps around the check, cold and warm, on this machine.

Runs the steps of action.yml in order, as in the tests. A cold job finds no cache; a warm one
restores the environment and the scan results. Caches are packed and unpacked like those of
actions/cache, with tar and zstd. Transfers to GitHub's storage, actions/setup-python and uploads
can't be measured here; the sizes of the archives are reported instead. Prints a Markdown table;
``--write`` puts it into docs/github-action.md.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import pages
from support.haneul import FOREIGN, haneul
from support.hub import Hub
from support.runner import ACTION, Job, Runner

WARM_RUNS = 5
ITSELF = "Check"
MEASURED = re.compile(r"$|actions/cache/")
REPORTS = "github, markdown, sarif"


class Packing(Runner):
    """A runner that keeps its caches as archives, as actions/cache does."""

    def _save(self, given: Mapping[str, str]) -> None:
        patterns = map(Path, given["path"].splitlines())
        paths = [str(p.relative_to("/")) for one in patterns for p in one.parent.glob(one.name)]
        self._tar("--create", given["key"], "zstd -T0", *paths)

    def _restore(self, given: Mapping[str, str]) -> None:
        prefix = given.get("restore-keys", "").strip()
        kept = sorted((self.home / "caches").iterdir(), key=lambda file: -file.stat().st_mtime_ns)
        for file in kept:
            if file.name == given["key"] or (prefix and file.name.startswith(prefix)):
                self._tar("--extract", file.name, "unzstd -T0")
                return

    def _tar(self, mode: str, key: str, compressor: str, *paths: str) -> None:
        file = self.home / "caches" / key
        command = ["tar", mode, "--posix", f"--file={file}", f"--use-compress-program={compressor}"]
        subprocess.run([*command, "--absolute-names", "--directory=/", *paths], check=True)


def measure() -> str:
    """Return the table."""
    with tempfile.TemporaryDirectory(prefix="attribcheck-bench-") as name:
        folder = Path(name)
        hub = Hub(haneul(folder / "haneul"), folder)
        before = hub.work.head()
        hub.work.commit_files({"third_party/foo/router.py": FOREIGN})
        checkout = hub.checkout("refs/heads/main")
        runner = Packing(folder / "runner")

        def use() -> Job:
            job = runner.run(
                checkout.path,
                "push",
                hub.push(before),
                sha=checkout.head(),
                ref="refs/heads/main",
                reports=REPORTS,
            )
            if job.outputs["findings"] != "2":
                sys.exit(f"bench: the Action did not find what it should\n{job.log}")
            return job

        cold = use().seconds
        warm = []
        for _ in range(WARM_RUNS):
            runner.forget()
            warm.append(use().seconds)
        kept = (runner.home / "caches").iterdir()
        caches = {file.name.split("-")[1]: file.stat().st_size for file in kept}
    return _table(cold, warm) + _foot(caches)


def _table(cold: Mapping[str, float], warm: list[dict[str, float]]) -> str:
    rows = ["| step | cold, s | warm, s |", "| --- | ---: | ---: |"]
    around = [0.0, 0.0]
    for step in ACTION["runs"]["steps"]:
        name = step["name"]
        if not MEASURED.match(step.get("uses", "")):
            continue  # stood in for
        shown = []
        each: tuple[list[Mapping[str, float]], ...] = ([cold], [*warm])
        for number, runs in enumerate(each):
            seconds = statistics.median(run.get(name, 0) for run in runs)
            around[number] += 0 if name == ITSELF else seconds
            shown.append(f"{seconds:.1f}" if name in runs[0] else "")
        if any(shown):
            rows.append(f"| {name} | {' | '.join(shown)} |")
    rows.append(f"| **all but the check** | **{around[0]:.1f}** | **{around[1]:.1f}** |")
    return "\n".join(rows) + "\n"


def _foot(caches: Mapping[str, int]) -> str:
    return (
        f"\n{pages.machine()}; warm is the median of {WARM_RUNS}. The archive of the"
        f" environment has {caches['environment'] / 1e6:.0f} MB, that of the results"
        f" {caches['results'] / 1e3:.0f} kB.\n"
    )


if __name__ == "__main__":
    measured = measure()
    sys.stdout.write(measured)
    if "--write" in sys.argv[1:]:
        pages.replace("github-action.md", "cost", measured)
