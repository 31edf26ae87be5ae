"""What unmodified scancode says of every file of the corpus, kept so that it is asked once.

The answers are those of ``scancode.api.get_licenses`` and ``get_copyrights`` whole, less the
location of the file, and the names by which equal detections of several files are joined. Asking
anew takes about half a second of processor time a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import corpus

from attribcheck.scan import installed, scancode
from attribcheck.scan.scratch import Scratch

Named = tuple[str, bytes]
Raw = dict[str, Any]


def ask(named: Named, scratch: Scratch) -> Raw:
    """Return the raw answers of the scancode that is loaded in this process."""
    from scancode.api import get_copyrights, get_licenses

    name, content = named
    location = str(scratch.path / scratch.put(name, content))
    try:
        answer = {
            "licenses": get_licenses(location, deadline=sys.maxsize),
            "copyrights": get_copyrights(location, deadline=sys.maxsize),
        }
    except Exception as error:  # noqa: BLE001 - an error is an answer that must be the same
        return {"error": type(error).__name__}
    finally:
        scratch.remove(str(Path(location).relative_to(scratch.path)))
    return plain(answer)


def plain(answer: Raw) -> Raw:
    """Return an answer as JSON has it, without the location and the names of detections."""
    text = json.dumps(answer)
    result: Raw = json.loads(text)
    detections = result["licenses"]["license_detections"] if "licenses" in result else []
    for detection in detections:
        detection.pop("identifier", None)
    matches = [match for detection in detections for match in detection["matches"]]
    for match in (*matches, *result.get("licenses", {}).get("license_clues", ())):
        match.pop("from_file", None)
    return result


def key(named: Named) -> str:
    """Return what an answer is kept by."""
    name, content = named
    digest = hashlib.sha256(content).hexdigest()
    return hashlib.sha256(f"{installed.identity()}\0{name}\0{digest}".encode()).hexdigest()


_scratch: Scratch | None = None


def _task(named: Named) -> tuple[str, Raw]:
    global _scratch  # noqa: PLW0603 - one a process
    _scratch = _scratch or Scratch()
    return key(named), ask(named, _scratch)


def answers(files: Iterable[Named], jobs: int = 2) -> dict[str, Raw]:
    """Return stock scancode's answer for each of ``files`` by its ``key``."""
    store = corpus.STORE / "truth.jsonl"
    store.parent.mkdir(parents=True, exist_ok=True)
    known: dict[str, Raw] = {}
    if store.exists():
        for line in store.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            known[entry["key"]] = plain(entry["answer"])
    wanted = {key(named): named for named in files}
    missing = [named for name, named in wanted.items() if name not in known]
    with store.open("a", encoding="utf-8") as stream:
        for done, (name, answer) in enumerate(_asked(missing, jobs), 1):
            known[name] = answer
            stream.write(json.dumps({"key": name, "answer": answer}) + "\n")
            if done % 100 == 0:
                stream.flush()
                sys.stderr.write(f"stock scancode: {done} of {len(missing)}\n")
    return {name: known[name] for name in wanted}


def _asked(files: list[Named], jobs: int) -> Iterator[tuple[str, Raw]]:
    if not files:
        return
    scancode.load()
    with get_context("fork").Pool(jobs) as pool:
        yield from pool.imap_unordered(_task, files)


if __name__ == "__main__":
    os.nice(5)
    answers([*corpus.texts(), *corpus.packages()])
