"""Writes origin indexes: from files, or from other indexes.

The same input gives the same bytes: no time of day, no order of a set.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attribcheck.copies import container, postings, streams
from attribcheck.copies.container import DamagedError, OriginIndexError, little_endian
from attribcheck.copies.fingerprints import fingerprints, literal_hash
from attribcheck.copies.index_file import (
    BLOCK_BITS,
    IndexInfo,
    OriginIndex,
    component_record,
    file_record,
)
from attribcheck.copies.lexers.registry import tokenize
from attribcheck.copies.model import Channel, Component, SourceFile
from attribcheck.core.errors import AttribcheckError

MIN_TOKENS = 20
"""A file with fewer tokens has nothing to compare."""

_BLOCK = 1 << BLOCK_BITS
_MAX_BLOCKS = 1 << (32 - BLOCK_BITS)


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
        base, origin = sections.add_file(
            file.component, file.family, file_record(file), streams.encode(tokens),
            tokens.size, lines,
        )  # fmt: skip
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
        base, origins[old] = sections.add_file(
            component, index.origins[old][1], *index.record(at),
            index.file_tokens[at], index.file_lines[at],
        )  # fmt: skip
        block = index.file_block[at]
        moved = base - (block << BLOCK_BITS)
        for each in range(block, block + _blocks(index.file_tokens[at])):
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
        self._components: dict[tuple[Any, ...], int] = {}
        self._origins: dict[tuple[str, str], int] = {}
        self._records: list[bytes] = []
        self._streams: list[bytes] = []
        self._numbers = {
            name: array("I") for name in ("component", "origin", "tokens", "lines", "block")
        }
        self._block_file = array("I")

    def add_file(
        self,
        component: Component,
        family: str,
        record: bytes,
        stream: bytes,
        tokens: int,
        lines: int,
    ) -> tuple[int, int]:
        """Add a file without its fingerprints; return the number of its first token and its origin.

        Raises:
            AttribcheckError: the files are too many.
        """
        component = component._replace(declared=False)
        ordinal = self._components.setdefault(component, len(self._components))
        origin = self._origins.setdefault((component.name, family), len(self._origins))
        block = len(self._block_file)
        blocks = _blocks(tokens)
        if block + blocks > _MAX_BLOCKS:
            raise AttribcheckError(
                "these are too many files for one origin index",
                hint="split them into several indexes",
            )
        file = len(self._records)
        self._block_file.extend([file] * blocks)
        self._records.append(record)
        self._streams.append(stream)
        for name, number in (
            ("component", ordinal),
            ("origin", origin),
            ("tokens", tokens),
            ("lines", lines),
            ("block", block),
        ):
            self._numbers[name].append(number)
        return block << BLOCK_BITS, origin

    def write(self, out: Path) -> IndexInfo:
        """Write the index.

        Raises:
            AttribcheckError: it can't be written.
        """
        components = [component_record(Component(*each)) for each in self._components]
        sections = {
            "components": json.dumps(components).encode(),
            "origins": json.dumps(list(self._origins)).encode(),
            **container.records("files", self._records),
            **{f"file.{name}": little_endian(numbers) for name, numbers in self._numbers.items()},
            "block.file": little_endian(self._block_file),
            **container.records("streams", self._streams),
            **postings.encode("shape", self.postings["shape"]),
            **postings.encode("exact", self.postings["exact"]),
            **postings.encode("literal", list(self.literals)),
        }
        container.write(out, sections)
        return IndexInfo(
            len(components),
            len(self._records),
            sum(self._numbers["lines"]),
            sum(self._numbers["tokens"]),
            out.stat().st_size,
        )


def _blocks(tokens: int) -> int:
    return -(-tokens // _BLOCK)
