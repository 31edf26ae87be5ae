"""Caches the results of the ``scancode`` command for every file of the corpus.

The reference is the installed command, in processes without attribcheck, so that our changes of
scancode can't affect it. A result is the output of ``scancode -lc`` for one file, without its
location and the names that join equal detections of several files. A run takes about half a second
of processor time a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import corpus

from attribcheck.scan.scancode import installed
from attribcheck.scan.workers.scratch import Scratch

Named = tuple[str, bytes]
Raw = dict[str, Any]

_BATCH = 400
"""Files a call of the command: it loads its index for ten seconds and keeps nothing when killed."""

_LICENSES = (
    "detected_license_expression detected_license_expression_spdx license_detections license_clues"
    " percentage_of_license_text"
).split()
_COPYRIGHTS = ("copyrights", "holders", "authors")


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
    # Without what attribcheck makes of an answer, which is no part of the command's.
    command = re.sub(r"; format \d+", "", installed.identity())
    return hashlib.sha256(f"{command}\0{name}\0{digest}".encode()).hexdigest()


def answers(files: Iterable[Named], jobs: int = 2) -> dict[str, Raw]:
    """Return the command's answer for each of ``files`` by its ``key``."""
    store = corpus.STORE / "truth-command.jsonl"
    store.parent.mkdir(parents=True, exist_ok=True)
    known: dict[str, Raw] = {}
    if store.exists():
        for line in store.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            known[entry["key"]] = entry["answer"]
    wanted = {key(named): named for named in files}
    missing = [named for name, named in wanted.items() if name not in known]
    for begin in range(0, len(missing), _BATCH):
        batch = missing[begin : begin + _BATCH]
        with store.open("a", encoding="utf-8") as stream:
            for named, answer in zip(batch, _asked(batch, jobs), strict=True):
                known[key(named)] = answer
                stream.write(json.dumps({"key": key(named), "answer": answer}) + "\n")
        sys.stderr.write(f"scancode: {begin + len(batch)} of {len(missing)}\n")
    return {name: known[name] for name in wanted}


def _asked(files: Sequence[Named], jobs: int) -> Iterator[Raw]:
    """Yield what the command says of each file, none of which refers to another one."""
    with tempfile.TemporaryDirectory(prefix="attribcheck-truth-") as name:
        scratch = Scratch(Path(name))
        # A folder for each file: the command follows "see LICENSE" to what stands beside it.
        top = scratch.path / "files"
        targets = []
        for at, (path, content) in enumerate(files):
            placed = scratch.put(path, content)
            targets.append(top / str(at) / placed)
            targets[-1].parent.mkdir(parents=True)
            (scratch.path / placed).rename(targets[-1])
        found = _run(top, jobs)
        for at, target in enumerate(targets):
            entry = found.get(str(at))
            # In a tree the command passes over some names (.gitignore), and a reference of a file
            # to its own name is followed; a file alone is read, and followed nowhere.
            if entry is None or any("detection_log" in one for one in entry["license_detections"]):
                (entry,) = _run(target, jobs).values()
            yield _answer(entry)


def _run(target: Path, jobs: int) -> dict[str, Raw]:
    """Return the command's entry for each file below ``target``, by the first folder in it."""
    with tempfile.TemporaryDirectory(prefix="attribcheck-truth-") as folder:
        output = Path(folder, "answers.json")
        command = (str(Path(sys.executable).parent / "scancode"), "-lc", "--quiet")
        options = ("--processes", str(jobs), "--timeout", "3600", "--json", str(output))
        done = subprocess.run(
            [*command, *options, target.name],
            cwd=target.parent,
            check=False,
            capture_output=True,
            text=True,
        )
        if not output.exists():
            sys.exit(f"truth: scancode ended with {done.returncode}:\n{done.stderr[-2000:]}")
        entries = json.loads(output.read_text(encoding="utf-8"))["files"]
    files = [entry for entry in entries if entry["type"] == "file"]
    return {Path(entry["path"]).parts[min(1, entry["path"].count("/"))]: entry for entry in files}


def _answer(entry: Raw) -> Raw:
    if entry["scan_errors"]:
        # "ERROR: for scanner: licenses: ... Traceback ... SomeError: what happened"
        *_, last = entry["scan_errors"][0].strip().splitlines()
        return {"error": last.partition(":")[0]}
    licenses = {name: entry[name] for name in _LICENSES}
    return plain({"licenses": licenses, "copyrights": {name: entry[name] for name in _COPYRIGHTS}})


if __name__ == "__main__":
    os.nice(5)
    answers([*corpus.texts(), *corpus.packages()])
