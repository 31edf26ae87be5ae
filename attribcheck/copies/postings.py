"""A table from hashes of 48 bits to values of 32 bits: the postings of fingerprints.

Format: sections ``NAME.hashes`` and ``NAME.values``, sorted by hash and then by value, and
``NAME.starts``. A large table is split into 65,536 buckets by the first 16 bits of a hash: then
``starts`` has where each begins and ``hashes`` the other 32 bits, 8 bytes in all for a posting, and
a search looks at a few numbers. A small table has no ``starts``, and hashes of 64 bits.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from attribcheck.copies.container import Container, DamagedError, little_endian

_BUCKETS = 1 << 16
_LOW_BITS = 32
_LOW = (1 << _LOW_BITS) - 1
_WIDE = (1 << 64) - 1
_CHECKED_AT_ONCE = 15  # a chunk that is checked has about as many numbers, as a power of two
_SMALL = 1 << 15  # postings; below it the starts would take more room than they save

MAX_POSTINGS = 1 << 12
"""Of a hash with more postings only these are read: nothing that common tells origins apart."""


def encode(name: str, postings: list[int]) -> dict[str, bytes]:
    """Return the sections of a table.

    Args:
        name: The beginning of their names.
        postings: ``hash << 32 | value``, unsorted; sorted here, in place.
    """
    postings.sort()
    values = array("I", [posting & _LOW for posting in postings])
    starts = array("I")
    if len(postings) < _SMALL:
        hashes = array("Q", [posting >> _LOW_BITS for posting in postings])
    else:
        counts = [0] * _BUCKETS
        for posting in postings:
            counts[posting >> (2 * _LOW_BITS)] += 1
        starts = array("I", accumulate(counts, initial=0))
        hashes = array("I", [posting >> _LOW_BITS & _LOW for posting in postings])
    return {
        f"{name}.starts": little_endian(starts),
        f"{name}.hashes": little_endian(hashes),
        f"{name}.values": little_endian(values),
    }


class Postings:
    """A table in a file.

    Args:
        container: The file.
        name: See ``encode``.

    Raises:
        DamagedError: it is missing or damaged.
    """

    def __init__(self, container: Container, name: str) -> None:
        self._starts = container.section(f"{name}.starts", "I").all()
        self._hashes = container.section(f"{name}.hashes", "I" if self._starts else "Q")
        self._values = container.section(f"{name}.values", "I")
        count = len(self._values)
        if len(self._hashes) != count or (self._starts and len(self._starts) != _BUCKETS + 1):
            raise DamagedError(f"its table {name} is damaged")

    def __len__(self) -> int:
        return len(self._values)

    def find(self, value: int) -> Sequence[int]:
        """Return the values of a hash, at most ``MAX_POSTINGS`` of them.

        Raises:
            DamagedError: the table is damaged there.
        """
        return next((values for _, values in self.find_all((value,))), ())

    def find_all(
        self, wanted: Collection[int], limit: int = MAX_POSTINGS
    ) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield those of the hashes ``wanted`` that have values, with them.

        Args:
            wanted: The hashes.
            limit: Of a hash with more values the first ones are read.

        Raises:
            DamagedError: the table is damaged there.
        """
        starts, numbers, values = self._starts, self._hashes.numbers, self._values.numbers
        count = len(numbers)
        # Many look-ups read nearly all of the table: then it is checked at once.
        is_checked = not starts or len(wanted) > count >> _CHECKED_AT_ONCE
        if is_checked:
            self._hashes.check(0, count)
        first, last, low = 0, count, _WIDE
        for value in wanted:
            if starts:
                bucket = value >> _LOW_BITS
                first, last, low = starts[bucket], starts[bucket + 1], _LOW
                if not first <= last <= count:
                    raise DamagedError("its table is damaged")
                if not is_checked:
                    self._hashes.check(first, last)
            key = value & low
            start = bisect_left(numbers, key, first, last)
            if start == last or numbers[start] != key:
                continue
            end = bisect_right(numbers, key, start, min(last, start + limit))
            self._values.check(start, end)
            # No list: a garbage collection would visit each of its numbers.
            yield value, array("I", values[start:end].tobytes())

    def all(self) -> Iterator[int]:
        """Yield every posting as ``encode`` takes it.

        Raises:
            DamagedError: the table is damaged.
        """
        hashes, values = self._hashes.all(), self._values.all()
        if not self._starts:
            for value, posting in zip(hashes, values, strict=True):
                yield value << _LOW_BITS | posting
            return
        for bucket in range(_BUCKETS):
            first, last = self._starts[bucket], self._starts[bucket + 1]
            if not first <= last <= len(hashes):
                raise DamagedError("its table is damaged")
            for at in range(first, last):
                yield (bucket << _LOW_BITS | hashes[at]) << _LOW_BITS | values[at]
