"""Fingerprints of tokens: a selection of the hashes of all runs of k tokens, by winnowing.

Source: Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting"
(2003), in its robust form: of each window of w hashes the least is selected, and of equal ones the
one that was selected before, or else the rightmost. So a run of w + k - 1 tokens holds at least one
selected hash, and endless repetition does not select every token.

Two channels are kept, since each finds what the other misses. SHAPE hashes the codes of tokens: it
survives renaming and needs long runs. EXACT hashes the spellings: its shorter runs survive edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from attribcheck.copies.container import little_endian
from attribcheck.copies.lexers.base import TEXT_FAMILY
from attribcheck.copies.model import Channel
from attribcheck.copies.tokens import Tokens

GRAM = {Channel.SHAPE: 20, Channel.EXACT: 10}
"""k: the tokens of a run."""

WINDOW = 16
"""w: the hashes of a window."""

HASH_BITS = 48
_PRIME = (1 << 61) - 1
_FACTOR = 0x1F3D5B79A2C4E681
_SHIFT = 61 - HASH_BITS


def fingerprints(tokens: Tokens, channel: Channel) -> list[tuple[int, int]]:
    """Return the selected hashes of a file with the token at which each begins, by token."""
    data, width = _units(tokens, channel)
    k = GRAM[channel]
    size = k * width
    salt = _salt(tokens.family)
    # The order by which winnowing selects has only to depend on the content; CRC-32 is the fastest
    # at hand, and the hash that is stored is computed for the selected runs alone.
    ranks = [crc32(data[at : at + size]) for at in range(0, len(data) - size + 1, width)]
    of_bytes = int.from_bytes
    return [
        (
            ((of_bytes(data[at * width : at * width + size], "little") + salt) * _FACTOR % _PRIME)
            >> _SHIFT,
            at,
        )
        for at in _winnowed(ranks)
    ]


def all_hashes(tokens: Tokens, channel: Channel) -> list[int]:
    """Return the hash of every run of k tokens: what a checked file is looked up by.

    Looking up all of them, where the index holds the selected ones, finds shorter shared runs than
    looking up a selection does.
    """
    data, width = _units(tokens, channel)
    size = GRAM[channel] * width
    salt = _salt(tokens.family)
    of_bytes = int.from_bytes
    return [
        ((of_bytes(data[at : at + size], "little") + salt) * _FACTOR % _PRIME) >> _SHIFT
        for at in range(0, len(data) - size + 1, width)
    ]


def literal_hash(literal: str) -> int:
    """Return the hash of the content of a string."""
    data = literal.encode("utf-8", "replace")
    return (crc32(data) << 16 | crc32(data[::-1]) & 0xFFFF) & ((1 << HASH_BITS) - 1)


def _units(tokens: Tokens, channel: Channel) -> tuple[bytes, int]:
    """Return the bytes to hash and how many of them each token has."""
    if channel is Channel.EXACT:
        return little_endian(tokens.spellings), tokens.spellings.itemsize
    return (b"" if tokens.family == TEXT_FAMILY else tokens.codes), 1


def _salt(family: str) -> int:
    return crc32(family.encode()) + 1


def _winnowed(ranks: Sequence[int]) -> Iterator[int]:
    """Yield the index of the least rank of each window, each once."""
    count = len(ranks)
    if count < WINDOW:
        if count:
            yield max(range(count), key=lambda at: (-ranks[at], at))
        return
    least = -1
    value = 0
    for at in range(WINDOW - 1, count):
        if least <= at - WINDOW:
            window = ranks[at - WINDOW + 1 : at + 1]
            value = min(window)
            least = at - window[::-1].index(value)
            yield least
        elif ranks[at] < value:
            value = ranks[at]
            least = at
            yield at
