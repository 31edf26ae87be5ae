"""How many of a text's distinct tokens each rule holds, for all rules at once.

A number is kept for every rule, spread over bit planes: bit ``r`` of plane ``i`` is bit ``i`` of
the count of rule ``r``. Adding the rules of one token is a ripple-carry addition over whole planes,
each one Python integer as long as there are rules: some microseconds instead of a loop over 30,000
rules. (Bit-sliced counting; Knuth, The Art of Computer Programming, vol. 4A, 7.1.3.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

# By how far bits are moved to transpose a square of 8 x 8 of them, which of it are moved.
_MOVED = {7: 0x00AA00AA00AA00AA, 14: 0x0000CCCC0000CCCC, 28: 0x00000000F0F0F0F0}

_ANY = re.compile(rb"[^\0]").finditer
_BITS = [[bit for bit in range(8) if value >> bit & 1] for value in range(256)]

Planes = list[int]


def planes(bit_sets: Iterable[int], begun: Iterable[int] = ()) -> Planes:
    """Return the count, for every rule, of the ``bit_sets`` that hold it; ``begun`` ones go on."""
    made: Planes = list(begun)
    for bit_set in bit_sets:
        carry, at = bit_set, 0
        while carry:
            if at == len(made):
                made.append(carry)
                break
            plane = made[at]
            made[at] = plane ^ carry
            carry &= plane
            at += 1
    return made


def reaching(made: Planes, groups: Iterable[tuple[int, int]]) -> int:
    """Return the rules whose count reaches the least number of their group.

    Args:
        made: The counts.
        groups: Least number and the rules that have it, by rising number.
    """
    found = 0
    highest = (1 << len(made)) - 1
    for least, rules in groups:
        if least > highest:
            break
        more, equal = 0, rules
        for at in range(len(made) - 1, -1, -1):
            if least >> at & 1:
                equal &= made[at]
            else:
                above = equal & made[at]
                more |= above
                equal ^= above
            if not equal:
                break
        found |= more | equal
    return found


def at_least(made: Planes, bounds: Sequence[int], rules: int) -> int:
    """Return those of ``rules`` whose count is not below a bound of their own.

    Args:
        made: The counts.
        bounds: The bounds, as planes too.
        rules: The rules that are compared.
    """
    more, equal = 0, rules
    for at in range(max(len(made), len(bounds)) - 1, -1, -1):
        plane = made[at] if at < len(made) else 0
        different = plane ^ (bounds[at] if at < len(bounds) else 0)
        unequal = equal & different
        more |= unequal & plane
        equal ^= unequal
    return more | equal


def as_rules(rids: Iterable[int], size: int) -> int:
    """Return rule numbers as a bit set.

    Args:
        rids: The numbers.
        size: The bytes that a bit set of all rules takes.
    """
    flags = bytearray(size)
    for rid in rids:
        flags[rid >> 3] |= 1 << (rid & 7)
    return int.from_bytes(flags, "little")


def members(rules: int) -> list[int]:
    """Return the numbers of the rules in a bit set, rising."""
    packed = rules.to_bytes((rules.bit_length() + 7) // 8, "little")
    return [
        found.start() * 8 + bit for found in _ANY(packed) for bit in _BITS[packed[found.start()]]
    ]


def counts(made: Planes, size: int) -> Sequence[int]:
    """Return the count of every rule.

    Args:
        made: The counts.
        size: The bytes that a bit set of all rules takes.
    """
    low = _bytes(made[:8], size)
    if len(made) <= 8:
        return low
    high = _bytes(made[8:], size)
    return [a | b << 8 for a, b in zip(low, high, strict=True)]


def _bytes(made: Planes, size: int) -> bytes:
    # One byte a rule. The planes of each eight rules, a byte of each, are a square of bits, and all
    # squares are transposed at once. (Warren, Hacker's Delight, 7-3.)
    squares = bytearray(size * 8)
    for at, plane in enumerate(made):
        squares[at::8] = plane.to_bytes(size, "little")
    bits = int.from_bytes(squares, "little")
    for distance, moved in _masks(size):
        swapped = (bits ^ bits >> distance) & moved
        bits ^= swapped ^ swapped << distance
    return bits.to_bytes(size * 8, "little")


@cache
def _masks(squares: int) -> list[tuple[int, int]]:
    return [
        (distance, int.from_bytes(moved.to_bytes(8, "little") * squares, "little"))
        for distance, moved in _MOVED.items()
    ]
