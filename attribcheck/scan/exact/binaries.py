"""A file that begins as plain text is no binary; nothing needs to be computed of it.

``typecode`` asks ``binaryornot`` about the first 512 bytes of every file. It looks for signatures
of binary formats, computes two dozen features, byte by byte, and walks down a decision tree. Where
all bytes are printable ASCII, tabs or line ends, most features are known: no byte is NUL, a control
or above 127, there is no byte order mark, the longest printable run is all of it, and it can be
decoded as UTF-8 and as each of the encodings whose lower half is ASCII. ``build`` asks the tree of
the ``binaryornot`` that is installed with these alone; if it needs another, nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_CHUNK = 512  # bytes; binaryornot.helpers.CHUNK_SIZE

_KNOWN = {
    **dict.fromkeys([0, 1, 3, 5, 6, 8, 9, 10, 11, 12, 23], 0.0),
    **dict.fromkeys([4, 17, 18, 19, 20, 21, 22], 1.0),
}
"""The features of plain text by their number in ``binaryornot.helpers``, as far as they are known:
all but the shares of printable characters, the entropy, and UTF-16 and UTF-32."""


def conclusions() -> list[str] | None:
    """Return the signatures that plain text can begin with; None when they do not decide."""
    try:
        from binaryornot import helpers, tree  # lazy: with the engine

        signatures = helpers._BINARY_SIGNATURES  # noqa: SLF001 - there is no other way
        decide: Callable[[Any], bool] = tree.is_binary
        if helpers.CHUNK_SIZE != _CHUNK or decide(_KNOWN):
            return None
    except (ImportError, AttributeError, KeyError):
        return None
    return [sign.decode() for sign in signatures if _is_plain(sign)]


def is_text(chunk: bytes, signatures: tuple[bytes, ...]) -> bool:
    """Whether what a file begins with is plain text, and no signature of a binary."""
    return _is_plain(chunk) and not chunk.startswith(signatures)


def _is_plain(chunk: bytes) -> bool:
    return not chunk.translate(None, _PLAIN)


def install(concluded: Iterable[str] | None) -> None:
    """Let the typecode of this process use it.

    Args:
        concluded: See ``conclusions``.
    """
    from typecode import contenttype  # lazy: with the engine

    if concluded is None:
        return
    signatures = tuple(sign.encode() for sign in concluded)
    ask: Callable[[bytes], Any] = contenttype.is_binary_string

    def is_binary_string(chunk: bytes) -> bool:
        return not is_text(chunk, signatures) and bool(ask(chunk))

    def get_starting_chunk(location: str) -> bytes:
        with Path(location).open("rb") as stream:
            return stream.read(_CHUNK)

    contenttype.is_binary_string = is_binary_string
    contenttype.get_starting_chunk = get_starting_chunk
