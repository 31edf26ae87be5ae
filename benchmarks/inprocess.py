"""Measures scancode's own functions in one process, with its own index or with mapped data.

``python inprocess.py FOLDER [DATA]`` prints, as JSON, the processor ``seconds`` for the files below
FOLDER without the load time, and a hash of all that was ``found``. DATA is the file of the engine's
mapped data.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from attribcheck.scan.scancode import adapter
from attribcheck.scan.workers.scratch import Scratch


class Told(NamedTuple):
    """What a run prints: processor seconds, and a hash of what is found."""

    seconds: float
    found: str


def run(folder: str, *data: str) -> Told:
    """Return what this program prints; see above for the arguments."""
    command = [sys.executable, __file__, folder, *data]
    return Told(**json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))


def main(folder: Path, data: Path | None) -> None:
    """Scan all that stands in ``folder``."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    adapter.load(data)
    with tempfile.TemporaryDirectory() as name:
        scratch = Scratch(Path(name))
        placed = [
            (str(scratch.path / scratch.put(path.name, content)), content, path.name)
            for path in files
            if ".git" not in path.parts
            for content in (path.read_bytes(),)
        ]
        begin = time.process_time()
        found = [adapter.scan_file(*one) for one in placed]
        seconds = time.process_time() - begin
    told = Told(seconds, hashlib.sha256(repr(found).encode()).hexdigest())
    print(json.dumps(told._asdict()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
