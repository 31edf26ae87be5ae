"""Writes origin indexes: from files, or from other indexes.

The same input gives the same bytes: no time of day, no order of a set.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from attribcheck.copies import container, postings, streams
from attribcheck.copies.container import DamagedError, OriginIndexError, little_endian
from attribcheck.copies.fingerprints import fingerprints, literal_hash
from attribcheck.copies.index_file import (
    BLOCK_BITS,
    MAX_BLOCKS,
    IndexInfo,
    OriginIndex,
    StoredFile,
    blocks_of,
    component_record,
    file_record,
)
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.model import Channel, Component, SourceFile
from attribcheck.core.errors import AttribcheckError

MIN_TOKENS = 20
"""A file with fewer tokens has nothing to compare."""


def build(files: Iterable[SourceFile], out: Path) -> IndexInfo:
    """Write an index of ``files`` to ``out`` and return how much it holds.

    Files that are no code, and those with fewer than ``MIN_TOKENS`` tokens, are left out.

    Raises:
        AttribcheckError: it can't be written, or ``files`` are too many.
    """
    sections = _Sections()
    for file, content in files:
        tokens = tokenize(file.path, content)
        if tokens is None or tokens.size < MIN_TOKENS:
            continue
        lines = content.count(b"\n")
        record = StoredFile(file_record(file), streams.encode(tokens), tokens.size, lines)
        base, origin = sections.add_file(file.component, file.family, record)
        for channel in Channel:
            sections.postings[channel.value] += [
                value << 32 | base + at for value, at in fingerprints(tokens, channel)
            ]
        literals = sections.literals
        for literal in tokens.literals:
            literals.add(literal_hash(literal) << 32 | origin)
    return sections.write(out)


def merge(paths: Sequence[Path], out: Path) -> IndexInfo:
    """Write one index of those at ``paths`` to ``out`` and return how much it holds.

    A component that several of them hold, by name and version, is taken from the first.

    Raises:
        OriginIndexError: one of ``paths`` can't be read.
        AttribcheckError: ``out`` can't be written, or the files are too many.
    """
    sections = _Sections()
    seen: set[tuple[str, str]] = set()
    for path in paths:
        with OriginIndex.open(path) as index:
            try:
                _add(sections, index, seen)
            except DamagedError as error:
                raise OriginIndexError(path, str(error)) from error
            seen |= {(component.name, component.version) for component in index.components}
    return sections.write(out)


def _add(sections: _Sections, index: OriginIndex, seen: set[tuple[str, str]]) -> None:
    """Add the components of an index that are not ``seen``."""
    shift: dict[int, int] = {}  # what is added to the number of a token, by block
    origins: dict[int, int] = {}
    for at in range(len(index.files)):
        component = index.components[index.file_component[at]]
        if (component.name, component.version) in seen:
            continue
        old = index.file_origin[at]
        stored = index.stored(at)
        base, origins[old] = sections.add_file(component, index.origins[old][1], stored)
        block = index.file_block[at]
        moved = base - (block << BLOCK_BITS)
        for each in range(block, block + blocks_of(stored.tokens)):
            shift[each] = moved
    for channel in Channel:
        target = sections.postings[channel.value]
        for posting in index.postings(channel).all():
            by = shift.get((posting & 0xFFFFFFFF) >> BLOCK_BITS)
            if by is not None:
                target.append(posting + by)
    for posting in index.literals.all():
        origin = origins.get(posting & 0xFFFFFFFF)
        if origin is not None:
            sections.literals.add(posting >> 32 << 32 | origin)


class _Sections:
    """Collects what an index consists of."""

    def __init__(self) -> None:
        self.postings: dict[str, list[int]] = {channel.value: [] for channel in Channel}
        self.literals: set[int] = set()
        self._components: dict[Component, int] = {}
        self._origins: dict[tuple[str, str], int] = {}
        self._files: list[StoredFile] = []
        self._component_of = array("I")
        self._origin_of = array("I")
        self._block_file = array("I")

    def add_file(self, component: Component, family: str, stored: StoredFile) -> tuple[int, int]:
        """Add a file without its fingerprints; return the number of its first token and its origin.

        Raises:
            AttribcheckError: the files are too many.
        """
        component = component._replace(declared=False)
        ordinal = self._components.setdefault(component, len(self._components))
        origin = self._origins.setdefault((component.name, family), len(self._origins))
        block = len(self._block_file)
        blocks = blocks_of(stored.tokens)
        if block + blocks > MAX_BLOCKS:
            raise AttribcheckError(
                "these are too many files for one origin index",
                hint="split them into several indexes",
            )
        self._block_file.extend([len(self._files)] * blocks)
        self._files.append(stored)
        self._component_of.append(ordinal)
        self._origin_of.append(origin)
        return block << BLOCK_BITS, origin

    def write(self, out: Path) -> IndexInfo:
        """Write the index.

        Raises:
            AttribcheckError: it can't be written.
        """
        tokens = array("I", [file.tokens for file in self._files])
        lines = array("I", [file.lines for file in self._files])
        components = [component_record(each) for each in self._components]
        sections = {
            "components": json.dumps(components).encode(),
            "origins": json.dumps(list(self._origins)).encode(),
            **container.records("files", (file.record for file in self._files)),
            "file.component": little_endian(self._component_of),
            "file.origin": little_endian(self._origin_of),
            "file.tokens": little_endian(tokens),
            "file.lines": little_endian(lines),
            "block.file": little_endian(self._block_file),
            **container.records("streams", (file.stream for file in self._files)),
            **postings.encode("shape", self.postings["shape"]),
            **postings.encode("exact", self.postings["exact"]),
            **postings.encode("literal", list(self.literals)),
        }
        container.write(out, sections)
        size = out.stat().st_size
        return IndexInfo(len(components), len(tokens), sum(lines), sum(tokens), size)
