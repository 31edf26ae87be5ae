"""Reads the notices in fonts: the name table, and the metadata block of WOFF and WOFF2.

Format: https://www.w3.org/TR/WOFF/, https://www.w3.org/TR/WOFF2/ and, for TrueType and OpenType,
https://learn.microsoft.com/typography/opentype/spec/otff. fontTools reads the name table, Brotli
unpacks WOFF2 (extra ``media``). fontTools' own class for a font would unpack whatever a hostile one
says, so its parts are used with a bound between them.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator

from attribcheck.containers import markup
from attribcheck.containers.base import (
    MIB,
    MOST_OF_ONE,
    Budget,
    DamagedError,
    Member,
    without_extra,
)

_WOFF, _WOFF2 = b"wOFF", b"wOF2"
_HEADER = struct.Struct(">4sLLHHLHHLLLLL")
_HEADER2 = struct.Struct(">4sLLHHLLHHLLLLL")  # has the size of its packed data as well
_ENTRY = struct.Struct(">4sLLLL")
_SFNT = (b"\0\1\0\0", b"OTTO", b"true", b"typ1")
_COLLECTION = b"ttcf"
_SFNT_HEADER = struct.Struct(">4sHHHH")
_SFNT_ENTRY = struct.Struct(">4sLLL")
_COLLECTION_HEADER = struct.Struct(">4sLL")
_NOTICES = (0, 7, 8, 9, 10, 13, 14)
"""Copyright, trademark, maker, designer, description, licence and its URL."""

_NAME = "name"
_MOST_FONTS = 100  # of a collection
_MOST_NAMES = 1000
_MOST_OF_ALL = 10_000  # names of the fonts of a collection
_MOST_TABLES = 1000


def members(content: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """See ``base.Reader``."""
    try:
        found = _texts(content)
    except ImportError:
        # The engine reads the strings of other fonts, though it joins them: nothing is left out.
        if not content.startswith((*_SFNT, _COLLECTION)):
            budget.leave_out(*without_extra("its names are read with fontTools and Brotli"))
        return
    for path, text in found.items():
        data = text.encode("utf-8", "replace")
        if text.strip() and budget.takes(data, len(data)):
            yield Member(path, data)


def paths(content: bytes, name: str) -> list[str]:
    """See ``base.Reader``."""
    return [_NAME]


def _texts(content: bytes) -> dict[str, str]:
    metadata = b""
    if content.startswith(_WOFF2):
        table, metadata = _read_woff2(content)
        tables = [table]
    elif content.startswith(_WOFF):
        table, metadata = _read_woff(content)
        tables = [table]
    elif content.startswith((*_SFNT, _COLLECTION)):
        tables = _read_sfnt(content)
    else:
        raise DamagedError("it is no font")
    texts = {_NAME: _names(tables)} if any(tables) else {}
    if metadata:
        texts["metadata.xml"] = markup.text_of(metadata.decode("utf-8", "replace"))
    return texts


def _read_sfnt(content: bytes) -> list[bytes]:
    """Return the name table of a font, or the name tables of the fonts in a collection."""
    starts: tuple[int, ...] = (0,)
    if content.startswith(_COLLECTION):
        count = _COLLECTION_HEADER.unpack_from(content)[2]
        if count > _MOST_FONTS:
            raise DamagedError(f"it has more than {_MOST_FONTS} fonts")
        starts = struct.unpack_from(f">{count}L", content, _COLLECTION_HEADER.size)
    places: dict[tuple[int, int], None] = {}
    for start in starts:
        count = min(_SFNT_HEADER.unpack_from(content, start)[1], _MOST_TABLES)
        for index in range(count):
            entry = start + _SFNT_HEADER.size + index * _SFNT_ENTRY.size
            tag, _, at, size = _SFNT_ENTRY.unpack_from(content, entry)
            if tag == _NAME.encode():
                places[at, min(size, MIB)] = None  # fonts of a collection may share one
                break
    return [content[at : at + size] for at, size in places]


def _read_woff(content: bytes) -> tuple[bytes, bytes]:
    """Return the name table and the metadata of a WOFF font."""
    header = _HEADER.unpack_from(content)
    count, meta, packed = min(header[3], _MOST_TABLES), header[8], header[9]
    table = b""
    for index in range(count):
        tag, at, size, length, _ = _ENTRY.unpack_from(content, _HEADER.size + index * _ENTRY.size)
        if tag == _NAME.encode():
            table = content[at : at + size]
            table = _inflated(table) if size < length else table
    return table, _inflated(content[meta : meta + packed]) if meta else b""


def _read_woff2(content: bytes) -> tuple[bytes, bytes]:
    """Return the name table and the metadata of a WOFF2 font."""
    from fontTools.ttLib.woff2 import WOFF2DirectoryEntry  # lazy: web fonts only

    header = _HEADER2.unpack_from(content)
    flavor, count, packed, meta, meta_packed = (header[i] for i in (1, 3, 6, 9, 10))
    if flavor == int.from_bytes(b"ttcf", "big"):
        raise DamagedError("it is a collection of fonts, which is not read")
    file = io.BytesIO(content)
    file.seek(_HEADER2.size)
    place, length, at = 0, 0, 0
    for _ in range(min(count, _MOST_TABLES)):
        entry = WOFF2DirectoryEntry()
        entry.fromFile(file)
        if entry.tag == _NAME:
            place, length = at, entry.length
        at += entry.length
    start = file.tell()
    data = _expanded(content[start : start + packed])
    text = _expanded(content[meta : meta + meta_packed]) if meta else b""
    return data[place : place + length], text


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    found = stream.decompress(data, MOST_OF_ONE)
    if stream.unconsumed_tail:
        raise DamagedError(f"it unpacks to more than {MOST_OF_ONE // MIB} MiB")
    return found


def _expanded(data: bytes) -> bytes:
    import brotli  # lazy: web fonts only

    stream = brotli.Decompressor()
    try:
        found = bytes(stream.process(data, output_buffer_limit=MOST_OF_ONE))
    except brotli.error as error:
        raise DamagedError("its data is no Brotli stream") from error
    if not stream.is_finished():
        raise DamagedError(f"it is cut, or unpacks to more than {MOST_OF_ONE // MIB} MiB")
    return found


def _names(tables: Iterable[bytes]) -> str:
    """Return the notices of name tables, a line each."""
    from fontTools.ttLib import newTable  # lazy: fonts only

    records = []
    for table in filter(None, tables):
        names = newTable(_NAME)
        names.decompile(table, None)
        records += names.names[:_MOST_NAMES]
        if len(records) > _MOST_OF_ALL:
            raise DamagedError(f"its fonts have more than {_MOST_OF_ALL:,} names")
    lines: dict[str, None] = {}
    for number in _NOTICES:
        for record in records:
            if record.nameID == number:
                text = record.toUnicode(errors="replace")
                lines.update(dict.fromkeys(line.strip() for line in text.splitlines()))
    return "\n".join(line for line in lines if line) + "\n"
