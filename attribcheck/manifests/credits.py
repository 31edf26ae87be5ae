"""Reads ``CREDITS`` files of two well-known forms, and lists of third parties of the second one.

- The people of a project, a block each: ``N:`` is the name, ``E:`` an address, ``D:`` the work.
  Example: https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/CREDITS
- The parts of a product, a block each, with ``Name:``, ``Version:`` and ``License:``, or with a
  heading ``## NAME`` and ``License:``. Build tools write these:
  https://github.com/mjeanroy/rollup-plugin-license
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attribcheck.manifests.base import Manifests, Package, expression, normal_name, package

_LARGEST = 16 * 2**20  # characters
_MOST = 20_000  # blocks
_LONGEST = 300  # characters of a line

_PEOPLE = re.compile(r"(?:\A|/)CREDITS(?:\.(?:txt|md|rst))?\Z", re.IGNORECASE)
_PARTS = re.compile(
    r"(?:\A|/)(?:CREDITS|third[-_. ]?party[-_. ]?(?:notices?|licen[cs]es?|software)?)"
    r"(?:\.(?:txt|md|rst))?\Z",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:[-*][ \t]+)?\**(name|version|licen[cs]e)\**[ \t]*:\**[ \t]*(\S.*)", re.IGNORECASE
)
_HEADING = re.compile(r"#{2,4}[ \t]+(\S.*)")
_BESIDE_NAME = {"E:", "D:", "S:", "W:", "P:"}  # address, deed, place, page, key
_BEHIND_NAME = re.compile(r"[ \t]+v?(\d[\w.+-]*)\Z|@(\d[\w.+-]*)\Z")


class Credits:
    """See ``base.Reader``."""

    def reads(self, path: str) -> bool:
        """Whether ``path`` is called as such a file is."""
        return bool(_PEOPLE.search(path) or _PARTS.search(path))

    def read(self, manifests: Sequence[tuple[str, str]]) -> Manifests:
        """Return the people of files at the top, and the parts of all files by name."""
        people: dict[str, str] = {}
        parts: dict[str, Package] = {}
        for path, text in manifests:
            if len(text) > _LARGEST:
                continue
            if "/" not in path and _PEOPLE.search(path):
                people.update((name, path) for name in _people(text) if name not in people)
            for one in _parts(path, text):
                parts.setdefault(normal_name(one.name), one)
        return Manifests(by_name=parts, people=people)


def _people(text: str) -> Iterator[str]:
    """Yield the names of blocks with an address or a deed: "N:" alone can begin any sentence."""
    for block in _blocks(text):
        fields = {line[:2]: line[2:].strip() for line in reversed(block) if line[1:2] == ":"}
        name = fields.get("N:", "")
        if name and fields.keys() & _BESIDE_NAME and len(name) <= _LONGEST:
            yield name


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    number = 0
    for line in text.splitlines():
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block, number = [], number + 1
            if number >= _MOST:
                return
    if block:
        yield block


def _parts(path: str, text: str) -> Iterator[Package]:
    fields: dict[str, str] = {}
    number = 0
    for line in (*text.splitlines(), "## end"):
        if len(line) > _LONGEST:
            continue
        heading, field = _HEADING.match(line), _FIELD.match(line)
        key = field[1].lower().replace("licence", "license") if field else ""
        if heading or key == "name":
            if one := _part(path, fields):
                yield one
                number += 1
            fields = {"name": heading[1]} if heading else {}
            if number >= _MOST:
                return
        if field and (key == "name" or fields):
            fields.setdefault(key, field[2].strip().rstrip("*"))


def _part(path: str, fields: dict[str, str]) -> Package | None:
    """Return a part whose licence is named: a heading without one is of anything."""
    license_ = expression(fields.get("license"))
    if not license_:
        return None
    name, version = fields.get("name", "").strip("*` "), fields.get("version")
    if not version and (match := _BEHIND_NAME.search(name)):
        name, version = name[: match.start()], match[1] or match[2]
    found = package(name, version, None)
    return found._replace(license=license_, place=path) if found else None
