"""``make bench``: the cost of a commit and a complete repository, next to scancode and bare Python.

Each figure is the median over processes in one run. Quote the ratios, which are stable on a busy
machine. The files are public; see ``corpus``. Prints Markdown; ``--write`` puts it into
docs/performance.md. Fails when a warm hook imports a forbidden module, or its imports exceed their
budget.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import apart
import corpus
import inprocess
import pages
from apart import Cost

WARM_RUNS, COLD_RUNS, TURNS = 11, 5, 3
WHOLE = 400
"""Files of the repository that is checked whole."""

IN_PROCESS = 10
"""Of so many of them one is also scanned by scancode's functions in one process."""

LONG = range(1300, 1700)
"""Lines of the files that are edited: some 1,500."""

PLAIN = [("src/plain.py", b"def add(a, b):\n    return a + b\n" * 50)]
"""A file without a sign of a notice."""

_LOAD_SECONDS = 3.0
"""In which a process that was left behind has loaded the engine."""

BUDGET = 10.0
"""How many times as long as bare Python's a warm hook's imports may take."""

_FORBIDDEN = frozenset("scancode licensedcode cluecode click rich jinja2 multiprocessing".split())
_SCRIPTS = Path(sys.executable).parent
_ATTRIBCHECK, _SCANCODE = str(_SCRIPTS / "attribcheck"), str(_SCRIPTS / "scancode")


class Bench:
    """Runs commands in a scratch repository with a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.repo = folder / "repo"
        self.repo.mkdir()
        self._out = str(folder / "out.json")
        self._environment = apart.environment("b") | {"ATTRIBCHECK_CACHE_DIR": str(self.cache)}
        self.run("git", "init", "--quiet")

    def run(self, *command: str) -> Cost:
        """Run ``command`` in the repository."""
        return apart.run(command, self.repo, self._environment)

    def scancode(self, *options: str) -> Cost:
        """Run scancode's command line on all that stands in the repository."""
        return self.run(_SCANCODE, "-lc", *options, "--json", self._out, ".")

    def warm(self, *command: str) -> Cost:
        """Return the median of ``command``, after a run that warms up."""
        self.run(*command)
        return _median([self.run(*command) for _ in range(WARM_RUNS)])

    def cold(self, *command: str) -> Cost:
        """Return the median of ``command``, each time without a result in the cache."""
        return _median([self._forgetful(*command) for _ in range(COLD_RUNS)])

    def kept(self, *command: str) -> tuple[Cost, Cost]:
        """Return ``cold`` and ``warm`` of ``command`` with a process that stays in memory."""
        self.run("git", "config", "attribcheck.keepEngine", "15")
        self._forgetful(*command)  # leaves the process behind
        time.sleep(_LOAD_SECONDS)
        costs = self.cold(*command), self.warm(*command)
        for socket in self.cache.glob("resident-*.sock"):
            socket.unlink()  # it ends
        self.run("git", "config", "--unset", "attribcheck.keepEngine")
        return costs

    def _forgetful(self, *command: str) -> Cost:
        for file in self.cache.glob("results-*"):
            file.unlink()
        return self.run(*command)

    def put(self, files: list[tuple[str, bytes]]) -> None:
        """Make ``files`` all that stands in the repository but the policy, and stage them."""
        for entry in self.repo.iterdir():
            if entry.is_dir() and entry.name != ".git":
                shutil.rmtree(entry)
        corpus.write_tree(self.repo, iter(files))
        self.run("git", "add", "--all")

    def commit(self) -> None:
        """Commit what is staged."""
        self.run("git", "commit", "--quiet", "--no-verify", "-m", "x")

    def declare(self) -> None:
        """Write and commit a policy that declares what stands in the repository."""
        self.run(_ATTRIBCHECK, "init")
        self.run("git", "add", "--all")
        self.commit()

    def imports(self, *command: str) -> tuple[set[str], float]:
        """Return the modules that a Python program imports, and the seconds that they take."""
        told = subprocess.run(
            [sys.executable, "-X", "importtime", *command],
            cwd=self.repo,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        ).stderr
        rows = re.findall(r"^import time: +(\d+) \| +\d+ \| +(\S+)$", told, re.MULTILINE)
        return {name for _, name in rows}, sum(int(micro) for micro, _ in rows) / 1e6

    def in_process(self, *data: str) -> Cost:
        """Return what the files in the repository take in one process, of the processor's time."""
        rounds = range(3 if data else 1)
        seconds = [inprocess.run(str(self.repo), *data).seconds for _ in rounds]
        return Cost(statistics.median(seconds), 0.0)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def _edited(content: bytes, turn: int) -> bytes:
    """Return ``content`` with a function at its end that was not there."""
    return content + f"\n\ndef added_{turn}(x):\n    return x + {turn}\n".encode()


