"""How the time and memory of a command grow with a repository, in scratch repositories.

``python benchmarks/load.py`` prints the table as Markdown; ``--write`` puts it into
docs/performance.md, ``--scale 0.1`` takes a tenth of each size, and words take the rows that have
one of them. Each row runs one command at a quarter, a half and the whole of a size, and takes the
processor time of it and of all processes that it starts, which other programs on the machine change
little. The growth is the exponent between the half and the whole: 1 is linear, 2 is quadratic.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
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
NOTICE = "# Copy" + "right 2024"  # in two parts, since this repository is checked too
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


def _notices(repo: Repo, size: int) -> None:
    lines = "".join(f"{NOTICE} Foo {n} GmbH\n" for n in range(size))
    repo.commit([("attribcheck.toml", POLICY.encode()), ("src/all.py", lines.encode())])
    repo.flush()


def _holders(repo: Repo, size: int) -> None:
    tree = ((f"src/{n}.py", f"{NOTICE} Foo {n} GmbH\nvalue = {n}\n".encode()) for n in range(size))
    repo.commit([("attribcheck.toml", POLICY.encode()), *tree])
    repo.flush()


CASES = (
    Case("tracked files, one of them staged: `hook`", 50_000, _files, ("hook",)),
    Case("tracked files: `check`, again", 50_000, _files, ("check",)),
    Case("components, one file staged: `hook`", 5_000, _components, ("hook",)),
    Case("components: `check`, again", 5_000, _components, ("check",)),
    Case("commits: `check --history`", 10_000, _commits, ("check", "--history")),
    Case("files in a range: `check --diff`", 5_000, _diff, ("check", "--diff", "HEAD~1...HEAD")),
    Case(
        "notices in one file: `check`, first",
        20_000,
        _notices,
        ("check", "--no-cache", "--format", "json"),
    ),
    Case("holders in one folder: `check`, again", 2_000, _holders, ("check", "--format", "json")),
    Case("MiB of one sparse file: `hook`", 2_048, _large, ("hook",)),
)


class Cost(NamedTuple):
    """What a command took.

    Attributes:
        seconds: The processor time of it and its children.
        memory: The peak of the largest process, in MiB.
        output: The length of what it printed, in bytes.
    """

    seconds: float
    memory: int
    output: int


def _run(repo: Repo, cache: Path, words: tuple[str, ...]) -> Cost:
    env = {**os.environ, "ATTRIBCHECK_CACHE_DIR": str(cache)}
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "attribcheck", *words, "--quiet"],
            cwd=repo.folder,
            env=env,
            stdout=printed,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{words}: exit code {process.returncode}")
        output = printed.seek(0, os.SEEK_END)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, output)


def _row(case: Case, scale: float, cache: Path) -> str:
    whole = int(case.size * scale)
    sizes = (whole // 4, whole // 2, whole)
    costs = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            repo = Repo(Path(folder))
            case.make(repo, size)
            _run(repo, cache, case.command)
            costs.append(min(_run(repo, cache, case.command) for _ in range(RUNS)))
    growth = math.log2(costs[2].seconds / costs[1].seconds)
    times = " | ".join(f"{one.seconds:.2f} s" for one in costs)
    _, memory, output = costs[2]
    printed = f"{output / 2**20:.1f} MiB" if output else ""
    return f"| {whole:,} {case.name} | {times} | {growth:.1f} | {memory} MiB | {printed} |"


def main() -> None:
    """Print the table, and write it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    lines = [
        "| size and command | a quarter | a half | the whole | growth | peak | output |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as cache:
        for case in CASES:
            if options.words and not any(word in case.name for word in options.words):
                continue
            lines.append(_row(case, options.scale, Path(cache)))
            print(lines[-1], flush=True)
    if options.write:
        pages.replace("performance.md", "load", "\n".join(lines))


if __name__ == "__main__":
    main()
