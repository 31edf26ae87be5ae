"""An origin index: fingerprints and abstracted tokens of the files of known components.

The file has no code in clear. ``docs/copies.md`` describes its format: a ``Container`` with

- ``components``: JSON, an array of components; ``origins``: JSON, an array of [name, family];
- ``files``: a record of JSON for each file; ``file.component``, ``file.origin``, ``file.tokens``
  and ``file.lines``: a number for each;
- ``block.file``: the file of each block of 64 tokens. The tokens of all files are numbered one
  after the other, each file beginning a block, so that a posting leads to its file by one look;
- ``streams``: the tokens of each file, see ``streams``;
- ``shape``, ``exact``: the postings of fingerprints, whose values are numbers of tokens;
  ``literal``: the postings of strings, whose values are origins.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from attribcheck.copies.container import Container, DamagedError, OriginIndexError, Records
from attribcheck.copies.model import Channel, Component, OriginFile
from attribcheck.copies.postings import Postings
from attribcheck.copies.streams import Stream
from attribcheck.copies.tokens import MAX_TOKENS

BLOCK_BITS = 6
"""A block has 64 tokens."""

MAX_BLOCKS = 1 << (32 - BLOCK_BITS)
"""More blocks have no numbers of 32 bits for their tokens."""

SUFFIX = ".acidx"
"""The end of an index's file name."""

_BLOCK = 1 << BLOCK_BITS
_MAX_CACHED = 64  # streams


class IndexInfo(NamedTuple):
    """How much an index holds.

    Attributes:
        components: The number of components.
        files: The number of files.
        lines: The number of lines of those files.
        tokens: The number of tokens in them.
        size: The size of the index in bytes.
    """

    components: int
    files: int
    lines: int
    tokens: int
    size: int


class StoredFile(NamedTuple):
    """A file as an index stores it.

    Attributes:
        record: See ``file_record``.
        stream: See ``streams``.
        tokens: The number of its tokens.
        lines: The number of its lines.
    """

    record: bytes
    stream: bytes
    tokens: int
    lines: int