class Table:
    """The rows of the table, and the ratios below it."""

    def __init__(self, bare: Cost) -> None:
        self._bare = bare
        self._rows = [
            "| what | seconds | times bare Python | MiB |",
            "| --- | ---: | ---: | ---: |",
        ]
        self._ratios = [
            "| compared with scancode on the same files | times faster |",
            "| --- | ---: |",
        ]
        self.row("bare `python -c pass`", bare)

    def row(self, what: str, cost: Cost) -> Cost:
        """Add what something costs, and return it."""
        memory = f"{cost.memory:.0f}" if cost.memory else ""
        times = cost.seconds / self._bare.seconds
        self._rows.append(f"| {what} | {cost.seconds:.2f} | {times:.1f} | {memory} |")
        return cost

    def ratio(self, what: str, theirs: Cost, ours: Cost) -> None:
        """Add how many times faster we are."""
        self._ratios.append(f"| {what} | {theirs.seconds / ours.seconds:.0f} |")

    def __str__(self) -> str:
        return "\n".join([*self._rows, "", *self._ratios])


def _commits(bench: Bench, table: Table, models: list[tuple[str, bytes]]) -> None:
    hook = (_ATTRIBCHECK, "hook")
    bench.put(PLAIN)
    table.row("cold commit, 1 new file without a sign of a notice", bench.cold(*hook))
    bench.put(models[:1])
    cold = table.row("cold commit, 1 new file", bench.cold(*hook))
    one = table.row("`scancode -lc` on that file", _median([bench.scancode() for _ in range(3)]))
    table.ratio("a cold commit of 1 new file", one, cold)
    bench.put(models)
    bench.commit()
    bench.declare()
    bench.run(_ATTRIBCHECK, "check")
    for count in (1, 5, 20):
        edits = []
        for turn in range(WARM_RUNS):
            changed = [(path, _edited(content, 100 * count + turn)) for path, content in models]
            bench.put(changed[:count] + models[count:])
            edits.append(bench.run(*hook))
        what = f"{count} edited file{'s' * (count > 1)}"
        edited = table.row(f"commit of {what}, notices seen", _median(edits))
        table.row("the same again", bench.warm(*hook))
        if count == 5:
            five = edited
            _imports(bench, table)
    for file in bench.repo.glob("attribcheck.*"):
        file.unlink()
    bench.put(models[:5])
    theirs = _median([bench.scancode() for _ in range(3)])
    table.row("`scancode -lc` on 5 such files", theirs)
    table.ratio("a commit of 5 edited files, notices seen", theirs, five)


def _imports(bench: Bench, table: Table) -> None:
    """Add what a warm hook imports, and fail when it is over its budget."""
    _, least = min((bench.imports("-c", "pass") for _ in range(5)), key=lambda told: told[1])
    modules, taken = min(
        (bench.imports(_ATTRIBCHECK, "hook") for _ in range(5)), key=lambda told: told[1]
    )
    table.row(f"imports of such a commit, {len(modules)} modules", Cost(taken, 0.0))
    if found := sorted(_FORBIDDEN & {name.partition(".")[0] for name in modules}):
        sys.exit(f"bench: a warm hook imports {', '.join(found)}")
    if taken > BUDGET * least:
        sys.exit(f"bench: a warm hook's imports take {taken / least:.1f} times bare Python's")


def _whole(bench: Bench, table: Table, whole: list[tuple[str, bytes]]) -> None:
    bench.put(whole)
    bench.commit()
    # In turns: what else runs on the machine must not be with one of the two alone.
    turns = [
        (bench.cold(_ATTRIBCHECK, "check", "--jobs", "2"), bench.scancode("-n", "2"))
        for _ in range(TURNS)
    ]
    ours_first, theirs_first = map(_median, zip(*turns, strict=True))
    what = f"whole repository, {len(whole)} files"
    first = table.row(f"{what}, first, 2 jobs", ours_first)
    again = table.row("the same again", bench.warm(_ATTRIBCHECK, "check"))
    first_kept, again_kept = bench.kept(_ATTRIBCHECK, "check", "--jobs", "2")
    table.row(f"{what}, first, with a process kept", first_kept)
    table.row("the same again, with a process kept", again_kept)
    stock = table.row("`scancode -lc -n 2` on it", theirs_first)
    table.ratio("a whole repository, first", stock, first)
    table.ratio("a whole repository, again", stock, again)
    table.ratio("a whole repository, first, with a process kept", stock, first_kept)
    table.ratio("a whole repository, again, with a process kept", stock, again_kept)
    some = whole[::IN_PROCESS]
    bench.put(some)
    (data,) = bench.cache.glob("engine-*.bin")
    what = f"{len(some)} files of it in one process, without the load"
    theirs = table.row(f"scancode's functions over its own index: {what}", bench.in_process())
    ours = table.row("over the mapped data", bench.in_process(str(data)))
    table.ratio("the functions in one process", theirs, ours)


def measure() -> str:
    """Return the tables."""
    files = list(corpus.packages())
    whole = files[:: len(files) // WHOLE][:WHOLE]
    models = [f for f in files if "/models/" in f[0] and f[1].count(b"\n") in LONG][:20]
    with tempfile.TemporaryDirectory(prefix="attribcheck-bench-") as name:
        bench = Bench(Path(name))
        table = Table(bench.warm(sys.executable, "-c", "pass"))
        table.row("`attribcheck cache build`, once", bench.run(_ATTRIBCHECK, "cache", "build"))
        _commits(bench, table, models)
        _whole(bench, table, whole)
    return f"{table}\n\n{pages.machine()}, scancode-toolkit {version('scancode-toolkit')}.\n"


if __name__ == "__main__":
    told = measure()
    sys.stdout.write(told)
    if "--write" in sys.argv[1:]:
        pages.replace("performance.md", "bench", told)
