"""``make parity``: compares every raw answer from the mapped data with stock scancode's.

Asks stock scancode once (half a second of processor time a file; kept in ``.cache/corpus``), then
asks again over the mapped data, and lists every file whose answers differ in anything at all: each
key of ``get_licenses`` and ``get_copyrights``. ``--write`` puts the table into docs/parity.md.
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

PAGE = Path(__file__).resolve().parent.parent / "docs" / "parity.md"
TOP = """\
# Parity with scancode

Written by `make parity`: the whole answers of `scancode.api.get_licenses` and `get_copyrights`, of
stock scancode and of attribcheck's engine, on the files of `benchmarks/corpus.py` (public packages,
scancode's own rule texts, and such texts with words dropped, changed and doubled). Processor
seconds are of one process and of the engine's run alone; the index load is not in them.

"""


def _compared(named: truth.Named) -> tuple[str, truth.Raw, float]:
    begin = time.process_time()
    key, answer = truth._task(named)  # noqa: SLF001 - the same task, over other data
    return key, answer, time.process_time() - begin


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
    kinds: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for (name, _), (key, answer, _) in zip(files, found, strict=True):
        kind = name.partition("/")[0]
        kinds[kind] += 1
        if answer != expected[key]:
            wrong.setdefault(kind, []).append(name)
    lines = ["| from | files | differ |", "| --- | ---: | ---: |"]
    lines += [f"| {kind} | {count} | {len(wrong.get(kind, ()))} |" for kind, count in kinds.items()]
    lines.append(f"| all | {len(files)} | {sum(map(len, wrong.values()))} |")
    lines += ["", *(f"- differs: `{name}`" for names in wrong.values() for name in names)]
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
