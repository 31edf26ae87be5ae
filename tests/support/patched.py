"""Scans a folder with some patches left out, in a process of its own, since scancode is patched.

``python patched.py DATA FOLDER NAMES...``; each of NAMES is a JSON list of patches to leave out.
Prints a line for each: a JSON object with the answer for each file, as text.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from attribcheck.core.errors import AttribcheckError
from attribcheck.scan.scancode import adapter
from attribcheck.scan.workers.scratch import Scratch


def answers(data: Path, folder: Path, without: frozenset[str]) -> dict[str, str]:
    """Return the answer for each file in ``folder`` by its name."""
    adapter.load(data, without=without)
    found = {}
    with tempfile.TemporaryDirectory(prefix="attribcheck-") as name:
        scratch = Scratch(Path(name))
        for path in sorted(folder.iterdir()):
            content = path.read_bytes()
            location = str(scratch.path / scratch.put(path.name, content))
            try:
                found[path.name] = repr(adapter.scan_file(location, content, path.name))
            except AttribcheckError as error:
                found[path.name] = str(error)
    return found


def main(data: Path, folder: Path, names: list[str]) -> None:
    """Answer once for each of ``names``, in a fork each."""
    for without in names:
        if (child := os.fork()) == 0:
            found = answers(data, folder, frozenset(json.loads(without)))
            sys.stdout.write(f"{json.dumps(found)}\n")
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(f"without {without}: ended with {status}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