class OriginIndex:
    """An open index. ``open`` one; it is a context manager.

    Args:
        container: The file.

    Raises:
        DamagedError: it is damaged.
    """

    def __init__(self, container: Container) -> None:
        self._container = container
        self.path = container.path
        self._records = Records(container, "files")
        self._streams = Records(container, "streams")
        count = len(self._records)
        self.file_component = container.section("file.component", "I").all()
        self.file_origin = container.section("file.origin", "I").all()
        self.file_tokens = container.section("file.tokens", "I").all()
        self.file_lines = container.section("file.lines", "I").all()
        self.block_file = container.section("block.file", "I").all()
        self.shape = Postings(container, "shape")
        self.exact = Postings(container, "exact")
        self.literals = Postings(container, "literal")
        self._cached: dict[int, Stream] = {}
        lengths = {
            len(self._streams),
            len(self.file_component),
            len(self.file_origin),
            len(self.file_tokens),
            len(self.file_lines),
        }
        if lengths != {count} or max(self.file_tokens, default=0) > MAX_TOKENS:
            raise DamagedError("its lists of files do not agree")
        blocks_each = [(tokens + _BLOCK - 1) >> BLOCK_BITS for tokens in self.file_tokens]
        self.file_block = list(accumulate(blocks_each, initial=0))
        blocks = self.file_block.pop()
        if len(self.block_file) != blocks or blocks > MAX_BLOCKS:
            raise DamagedError("its list of blocks is damaged")
        if max(self.file_component, default=-1) >= len(self.components):
            raise DamagedError("its list of components is damaged")
        if max(self.file_origin, default=-1) >= len(self.origins):
            raise DamagedError("its list of origins is damaged")

    @classmethod
    def open(cls, path: Path, *, verify: bool = False) -> OriginIndex:
        """Open an index.

        Args:
            path: The file.
            verify: Whether to read and check all of it first, as is right for one that was fetched.
                Otherwise each part is checked when it is read.

        Raises:
            OriginIndexError: it is damaged, of another version, or no index.
        """
        container = Container(path)
        try:
            index = cls(container)
            if verify:
                container.check_all()
                for at in range(len(index.files)):
                    index.files[at]
                    index.stream(at)
        except DamagedError as error:
            raise OriginIndexError(path, str(error)) from error
        return index

    def __enter__(self) -> OriginIndex:  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._container.close()

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The components of which files are indexed."""
        found = self._container.json("components")
        if not isinstance(found, list):
            raise DamagedError("its list of components is damaged")
        return tuple(map(_component, found))

    @cached_property
    def origins(self) -> tuple[tuple[str, str], ...]:
        """The name of the component and the family of each origin; see ``model``."""
        found = self._container.json("origins")
        if not isinstance(found, list):
            raise DamagedError("its list of origins is damaged")
        return tuple((name, family) for name, family in (_texts(each, 2) for each in found))

    @property
    def files(self) -> Sequence[OriginFile]:
        """The indexed files, read one at a time; raises OriginIndexError for a damaged one."""
        return _Files(self)

    @property
    def info(self) -> IndexInfo:
        """How much it holds."""
        return IndexInfo(
            len(self.components),
            len(self._records),
            sum(self.file_lines),
            sum(self.file_tokens),
            self.path.stat().st_size,
        )

    def postings(self, channel: Channel) -> Postings:
        """Return the fingerprints of a channel."""
        return self.shape if channel is Channel.SHAPE else self.exact

    def file(self, at: int) -> OriginFile:
        """Return an indexed file.

        Raises:
            DamagedError: its record is damaged.
        """
        try:
            record = json.loads(self._records.get(at))
        except (ValueError, RecursionError) as error:
            raise DamagedError("the record of a file is damaged") from error
        if not isinstance(record, list) or len(record) != 5:
            raise DamagedError("the record of a file is damaged")
        path, license_, family = _texts([record[0], record[1], record[3]], 3)
        component = self.components[self.file_component[at]]
        holders, statements = _texts(record[2]), _texts(record[4])
        return OriginFile(component, path, license_, holders, family, statements)

    def stream(self, at: int) -> Stream:
        """Return the tokens of an indexed file.

        Raises:
            DamagedError: they are damaged.
        """
        stream = self._cached.get(at)
        if stream is None:
            stream = Stream.decoded(self._streams.get(at), self.file_tokens[at])
            if len(self._cached) >= _MAX_CACHED:
                self._cached.clear()
            self._cached[at] = stream
        return stream

    def stored(self, at: int) -> StoredFile:
        """Return an indexed file as it is stored, for a merge.

        Raises:
            DamagedError: it is damaged.
        """
        tokens, lines = self.file_tokens[at], self.file_lines[at]
        return StoredFile(self._records.get(at), self._streams.get(at), tokens, lines)


class _Files(Sequence[OriginFile]):
    def __init__(self, index: OriginIndex) -> None:
        self._index = index

    def __len__(self) -> int:
        return len(self._index.file_tokens)

    def __getitem__(self, at: Any) -> Any:
        if not 0 <= at < len(self):
            raise IndexError(at)
        try:
            return self._index.file(at)
        except DamagedError as error:
            raise OriginIndexError(self._index.path, str(error)) from error


def blocks_of(tokens: int) -> int:
    """Return the number of blocks for so many tokens."""
    return (tokens + _BLOCK - 1) >> BLOCK_BITS


def component_record(component: Component) -> list[Any]:
    """Return a component as JSON of the section ``components``."""
    return [
        component.name,
        component.version,
        component.purl,
        component.license,
        list(component.holders),
        component.source,
        component.date,
    ]


def file_record(file: OriginFile) -> bytes:
    """Return a file as a record of the section ``files``."""
    record = [file.path, file.license, file.holders, file.family, file.statements]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )


def _component(record: object) -> Component:
    if not isinstance(record, list) or len(record) != 7:
        raise DamagedError("its list of components is damaged")
    name, version, purl, license_, source, date = _texts([*record[:4], *record[5:]], 6)
    return Component(name, version, purl, license_, _texts(record[4]), source, date)


def _texts(found: object, count: int | None = None) -> tuple[str, ...]:
    if (
        not isinstance(found, list)
        or (count is not None and len(found) != count)
        or not all(isinstance(text, str) for text in found)
    ):
        raise DamagedError("its list of components or files is damaged")
    return tuple(found)
