"""What an index and a search cost, beside bare Python and beside winnowing of the text alone."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zlib import crc32

from copies_corpus import INDEXES, LARGE, SEED, python_files, source_files

from attribcheck.copies import postings
from attribcheck.copies.container import write
from attribcheck.copies.index_builder import build

_RUNS = 15
_GRAM = 30
_WINDOW = 64
# The command line sets the same threshold of the garbage collector, and ends in the same way.
_SEARCH = """
import gc
import sys
gc.set_threshold(20_000)
from pathlib import Path
from attribcheck.copies.index_file import OriginIndex
from attribcheck.copies.matcher import IndexMatcher
matcher = IndexMatcher([OriginIndex.open(Path(sys.argv[1]))])
for path in sys.argv[2:]:
    matcher.match_content(path, Path(path).read_bytes())
gc.freeze()
"""
_TEXT_SEARCH = """
import sys
sys.path.insert(0, sys.argv[1])
from copies_speed import text_search
text_search(sys.argv[2], sys.argv[3:])
"""


class Cost(NamedTuple):
    """The processor time of a process.

    Attributes:
        name: Its work.
        seconds: The least of several runs: other programs on the machine only add to it.
        middle: The median of these runs.
    """

    name: str
    seconds: float
    middle: float


class Size(NamedTuple):
    """An index.

    Attributes:
        lines: The lines of the files in it.
        seconds: The processor time of its making.
        shape: The bytes of the fingerprints of the shape channel, with the tokens.
        exact: The bytes of the fingerprints of the exact channel.
        size: The size of the file.
    """

    lines: int
    seconds: float
    shape: int
    exact: int
    size: int


def size() -> Size:
    """Build the large index and return what it took."""
    INDEXES.mkdir(parents=True, exist_ok=True)
    out = INDEXES / "large.acidx"
    files = list(source_files(*LARGE))
    start = time.process_time()
    info = build(files, out)
    seconds = time.process_time() - start
    table = _table(out)
    exact = sum(table[name] for name in table if name.startswith("exact."))
    return Size(info.lines, seconds, info.size - exact, exact, info.size)


def costs() -> list[Cost]:
    """Return the cost of searches in the large index and of what they are compared with."""
    index = INDEXES / "large.acidx"
    text_index = INDEXES / "text.acidx"
    _build_text(text_index)
    queries = _queries()
    here = str(Path(__file__).parent)
    commands = {
        "bare `python -c pass`": ["-c", "pass"],
        "search of one file of 1,500 lines": ["-c", _SEARCH, str(index), queries[0]],
        "text winnowing of that file": ["-c", _TEXT_SEARCH, here, str(text_index), queries[0]],
        "search of ten files of a commit": ["-c", _SEARCH, str(index), *queries[1:]],
        "text winnowing of those": ["-c", _TEXT_SEARCH, here, str(text_index), *queries[1:]],
    }
    for command in commands.values():
        _cpu([sys.executable, *command])  # compiles
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(_RUNS):
        for name, command in commands.items():
            seconds[name].append(_cpu([sys.executable, *command]))
    return [Cost(name, min(runs), median(runs)) for name, runs in seconds.items()]


def text_search(index: str, paths: list[str]) -> None:
    """Look up the text of files, as a tool that winnows text does."""
    from attribcheck.copies.container import Container
    from attribcheck.copies.postings import Postings

    table = Postings(Container(Path(index)), "text")
    for path in paths:
        found: dict[int, int] = {}
        hashes = dict.fromkeys(value for value, _ in _text_fingerprints(Path(path).read_bytes()))
        for _, files in table.find_all(hashes):
            for file in set(files):
                found[file] = found.get(file, 0) + 1


def _build_text(out: Path) -> None:
    """Write the text fingerprints of two packages; a search hardly depends on how many."""
    entries: list[int] = []
    for number, (_, content) in enumerate(
        file for each in LARGE[-2:] for file in python_files(each)
    ):
        entries += [value << 32 | number for value, _ in _text_fingerprints(content)]
    write(out, postings.encode("text", entries))


def _text_fingerprints(content: bytes) -> list[tuple[int, int]]:
    """Return fingerprints of letters and digits, with the window and gram of SCANOSS's defaults.

    Source: https://github.com/scanoss/wfp, the description of the format.
    """
    text = bytes(byte for byte in content.lower() if chr(byte).isalnum())
    grams = [crc32(text[at : at + _GRAM]) for at in range(len(text) - _GRAM + 1)]
    found: list[tuple[int, int]] = []
    last = -1
    for at in range(len(grams) - _WINDOW + 1):
        if last >= at and grams[at + _WINDOW - 1] >= grams[last]:
            continue
        window = grams[at : at + _WINDOW]
        least = at + window.index(min(window))
        if least != last:
            found.append((grams[least] << 16, least))
            last = least
    return found


def _queries() -> list[str]:
    """Return one file of 1,500 lines with a common ancestor everywhere, and ten changed files."""
    folder = INDEXES / "queries"
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        path: content
        for path, content in python_files(SEED)
        if "/modeling_" in path and content.count(b"\n") >= 250
    }
    large = min(sorted(files), key=lambda path: abs(files[path].count(b"\n") - 1500))
    small = sorted(files, key=lambda path: (abs(files[path].count(b"\n") - 400), path))[:10]
    written = []
    for number, path in enumerate([large, *small]):
        target = folder / f"{number}.py"
        target.write_bytes(files[path])
        written.append(str(target))
    return written


def _cpu(command: list[str]) -> float:
    """Return the processor time of a process; its modules are compiled, as installed ones are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=kept | {"PYTHONPYCACHEPREFIX": str(INDEXES / "cache")})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime
    return spent - before.ru_utime - before.ru_stime


def _table(path: Path) -> dict[str, int]:
    with path.open("rb") as stream:
        head = stream.read(32)
        length = int.from_bytes(head[12:16], "little")
        table = json.loads(stream.read(length))
    return {name: place[1] for name, place in table.items()}
