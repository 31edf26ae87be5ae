"""Measures the gain of each patch of the fast path by scans without it.

``python benchmarks/ablation.py`` prints the table as Markdown; ``--write`` puts it into
docs/performance.md. Each row disables one patch (or several) and is compared with the row of all
patches, by processor time, in two settings:

- **many files**: a sample of the corpus, without the load time. Each row has its own process; they
  scan each file in turn, so that a change in the load of the machine affects all of them. The time
  of a file is the minimum over the rounds.
- **a cold commit**: one new file, in a new process for each half of the scan, with Python's start
  and the load; the sum of the two. The figure is the median of the differences between consecutive
  runs, with the quartiles.

A negative gain is noise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import corpus
import pages

from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.fast.patches.registry import PATCHES
from attribcheck.scan.scancode import adapter
from attribcheck.scan.workers.scratch import Scratch

Row = tuple[str, ...]
Named = tuple[str, bytes]

EVERY: Row = tuple(patch.name for patch in PATCHES)

COLD_FILES = 5


def _worker(data: Path, without: Row, connection: Connection[Any, Any]) -> None:
    adapter.load(data, without=frozenset(without))
    connection.send(None)
    with tempfile.TemporaryDirectory(prefix="attribcheck-") as folder:
        scratch = Scratch(Path(folder))
        while (told := connection.recv()) is not None:
            name, content = told
            location = str(scratch.path / scratch.put(name, content))
            begin = time.process_time()
            adapter.scan_file(location, content, name)
            connection.send(time.process_time() - begin)


def many(files: Sequence[Named], data: Path, rows: Iterable[Row]) -> dict[Row, list[float]]:
    """Return the processor seconds that each of ``files`` takes, for each of ``rows``."""
    workers = {}
    for row in rows:
        ours, theirs = Pipe()
        process = Process(target=_worker, args=(data, row, theirs), daemon=True)
        process.start()
        ours.recv()
        workers[row] = process, ours
    seconds: dict[Row, list[float]] = {row: [] for row in workers}
    for done, named in enumerate(files, 1):
        # Each row is the first in its turn: the second finds caches of the processor warm.
        turn = done % len(workers)
        for row in [*workers][turn:] + [*workers][:turn]:
            _, connection = workers[row]
            connection.send(named)
            seconds[row].append(connection.recv())
        _tell(f"{done} of {len(files)} files", {row: sum(took) for row, took in seconds.items()})
    for process, connection in workers.values():
        connection.send(None)
        process.join()
    return seconds


def _tell(done: str, totals: Mapping[Row, float]) -> None:
    """Say how far it is, and what the rows have gained so far, in per cent."""
    gains = " ".join(f"{total / totals[()] - 1:+.1%}" for total in totals.values())
    sys.stderr.write(f"{done}: {gains}\n")


def cold(file: Path, data: Path, row: Row) -> float:
    """Return the processor seconds of two fresh processes, each of which scans a half."""
    command = [sys.executable, __file__, "--cold", str(file), str(data), json.dumps(row)]
    done = [
        subprocess.run([*command, half.value], stdout=subprocess.PIPE, check=True)
        for half in adapter.Half
    ]
    return sum(float(one.stdout) for one in done)


def _cold(file: Path, data: Path, without: Row, half: adapter.Half) -> float:
    adapter.load(data, frozenset([half]), frozenset(without))
    content = file.read_bytes()
    with tempfile.TemporaryDirectory(prefix="attribcheck-") as folder:
        scratch = Scratch(Path(folder))
        location = str(scratch.path / scratch.put(file.name, content))
        adapter.HALVES[half](location, content, file.name)
    return time.process_time()


def measure(rows: Sequence[Row], count: int, rounds: int, repeats: int) -> str:
    """Return the table."""
    files = list(corpus.packages())
    files.sort(key=lambda named: hashlib.sha256(named[0].encode()).digest())
    models = [named for named in files if named[0].endswith(".py") and len(named[1]) > 2000]
    with tempfile.TemporaryDirectory(prefix="attribcheck-ablation-") as name:
        data = ScancodeEngine(data=Path(name, "cache")).prepare()
        assert data is not None
        least: dict[Row, list[float]] = {}
        totals: list[float] = []
        for _ in range(rounds):
            for row, seconds in many(files[:count], data, rows).items():
                least[row] = list(map(min, least.get(row, seconds), seconds))
                totals += [sum(seconds)] if not row else []
        cost: dict[Row, list[float]] = {row: [] for row in rows}
        for turn in range(repeats):
            chosen = Path(name, Path(models[turn % COLD_FILES][0]).name)
            chosen.write_bytes(models[turn % COLD_FILES][1])
            for row in rows:
                cost[row].append(cold(chosen, data, row))
            done = f"{turn + 1} of {repeats} cold commits"
            _tell(done, {row: statistics.median(cost[row]) for row in rows})
    told = [
        f"| without | {count} files | more | a cold commit, more | quartiles |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        what = "all patches" if row == EVERY else ", ".join(row) or "none"
        total = sum(least[row])
        differences = [1000 * (b - a) for a, b in zip(cost[()], cost[row], strict=True)]
        low, middle, high = statistics.quantiles(differences, n=4)
        more = f"{total:.2f} s | {total / sum(least[()]) - 1:+.1%}"
        told.append(f"| {what} | {more} | {middle:+.0f} ms | {low:+.0f} to {high:+.0f} |")
    spread = max(totals) / min(totals) - 1
    last = (
        f"Processor time. {rounds} rounds, whose totals of the first row differ by {spread:.0%};"
        f" {repeats} cold commits, the first row {statistics.median(cost[()]):.2f} s."
    )
    return "\n".join([*told, "", f"{last} {pages.machine()}."])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--without", action="append", help="a patch, or several with commas")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--cold", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cold:
        file, data, without, half = options.cold
        print(_cold(Path(file), Path(data), tuple(json.loads(without)), adapter.Half(half)))
        return
    os.nice(5)
    rows = [tuple(names.split(",")) for names in options.without or ()]
    rows = rows or [*((name,) for name in EVERY), EVERY]
    table = measure([(), *rows], options.files, options.rounds, options.repeats)
    print(table)
    if options.write:
        pages.replace("performance.md", "ablation", f"{table}\n")


if __name__ == "__main__":
    main()
