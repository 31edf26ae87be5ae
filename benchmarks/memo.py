"""``make memo``: measures the hit rate and the error rate of the hook's memo.

For each file with different content in two successive releases of a public package, the engine
scans both. The memo learns the older one, as from a commit's older versions, and looks up the newer
one by its skeleton; where it has none, it carries the older one's over. A result is wrong when
anything differs from the engine's: expression, lines, rules, statements, holders, authors.

The ``HELD_OUT`` packages were first measured when the code was complete. ``--sample N`` takes
of each package the last two releases and N edited files at most, by a hash of the path. ``--write``
puts the figures into docs/performance.md.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import corpus
import pages

from attribcheck.core.model import Blob, FileScan
from attribcheck.scan.base import Request
from attribcheck.scan.cache import ResultCache
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.memo.memo import File, Memo

RELEASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("pip", "transformers", ("4.44.2", "4.45.2", "4.46.3", "4.47.1")),
    ("pip", "django", ("4.2.16", "5.0.9", "5.1.3")),
    ("pip", "numpy", ("1.26.4", "2.0.2", "2.1.3")),
    ("pip", "setuptools", ("69.5.1", "72.2.0", "75.6.0")),
    ("pip", "sympy", ("1.12.1", "1.13.3")),
    ("pip", "sqlalchemy", ("2.0.20", "2.0.36")),
    ("pip", "pandas", ("2.1.4", "2.2.3")),
    ("pip", "ansible-core", ("2.16.13", "2.17.6", "2.18.0")),
    ("npm", "react-native", ("0.74.6", "0.75.4", "0.76.0")),
    ("npm", "re2", ("1.20.12", "1.21.4")),
    ("npm", "rxjs", ("7.5.7", "7.8.1")),
    ("npm", "npm", ("10.5.2", "10.8.3", "10.9.0")),
    ("npm", "three", ("0.160.1", "0.165.0", "0.170.0")),
    ("npm", "date-fns", ("3.6.0", "4.1.0")),
    ("go", "golang.org/x/net", ("v0.20.0", "v0.31.0")),
    ("go", "golang.org/x/tools", ("v0.20.0", "v0.24.0", "v0.27.0")),
    ("go", "k8s.io/client-go", ("v0.29.0", "v0.30.0", "v0.31.0")),
    ("go", "github.com/prometheus/client_golang", ("v1.18.0", "v1.20.5")),
    ("cargo", "tokio", ("1.30.0", "1.36.0", "1.41.1")),
    ("cargo", "ring", ("0.17.5", "0.17.8")),
    ("cargo", "syn", ("2.0.50", "2.0.87")),
    ("mvn", "com.google.guava:guava", ("31.1-jre", "32.1.3-jre", "33.3.1-jre")),
    ("mvn", "commons-io:commons-io", ("2.11.0", "2.15.1", "2.17.0")),
    ("mvn", "org.springframework:spring-core", ("5.3.39", "6.1.14")),
    ("mvn", "org.apache.commons:commons-lang3", ("3.12.0", "3.14.0", "3.17.0")),
    ("mvn", "org.hibernate.orm:hibernate-core", ("6.4.4.Final", "6.5.2.Final", "6.6.1.Final")),
    ("pip", "peft", ("0.12.0", "0.13.0")),
    ("pip", "celery", ("5.3.6", "5.4.0")),
    ("pip", "diffusers", ("0.30.0", "0.31.0")),
    ("pip", "scrapy", ("2.11.2", "2.12.0")),
    ("npm", "fastify", ("5.0.0", "5.1.0")),
    ("go", "github.com/spf13/cobra", ("v1.7.0", "v1.8.1")),
    ("go", "google.golang.org/grpc", ("v1.66.0", "v1.68.0")),
)
HELD_OUT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("pip", "httpx", ("0.26.0", "0.27.2")),
    ("pip", "aiohttp", ("3.9.5", "3.10.10")),
    ("pip", "pydantic", ("2.8.2", "2.9.2")),
    ("npm", "express", ("4.18.2", "4.21.1")),
    ("npm", "axios", ("1.6.8", "1.7.7")),
    ("npm", "vite", ("5.3.5", "5.4.10")),
    ("go", "github.com/stretchr/testify", ("v1.8.4", "v1.9.0")),
    ("go", "go.uber.org/zap", ("v1.26.0", "v1.27.0")),
    ("cargo", "regex", ("1.10.6", "1.11.1")),
    ("cargo", "hyper", ("1.4.1", "1.5.0")),
    ("mvn", "com.fasterxml.jackson.core:jackson-databind", ("2.17.2", "2.18.1")),
    ("mvn", "org.jsoup:jsoup", ("1.17.2", "1.18.1")),
)

Edit = tuple[str, bytes, bytes]
"""The path, the older and the newer content of an edited file."""


@dataclass
class Tally:
    """What the memo did with the edited files of some packages."""

    edits: int = 0
    alike: int = 0
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    holders_missed: list[str] = field(default_factory=list)

    def add(self, name: str, truth: FileScan, answer: FileScan | None, *, alike: bool) -> None:
        """Count one edited file; ``alike`` when its skeleton alone has the answer."""
        self.edits += 1
        self.alike += alike
        if answer is None:
            return
        self.answered += 1
        if answer != truth:
            self.wrong.append(name)
        if {h.text for h in truth.holders} - {h.text for h in answer.holders}:
            self.holders_missed.append(name)


def files_of(client: str, name: str, version: str) -> dict[str, bytes]:
    """Return the files of a release by their paths in it; large ones are left out."""
    top = corpus.fetch(corpus.Package(client, name, version))
    found = {}
    for path in sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= corpus.SIZE_LIMIT:
            found[path.relative_to(top).as_posix()] = path.read_bytes()
    return found


def edits(client: str, name: str, versions: tuple[str, ...]) -> Iterator[Edit]:
    """Yield each edited file."""
    releases = [files_of(client, name, version) for version in versions]
    for older, newer in pairwise(releases):
        for path in sorted(older.keys() & newer.keys()):
            if older[path] != newer[path]:
                yield path, older[path], newer[path]


def sampled(client: str, name: str, versions: tuple[str, ...], most: int | None) -> list[Edit]:
    """Return the edited files of a package; ``most`` of the last two releases if it is given."""
    if most is None:
        return list(edits(client, name, versions))
    found = sorted(edits(client, name, versions[-2:]), key=lambda edit: _hash(name + edit[0]))
    return found[:most]


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def scans(engine: ScancodeEngine, files: set[File]) -> dict[File, FileScan]:
    """Return what the engine says of each of ``files``."""
    requests = (Request(Blob(file.path, ""), file.content) for file in sorted(files))
    answers = {File(r.path, r.content): scan for r, scan in engine.scan(requests)}
    return {file: scan for file, scan in answers.items() if isinstance(scan, FileScan)}


def measure(most: int | None = None) -> str:
    """Return the table and the list of wrong answers; see ``sampled`` for ``most``."""
    tallies: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory(prefix="attribcheck-memo-") as folder:
        engine = ScancodeEngine(data=Path(folder), jobs=2)
        data = engine.prepare()
        if data is None:
            sys.exit(f"memo: {engine.problem}")
        for client, name, versions in (*RELEASES, *HELD_OUT):
            pairs = sampled(client, name, versions, most)
            truth = scans(engine, {File(p, c) for p, *both in pairs for c in both})
            tally = tallies.setdefault(f"{client} {name}", Tally())
            cache = ResultCache(Path(folder, name.replace("/", "_"), "results.sqlite3"))
            try_all(Memo(cache, data, engine.identity), name, pairs, truth, tally)
            cache.close()
            sys.stderr.write(f"{name}: {tally.edits} {tally.answered} {len(tally.wrong)}\n")
    return report(tallies)


def try_all(
    memo: Memo, name: str, pairs: list[Edit], truth: dict[File, FileScan], tally: Tally
) -> None:
    """Count what the memo does with the edited files of a package.

    Args:
        memo: An empty one.
        name: The package.
        pairs: The edited files.
        truth: What the engine says of each version.
        tally: Where it is counted.
    """
    older = {File(path, old) for path, old, _ in pairs}
    memo.learn({file: truth[file] for file in sorted(older & truth.keys())})
    for path, old, new in pairs:
        before, after = File(path, old), File(path, new)
        if after not in truth or before not in truth:
            continue
        found = memo.recall([after]).get(after)
        answer = found or memo.carry(before, truth[before], after)
        tally.add(f"{name} {path}", truth[after], answer, alike=found is not None)


def report(tallies: dict[str, Tally]) -> str:
    """Return the table of all packages, and the wrong answers."""
    held_out = {f"{client} {name}" for client, name, _ in HELD_OUT}
    lines = [
        "| package | edited files | answered by notices | and by the version before | wrong |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    total: Counter[str] = Counter()
    for name, tally in tallies.items():
        label = f"{name} (held out)" if name in held_out else name
        counts = (tally.edits, tally.alike, tally.answered, len(tally.wrong))
        lines.append(_row(label, *counts))
        total.update(dict(zip(("edits", "alike", "answered", "wrong"), counts, strict=True)))
    counts = (total["edits"], total["alike"], total["answered"], total["wrong"])
    lines += [_row("all", *counts), ""]
    missed = [name for tally in tallies.values() for name in tally.holders_missed]
    lines.append(f"Answers that miss a holder: {len(missed)}.")
    lines += ["", *(f"- wrong: `{name}`" for tally in tallies.values() for name in tally.wrong)]
    return "\n".join(lines).rstrip() + "\n"


def _row(name: str, edited: int, alike: int, answered: int, wrong: int) -> str:
    shares = [f"{count} ({100 * count / max(1, edited):.0f} %)" for count in (alike, answered)]
    return f"| {name} | {edited} | {shares[0]} | {shares[1]} | {wrong} |"


if __name__ == "__main__":
    arguments = sys.argv[1:]
    table = measure(
        int(arguments[arguments.index("--sample") + 1]) if "--sample" in arguments else None
    )
    sys.stdout.write(table)
    if "--write" in arguments:
        pages.replace("performance.md", "memo", table)
