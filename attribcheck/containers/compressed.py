"""Reads files that are compressed alone: gzip, bzip2 and xz.

Format: RFC 1952; https://sourceware.org/bzip2/; https://tukaani.org/xz/xz-file-format.txt. Read by
``zlib``, ``bz2`` and ``lzma``, with a bound for the output, which their functions for files have
not.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from attribcheck.containers.base import MIB, Budget, DamagedError, Member, safe_path

_GZIP = 16 + zlib.MAX_WBITS
_MEMORY = 256 * MIB  # of an xz dictionary
_MOST_STREAMS = 1000


def members(content: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """See ``base.Reader``."""
    if budget.is_spent:
        return
    read = unpacked(content, budget.limit + 1)
    if budget.takes(read, len(content)):
        (path,) = paths(content, name)
        yield Member(path, read)


def paths(content: bytes, name: str) -> list[str]:
    """See ``base.Reader``."""
    file = safe_path(name).rpartition("/")[2]
    if file.lower().endswith(".svgz"):
        return [file[:-1]]
    return [file.rpartition(".")[0] or "content"]


def unpacked(content: bytes, most: int) -> bytes:
    """Return the first ``most`` bytes of what is compressed in ``content``.

    Raises:
        DamagedError: it is none of the three formats, or ends too early.
    """
    found = bytearray()
    for _ in range(_MOST_STREAMS):
        stream = _decompressor(content)()
        try:
            while not stream.eof and len(found) < most:
                step = stream.decompress(content, most - len(found))
                content = stream.unconsumed_tail if hasattr(stream, "unconsumed_tail") else b""
                found += step
                if not step and not content and not stream.eof:
                    raise DamagedError("it ends too early")
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            raise DamagedError(str(error)) from error
        content = stream.unused_data.lstrip(b"\0") if stream.eof else b""
        if not content or len(found) >= most or not _is_known(content):
            break
    return bytes(found)


def _is_known(content: bytes) -> bool:
    return content.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"))


def _decompressor(content: bytes) -> Callable[[], Any]:
    if content.startswith(b"\x1f\x8b"):
        return lambda: zlib.decompressobj(_GZIP)
    if content.startswith(b"BZh"):
        return bz2.BZ2Decompressor
    if content.startswith(b"\xfd7zXZ\0"):
        return lambda: lzma.LZMADecompressor(memlimit=_MEMORY)
    raise DamagedError("it is not compressed as its name says")
