"""What each patch of the fast path gains: the same scans without it.

``python benchmarks/ablation.py`` prints the table as Markdown; ``--write`` puts it into
docs/performance.md. Each row leaves one patch out (or several), and is compared with the row that
leaves none out, on processor time, in two settings:

- **many files**: a draw of the corpus, without the load. Each row has a process of its own; a file
  goes to one after the other, so that a change in the load of the machine meets all of them. The
  time of a file is the least of the rounds.
- **a cold commit**: one new file, in a fresh process for each half of the scan, with Python's start
  and the load; the sum of the two. valgrind counts the instructions, which are the same in each
  run, since processor time varies by more than a patch gains. Milliseconds are these at the rate of
  the processes that run without valgrind.

A negative gain is noise.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
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

COLD_SIZE = range(20_000, 30_000)
"""Bytes of the file of the cold commit."""

COLD_RUNS = 7


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


def cold(file: Path, data: Path, row: Row) -> int:
    """Return the instructions of two fresh processes, each of which scans a half."""
    counter = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
    total = 0
    for half in adapter.Half:
        done = subprocess.run(
            [*counter, *_command(file, data, row, half)],
            env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        (refs,) = re.findall(r"I +refs: +([\d,]+)", done.stderr)
        total += int(refs.replace(",", ""))
    return total


def cold_seconds(file: Path, data: Path) -> float:
    """Return the processor seconds of the two processes, with all patches."""
    done = [
        subprocess.run(_command(file, data, (), half), stdout=subprocess.PIPE, check=True)
        for half in adapter.Half
    ]
    return sum(float(one.stdout) for one in done)


def _command(file: Path, data: Path, row: Row, half: adapter.Half) -> list[str]:
    return [sys.executable, __file__, "--cold", str(file), str(data), json.dumps(row), half.value]


def _cold(file: Path, data: Path, without: Row, half: adapter.Half) -> float:
    adapter.load(data, frozenset([half]), frozenset(without))
    content = file.read_bytes()
    with tempfile.TemporaryDirectory(prefix="attribcheck-") as folder:
        scratch = Scratch(Path(folder))
        location = str(scratch.path / scratch.put(file.name, content))
        adapter.HALVES[half](location, content, file.name)
    return time.process_time()


def measure(rows: Sequence[Row], count: int, rounds: int) -> str:
    """Return the table."""
    files = list(corpus.packages())
    files.sort(key=lambda named: hashlib.sha256(named[0].encode()).digest())
    name, content = next(
        named for named in files if named[0].endswith(".py") and len(named[1]) in COLD_SIZE
    )
    with tempfile.TemporaryDirectory(prefix="attribcheck-ablation-") as folder:
        data = ScancodeEngine(data=Path(folder, "cache")).prepare()
        assert data is not None
        least: dict[Row, list[float]] = {}
        totals: list[float] = []
        for _ in range(rounds):
            for row, seconds in many(files[:count], data, rows).items():
                least[row] = list(map(min, least.get(row, seconds), seconds))
                totals += [] if row else [sum(seconds)]
        file = Path(folder, Path(name).name)
        file.write_bytes(content)
        seconds_of_all = statistics.median(cold_seconds(file, data) for _ in range(COLD_RUNS))
        instructions: dict[Row, int] = {}
        for row in rows:
            instructions[row] = cold(file, data, row)
            _tell(f"cold, {len(instructions)} of {len(rows)} rows", instructions)
    told = [
        f"| without | {count} files | more | a cold commit, more |",
        "| --- | ---: | ---: | ---: |",
    ]
    for row in rows:
        what = "all patches" if row == EVERY else ", ".join(row) or "none"
        total = sum(least[row])
        more = instructions[row] / instructions[()] - 1
        told.append(
            f"| {what} | {total:.2f} s | {total / sum(least[()]) - 1:+.1%} |"
            f" {1000 * seconds_of_all * more:+.1f} ms |"
        )
    spread = max(totals) / min(totals) - 1
    last = (
        f"Processor time; of {rounds} rounds, whose totals of the first row differ by {spread:.0%},"
        f" the least of each file. The cold commit of {name} takes {seconds_of_all:.2f} s of two"
        " processes in the first row."
    )
    return "\n".join([*told, "", f"{last} {pages.machine()}."])


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
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
    table = measure([(), *rows], options.files, options.rounds)
    print(table)
    if options.write:
        pages.replace("performance.md", "ablation", f"{table}\n")


if __name__ == "__main__":
    main()
