"""Copyright statements that were listed by reading the files, and the files they stand in.

``statements.jsonl`` has the statements for development, ``statements_held_out.jsonl`` those of
packages that the scanner was not changed for: they are listed before it reads them, and when it is
changed for one of them they move to the first list, and others are held out. One JSON object a
line:

- ``origin``: the country of the makers (ISO 3166-1); ``ecosystem``, ``package``,
  ``version`` and ``path``: the file. A path that ends in ``.gz`` means the decompressed content.
- ``encoding``: the file's encoding when it is not UTF-8.
- ``line``: the first line of the statement, 1-based; 0 in the only object of a file without one.
- ``statement``: its lines as they are written, without comment signs before and after them, code
  around it, and e-mail addresses: ``[e-mail]`` stands in their place.
- ``holders``: each one as it is written. ``also``: words of the statement that may or may not be
  counted as part of a name (an affiliation, a link, "the following AUTHORS").

Sampling: the packages were chosen by the country of those who made what they hold, from PyPI, npm
and Debian. Their files were searched for the words and signs of copyright in eight languages, and
files of many forms were chosen from the matches: headers, licence texts, debian/copyright,
metadata, JSON, XML, a source map, manual pages, TeX, dictionaries, several holders in a line,
statements over several lines, and the encodings EUC-JP, Shift-JIS, Big5, GB18030, ISO-8859-1 and
ISO-8859-2. Every statement of a chosen file is listed: a short file was read from end to end, a
long one around each match of that search, and all were searched a second time for years and for
the lists of debian/copyright. Files were chosen, and what stands in them was listed, from the
files alone; but six lines of two debian/copyright files were missed, noticed at the first
comparison, and found with that second search. A sentence about copyright in general and a form to
fill in ("Copyright [yyyy] [name of copyright owner]") are no statements. A line of
debian/copyright with years of its own is one statement.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import corpus

LISTED = Path(__file__).with_name("statements.jsonl")
HELD_OUT = Path(__file__).with_name("statements_held_out.jsonl")

_CLIENTS = {"pypi": "pip", "npm": "npm", "debian": "apt"}
_ADDRESS = re.compile(
    r"[\w.*+-]+@[\w-]+(?:\.[\w-]+)+|[\w.+-]+ (?:AT|@|_at_) [\w-]+(?:\.[\w-]+)*\.[A-Za-z]+"
)


class Source(NamedTuple):
    """One file of a public package."""

    origin: str
    ecosystem: str
    package: str
    version: str
    path: str
    encoding: str

    @property
    def name(self) -> str:
        """Names the file for a reader."""
        return f"{self.ecosystem}/{self.package}-{self.version}/{self.path}"

    def content(self) -> bytes:
        """Return the bytes of the file, whose package is fetched if it is not there yet."""
        package = corpus.Package(_CLIENTS[self.ecosystem], self.package, self.version)
        data = (corpus.fetch(package) / self.path).read_bytes()
        return gzip.decompress(data) if self.path.endswith(".gz") else data


class Fact(NamedTuple):
    """One statement.

    Attributes:
        source: Its file.
        rank: Its place in the list of the file; two statements of a line can be alike.
        line: Its first line, 1-based.
        text: Its lines.
        holders: Its holders.
        also: What may or may not be counted as part of a name.
    """

    source: Source
    rank: int
    line: int
    text: str
    holders: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def end(self) -> int:
        """Its last line."""
        return self.line + self.text.count("\n")


def load(file: Path) -> dict[Source, list[Fact]]:
    """Return the statements of each listed file, in the order of the list."""
    found: dict[Source, list[Fact]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        origin, ecosystem, package, version, path = (
            entry[key] for key in ("origin", "ecosystem", "package", "version", "path")
        )
        encoding = entry.get("encoding", "utf-8")
        source = Source(origin, ecosystem, package, version, path, encoding)
        facts = found.setdefault(source, [])
        if entry["line"]:
            names = tuple(entry["holders"]), tuple(entry.get("also", ()))
            facts.append(Fact(source, len(facts), entry["line"], entry["statement"], *names))
    return found


def unconfirmed(facts: Sequence[Fact], content: bytes) -> list[Fact]:
    """Return those of a file's ``facts`` that are not in its lines letter by letter."""
    if not facts:
        return []
    lines = content.decode(facts[0].source.encoding).split("\n")
    return [fact for fact in facts if not _confirmed(fact, lines)]


def _confirmed(fact: Fact, lines: Sequence[str]) -> bool:
    wanted = fact.text.split("\n")
    found = lines[fact.line - 1 : fact.line - 1 + len(wanted)]
    in_place = len(found) == len(wanted) and all(
        part in _ADDRESS.sub("[e-mail]", line) for part, line in zip(wanted, found, strict=True)
    )
    text = squeezed(fact.text)
    return in_place and all(squeezed(name) in text for name in (*fact.holders, *fact.also))


def squeezed(text: str) -> str:
    """Return ``text`` without white space."""
    return "".join(text.split())


def object_id(content: bytes) -> str:
    """Return git's id of a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
