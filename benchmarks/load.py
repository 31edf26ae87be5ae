"""How the time and memory of a command grow with a repository, in scratch repositories.

``python benchmarks/load.py`` prints the table as Markdown; ``--write`` puts it into
docs/performance.md, and ``--scale 0.1`` takes a tenth of each size. Each row runs one command at a
quarter, a half and the whole of a size. The growth is the exponent between the half and the whole:
1 is linear, 2 is quadratic.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pages

RUNS = 3
"""Of which the fastest counts; one before them fills the cache."""

POLICY = """version = 1

[project]
name = "Haneul"
license = "Apache-2.0"
holders = ["Haneul Labs"]
"""
CLEAN = b"value = 1\n"
_ID = ("-c", "user.name=a", "-c", "user.email=a@haneul.example")


class Repo:
    """A repository in ``folder`` that is written by ``git fast-import``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self._stream: list[bytes] = []
        self._parent = b""

    def git(self, *words: str, stdin: bytes = b"") -> None:
        subprocess.run(["git", *_ID, *words], cwd=self.folder, input=stdin, check=True)

    def commit(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._stream.append(
            b"commit refs/heads/main\ncommitter a <a@haneul.example> 1767225600 +0000\ndata 1\nx\n"
        )
        for path, data in files:
            head = f"M 100644 inline {path}\ndata {len(data)}\n".encode()
            self._stream.append(head + data + b"\n")

    def flush(self, *, checkout: bool = True) -> None:
        self.git("fast-import", "--quiet", stdin=b"".join(self._stream))
        self.git("reset", "-q", *(["--hard"] if checkout else []))


class Case(NamedTuple):
    """A row.

    Attributes:
        name: What grows.
        size: The whole size.
        make: Makes a repository of a size.
        command: The arguments of attribcheck.
    """

    name: str
    size: int
    make: Callable[[Repo, int], None]
    command: tuple[str, ...]


def _files(repo: Repo, size: int) -> None:
    tree = ((f"src/{n % 100}/{n}.py", b"value = %d\n" % n) for n in range(size))
    repo.commit([("attribcheck.toml", POLICY.encode()), *tree])
    repo.flush()
    (repo.folder / "src/0/0.py").write_bytes(b"other = 1\n")
    repo.git("add", "-A")


def _components(repo: Repo, size: int) -> None:
    blocks = (
        f'\n[[component]]\nname = "foo-{n}"\nlicense = "Apache-2.0"\nholders = ["Foo {n}"]\n'
        f'paths = ["third_party/foo-{n}/**"]\n'
        for n in range(size)
    )
    tree = [(f"third_party/foo-{n}/a.py", CLEAN) for n in range(size)]
    repo.commit([("attribcheck.toml", (POLICY + "".join(blocks)).encode()), *tree])
    repo.flush()
    (repo.folder / "third_party/foo-0/a.py").write_bytes(b"other = 1\n")
    repo.git("add", "-A")


def _commits(repo: Repo, size: int) -> None:
    repo.commit([("attribcheck.toml", POLICY.encode()), ("src/b.py", CLEAN)])
    for n in range(size):
        repo.commit([(f"src/{n % 50}.py", b"value = %d\n" % n)])
    repo.flush()


def _diff(repo: Repo, size: int) -> None:
    repo.commit([("attribcheck.toml", POLICY.encode())])
    repo.commit([(f"src/{n}.py", b"value = %d\n" % n) for n in range(size)])
    repo.flush()


def _large(repo: Repo, size: int) -> None:
    repo.commit([("attribcheck.toml", POLICY.encode())])
    repo.flush()
    with (repo.folder / "data.bin").open("wb") as file:
        file.truncate(size << 20)
    repo.git("config", "core.bigFileThreshold", "1m")
    repo.git("add", "-A")


CASES = (
    Case("tracked files, one of them staged: `hook`", 50_000, _files, ("hook",)),
    Case("tracked files: `check`, again", 50_000, _files, ("check",)),
    Case("components, one file staged: `hook`", 5_000, _components, ("hook",)),
    Case("components: `check`, again", 5_000, _components, ("check",)),
    Case("commits: `check --history`", 10_000, _commits, ("check", "--history")),
    Case("files in a range: `check --diff`", 5_000, _diff, ("check", "--diff", "HEAD~1...HEAD")),
    Case("MiB of one sparse file: `hook`", 2_048, _large, ("hook",)),
)


def _run(repo: Repo, cache: Path, words: tuple[str, ...]) -> tuple[float, int]:
    """Return the seconds of a command, and the peak of its memory with its children's in MiB."""
    env = {**os.environ, "ATTRIBCHECK_CACHE_DIR": str(cache)}
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "attribcheck", *words, "--quiet"],
        cwd=repo.folder,
        env=env,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{words}: exit code {process.returncode}")
    return seconds, usage.ru_maxrss // 1024


def _row(case: Case, scale: float, cache: Path) -> str:
    whole = int(case.size * scale)
    sizes = (whole // 4, whole // 2, whole)
    seconds = []
    memory = 0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            repo = Repo(Path(folder))
            case.make(repo, size)
            _run(repo, cache, case.command)
            runs = [_run(repo, cache, case.command) for _ in range(RUNS)]
            seconds.append(min(took for took, _ in runs))
            memory = runs[0][1]
    growth = math.log2(seconds[2] / seconds[1])
    times = " | ".join(f"{one:.2f} s" for one in seconds)
    return f"| {whole:,} {case.name} | {times} | {growth:.1f} | {memory} MiB |"


def main() -> None:
    """Print the table, and write it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    lines = [
        "| size and command | a quarter | a half | the whole | growth | peak |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as cache:
        for case in CASES:
            lines.append(_row(case, options.scale, Path(cache)))
            print(lines[-1], flush=True)
    if options.write:
        pages.replace("performance.md", "load", "\n".join(lines))


if __name__ == "__main__":
    main()
