"""``make parity``: compares every raw answer from the mapped data with stock scancode's.

Asks stock scancode once (half a second of processor time a file; kept in ``.cache/corpus``), then
asks again over the mapped data, and lists every file whose answers differ in anything at all that
``truth`` keeps of them. A file of which the prefilter says that it holds nothing counts as wrong
when scancode finds anything in it. ``--write`` puts the table into docs/parity.md.
"""

from __future__ import annotations

import subprocess
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

from attribcheck.scan import scancode
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.prefilter import Prefilter

PAGE = Path(__file__).resolve().parent.parent / "docs" / "parity.md"
TOP = """\
# Parity with scancode

Written by `make parity`: the whole answers of `scancode.api.get_licenses` and `get_copyrights` (but
for the identifiers by which scancode joins equal detections of several files), of stock scancode
and of attribcheck's engine, on the files of `benchmarks/corpus.py` (public packages,
scancode's own rule texts, and such texts with words dropped, changed and doubled). "Prefiltered"
are files that are answered without the engine, since it would find nothing in them
([`attribcheck/scan/prefilter.py`](../attribcheck/scan/prefilter.py)); "wrong" are those of them in
which scancode finds anything. Processor seconds are of one process and of the engine's run alone;
the index load is not in them.

"""


def _compared(named: truth.Named) -> tuple[str, truth.Raw, float]:
    begin = time.process_time()
    key, answer = truth._task(named)  # noqa: SLF001 - the same task, over other data
    return key, answer, time.process_time() - begin


def _is_empty(answer: truth.Raw) -> bool:
    """Whether scancode found nothing at all."""
    if "error" in answer:
        return False
    licenses, copyrights = answer["licenses"], answer["copyrights"]
    found = [licenses["license_detections"], licenses["license_clues"]]
    return not any([*found, *(copyrights[name] for name in ("copyrights", "holders", "authors"))])


def measure() -> str:
    """Return the table and the list of differing files."""
    files = [*corpus.texts(), *corpus.packages()]
    # In a process of its own: stock scancode must not be loaded in this one.
    subprocess.run([sys.executable, truth.__file__], check=True)
    expected = truth.answers(files)
    with tempfile.TemporaryDirectory(prefix="attribcheck-parity-") as folder:
        engine = ScancodeEngine(data=Path(folder))
        path = engine.prepare()
        if path is None:
            sys.exit(f"parity: {engine.problem}")
        scancode.load(path)
        with get_context("fork").Pool(2) as pool:
            found = pool.map(_compared, files, chunksize=20)
        prefilter = Prefilter(lambda: path)
        empty = [prefilter.nothing(content, name) is not None for name, content in files]
    kinds: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    for (name, _), (key, answer, _), told_empty in zip(files, found, empty, strict=True):
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
    seconds = sum(taken for _, _, taken in found)
    lines.append(
        f"{seconds / len(files) * 1000:.0f} ms of processor time a file; {pages.machine()}, "
        f"scancode-toolkit {version('scancode-toolkit')}."
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    table = measure()
    sys.stdout.write(table)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(TOP + table, encoding="utf-8")
