"""``make parity``: compares every raw result of attribcheck's engine with the scancode command's.

Runs the command once (half a second of processor time a file; cached in ``.cache/corpus``), then
the engine with the mapped data, and lists every file with any difference in the data that ``truth``
keeps. A file that the prefilter skips differs when scancode finds anything in it. ``--sample N``
compares N files, selected by a hash of their names and ``--seed``; ``--held-out`` takes packages
that nothing was tuned to. ``--write`` puts the table into docs/parity.md. The exit code is 1 when a
file differs.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

import corpus
import pages
import truth

from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.prefilter import Prefilter
from attribcheck.scan.scancode import adapter
from attribcheck.scan.workers.scratch import Scratch

_scratch: Scratch | None = None


def _ask(named: truth.Named) -> tuple[truth.Raw, float]:
    """Return the raw answer of the scancode that is loaded here, and its processor seconds."""
    from scancode.api import get_copyrights, get_licenses  # lazy: after the engine

    global _scratch  # noqa: PLW0603 - one a process
    _scratch = _scratch or Scratch(Path(tempfile.mkdtemp()))
    name, content = named
    begin = time.process_time()
    placed = _scratch.put(name, content)
    location = str(_scratch.path / placed)
    try:
        answer = {
            "licenses": get_licenses(location, deadline=sys.maxsize),
            "copyrights": get_copyrights(location, deadline=sys.maxsize),
        }
    except Exception as error:  # noqa: BLE001 - an error is an answer that must be the same
        answer = {"error": type(error).__name__}
    finally:
        _scratch.remove(placed)
    return truth.plain(answer), time.process_time() - begin


def _is_empty(answer: truth.Raw) -> bool:
    """Whether scancode found nothing at all."""
    if "error" in answer:
        return False
    licenses, copyrights = answer["licenses"], answer["copyrights"]
    found = [licenses["license_detections"], licenses["license_clues"]]
    return not any([*found, *(copyrights[name] for name in ("copyrights", "holders", "authors"))])


def chosen(sample: int, seed: str, *, held_out: bool = False) -> list[truth.Named]:
    """Return the files to compare: all, or ``sample`` of them, the same for the same ``seed``."""
    if held_out:
        files = [*corpus.packages(corpus.HELD_OUT)]
    else:
        files = [*corpus.texts(), *corpus.packages()]
    if not sample:
        return files
    drawn = sorted(files, key=lambda file: hashlib.sha256(f"{seed}\0{file[0]}".encode()).digest())
    return sorted(drawn[:sample])


def measure(files: list[truth.Named]) -> tuple[str, bool]:
    """Return the table with the list of differing files, and whether there are any."""
    expected = truth.answers(files)
    with tempfile.TemporaryDirectory(prefix="attribcheck-parity-") as folder:
        engine = ScancodeEngine(data=Path(folder))
        path = engine.prepare()
        if path is None:
            sys.exit(f"parity: {engine.problem}")
        adapter.load(path)
        with get_context("fork").Pool(2) as pool:
            found = pool.map(_ask, files, chunksize=20)
        prefilter = Prefilter(lambda: path)
        empty = [prefilter.nothing(content, name) is not None for name, content in files]
    kinds: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for named, (answer, _), told_empty in zip(files, found, empty, strict=True):
        name, key = named[0], truth.key(named)
        counts = kinds.setdefault(name.partition("/")[0], Counter())
        counts["files"] += 1
        counts["prefiltered"] += told_empty
        for what, is_so in (
            ("differ", answer != expected[key]),
            ("wrong", told_empty and not _is_empty(expected[key])),
        ):
            counts[what] += is_so
            wrong += [f"- {what}: `{name}`"] * is_so
    columns = ("files", "differ", "prefiltered", "wrong")
    lines = [f"| from | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    kinds["all"] = sum(kinds.values(), Counter())
    for kind, counts in kinds.items():
        lines.append(f"| {kind} | {' | '.join(str(counts[name]) for name in columns)} |")
    lines += ["", *wrong]
    seconds = sum(taken for _, taken in found)
    lines.append(
        f"{seconds / len(files) * 1000:.0f} ms of processor time a file; {pages.machine()}, "
        f"scancode-toolkit {version('scancode-toolkit')}."
    )
    return "\n".join(lines) + "\n", bool(wrong)


def main() -> int:
    """Compare, print and perhaps write the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="how many files; by default all")
    parser.add_argument("--seed", default="", help="draws another sample")
    parser.add_argument("--held-out", action="store_true", help="take corpus.HELD_OUT")
    parser.add_argument("--write", action="store_true", help="write docs/parity.md")
    options = parser.parse_args()
    table, differs = measure(chosen(options.sample, options.seed, held_out=options.held_out))
    sys.stdout.write(table)
    if options.write:
        pages.replace("parity.md", "held-out" if options.held_out else "parity", table)
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
