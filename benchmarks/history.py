"""Measures a walk through a history: 10,000 generated commits, and real repositories.

    python benchmarks/history.py                  # the generated history
    python benchmarks/history.py REPOSITORY...    # others

The generated history has 700 files, a third of them with foreign notices, and 10,000 commits of
one to five files each, with renames, branches and merges. Every 200th removes or restores a notice.
Prints commits, versions, findings, seconds of the first walk (without a cache) and of the second,
the memory of the largest process, and the number of git processes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMITS = 10_000
# REUSE-IgnoreStart: the notices of invented files
POLICY = """\
version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]

[[component]]
name = "foo"
license = "MIT"
holders = ["Foo Corp."]
paths = ["third_party/**"]
"""
OWN = "# Copyright 2026 Haneul Labs\n# SPDX-License-Identifier: Apache-2.0\n\n"
FOREIGN = "# Copyright 2025 Foo Corp.\n# SPDX-License-Identifier: MIT\n\n"
# REUSE-IgnoreEnd


class Maker:
    """Writes a history as git fast-import reads it."""

    def __init__(self) -> None:
        self._random = random.Random(6)
        self._out: list[bytes] = []
        self._files: dict[str, tuple[str, list[str]]] = {}
        self._made = 0
        self.commits = 0

    def make(self) -> bytes:
        changes: dict[str, str | None] = {"attribcheck.toml": POLICY}
        for number in range(700):
            top, header = ("third_party/foo", FOREIGN) if number % 3 == 0 else ("src", OWN)
            path = f"{top}/m{number}.py"
            self._files[path] = (header, [self._line() for _ in range(60 + number % 200)])
            changes[path] = self._text(path)
        self._commit("refs/heads/main", changes)
        branch_at = -1
        while self.commits < COMMITS:
            if self.commits % 40 == 20 and branch_at < 0:
                branch_at = self.commits
                self._commit("refs/heads/side", self._edited(2), start="refs/heads/main")
            elif branch_at >= 0 and self.commits > branch_at + 5:
                branch_at = -1
                self._commit("refs/heads/main", self._edited(1), merge="refs/heads/side")
            else:
                self._commit("refs/heads/main", self._changed())
        return b"".join(self._out)

    def _line(self) -> str:
        self._made += 1
        return f"value_{self._made} = compute_{self._made % 97}(table[{self._made}], offset)"

    def _text(self, path: str) -> str:
        header, lines = self._files[path]
        return header + "\n".join(lines) + "\n"

    def _edited(self, count: int) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for path in self._random.sample(sorted(self._files), count):
            _, lines = self._files[path]
            at = self._random.randrange(len(lines))
            lines[at : at + 2] = [self._line(), self._line(), self._line()][: 2 + (at % 2)]
            found[path] = self._text(path)
        return found

    def _changed(self) -> dict[str, str | None]:
        changes = self._edited(self._random.randint(1, 5))
        if self.commits % 50 == 7:  # a rename
            path = self._random.choice(sorted(self._files))
            new = f"{path.rpartition('/')[0]}/r{self.commits}.py"
            self._files[new] = self._files.pop(path)
            changes |= {path: None, new: self._text(new)}
        if self.commits % 200 == 11:  # a notice goes, or comes back
            bare = [p for p in sorted(self._files) if "third" in p and not self._files[p][0]]
            kept = [p for p in sorted(self._files) if self._files[p][0] == FOREIGN]
            restore = bool(bare) and self.commits % 400 == 11
            path = self._random.choice(bare if restore else kept)
            self._files[path] = (FOREIGN if restore else "", self._files[path][1])
            changes[path] = self._text(path)
        return changes

    def _commit(
        self, ref: str, changes: dict[str, str | None], start: str = "", merge: str = ""
    ) -> None:
        self.commits += 1
        who = f"H <h@haneul.example> {1_700_000_000 + self.commits * 600} +0900"
        self._out.append(f"commit {ref}\nmark :{self.commits}\ncommitter {who}\n".encode())
        self._out.append(b"data 6\nchange\n")
        if start:
            self._out.append(f"from {start}\n".encode())
        if merge:
            self._out.append(f"merge {merge}\n".encode())
        for path, text in changes.items():
            if text is None:
                self._out.append(f"D {path}\n".encode())
            else:
                data = text.encode()
                self._out.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data)
                self._out.append(b"\n")


def measure(repository: Path, cache: Path, calls: Path) -> None:
    """Walk ``repository`` twice, and print what it took."""
    shim = calls.parent / "bin" / "git"
    if not shim.exists():
        shim.parent.mkdir()
        git = subprocess.run(
            ["which", "git"], check=True, capture_output=True, text=True
        ).stdout.strip()
        shim.write_text(f'#!/bin/sh\necho x >> {calls}\nexec {git} "$@"\n')
        shim.chmod(0o755)
    environment = {
        **os.environ,
        "ATTRIBCHECK_CACHE_DIR": str(cache),
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
    }
    command = [sys.executable, "-m", "attribcheck", "check", "--history", "--format", "json"]
    figures = []
    for _ in range(2):
        calls.write_text("")
        start = time.perf_counter()
        with subprocess.Popen(
            command, cwd=repository, env=environment, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            out = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        figures += [time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss]
        if process.returncode not in (0, 1):
            sys.exit(f"ended with {process.returncode}")
    report = json.loads(out)
    walked = report["history"]
    wall, cpu, _, wall_again, cpu_again, _ = figures
    largest = max(figures[2], figures[5]) // 1024
    print(
        f"{repository.name}: {walked['commits']} commits, {walked['versions']} versions,"
        f" {len(report['findings'])} findings; first {wall:.0f} s ({cpu:.0f} s of CPU),"
        f" again {wall_again:.0f} s ({cpu_again:.0f} s of CPU); {largest} MB;"
        f" {len(calls.read_text().split())} git processes"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        cache = top / "cache"
        cache.mkdir(0o700)
        environment = {**os.environ, "ATTRIBCHECK_CACHE_DIR": str(cache)}
        build = [sys.executable, "-m", "attribcheck", "cache", "build"]
        subprocess.run(build, env=environment, check=True, capture_output=True)
        repositories = [Path(name).resolve() for name in sys.argv[1:]]
        if not repositories:
            made = top / "made"
            subprocess.run(["git", "init", "-q", "-b", "main", str(made)], check=True)
            subprocess.run(
                ["git", "fast-import", "--quiet"], cwd=made, input=Maker().make(), check=True
            )
            subprocess.run(["git", "checkout", "-q", "-f", "main"], cwd=made, check=True)
            repositories = [made]
        for repository in repositories:
            measure(repository, cache, top / "calls")


if __name__ == "__main__":
    main()
