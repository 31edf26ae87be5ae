"""Looks a file's fingerprints up in an index, and chooses the origin files worth aligning.

Every file that a fingerprint leads to is counted: when candidates were dropped earlier, the origin
that explains most was sometimes among the dropped ones. The work is bounded by ``MAX_POSTINGS`` and
by the number of files that are chosen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from attribcheck.copies.alignment import Anchor
from attribcheck.copies.container import DamagedError
from attribcheck.copies.fingerprints import all_hashes
from attribcheck.copies.index_file import BLOCK_BITS, OriginIndex
from attribcheck.copies.model import Channel
from attribcheck.copies.tokens import Tokens

MAX_ORIGINS = 16
"""Origins that are aligned because they share most fingerprints."""

MAX_MORE = 16
"""Files that are aligned because they share what those do not."""

MAX_DECLARED = 64
"""Files of declared components that are aligned."""

_MAX_PLACES = 16  # of one fingerprint in one file
_MAX_ANCHORS = 20_000
_CELL_BITS = 5  # a cell has 32 tokens


class Hit(NamedTuple):
    """A fingerprint that is in the checked file and in the index.

    Attributes:
        channel: The channel.
        places: The tokens of the checked file at which it begins.
        values: The numbers of the tokens of the index at which it begins, in order.
        origins: The number of origins it occurs in.
    """

    channel: Channel
    places: Sequence[int]
    values: Sequence[int]
    origins: int


class Seeds(NamedTuple):
    """What a file shares with an index.

    Attributes:
        hits: The shared fingerprints.
        counts: How many of them lead to each file.
        cells: In which parts of the checked file they are, a bit a part, by file.
    """

    hits: Sequence[Hit]
    counts: dict[int, int]
    cells: dict[int, int]


def seeds(index: OriginIndex, tokens: Tokens, is_ignored: Callable[[int], bool]) -> Seeds:
    """Return what a file shares with an index.

    Args:
        index: The index.
        tokens: The tokens of the file.
        is_ignored: Whether a file of the index is not to be compared.

    Raises:
        DamagedError: the index is damaged.
    """
    hits: list[Hit] = []
    counts: dict[int, int] = {}
    cells: dict[int, int] = {}
    block_file, file_origin = index.block_file, index.file_origin
    ignored: dict[int, bool] = {}
    for channel in Channel:
        places: dict[int, list[int]] = {}
        for at, value in enumerate(all_hashes(tokens, channel)):
            places.setdefault(value, []).append(at)
        postings = index.postings(channel)
        for value, where in places.items():
            start, end = postings.find(value)
            if start == end:
                continue
            values = list(postings.values(start, end))
            try:
                files = {block_file[each >> BLOCK_BITS] for each in values}
            except IndexError as error:
                raise DamagedError("its table of fingerprints is damaged") from error
            mask = 0
            for at in where:
                mask |= 1 << (at >> _CELL_BITS)
            origins = set()
            for file in files:
                if file not in ignored:
                    ignored[file] = is_ignored(file)
                if not ignored[file]:
                    origins.add(file_origin[file])
                    counts[file] = counts.get(file, 0) + 1
                    cells[file] = cells.get(file, 0) | mask
            if origins:
                hits.append(Hit(channel, where, values, len(origins)))
    return Seeds(hits, counts, cells)


def chosen(index: OriginIndex, found: Seeds, declared: Collection[int]) -> list[int]:
    """Return the files to align.

    Args:
        index: The index.
        found: What the checked file shares with it.
        declared: The numbers of its declared components.

    Returns:
        Files of declared components; the best file of each of the origins that share most; files
        that share parts of the checked file which all of those lack.
    """
    order = sorted(found.counts, key=lambda file: (-found.counts[file], file))
    picked: dict[int, None] = {}
    if declared:
        of_declared = (file for file in order if index.file_component[file] in declared)
        picked.update(dict.fromkeys(_first(of_declared, MAX_DECLARED)))
    origins: set[int] = set()
    covered = 0
    for file in order:
        origin = index.file_origin[file]
        if origin not in origins:
            origins.add(origin)
            picked[file] = None
            covered |= found.cells[file]
            if len(origins) == MAX_ORIGINS:
                break
    for _ in range(MAX_MORE):
        best = max(order, key=lambda file: (found.cells[file] & ~covered).bit_count(), default=None)
        if best is None or not found.cells[best] & ~covered:
            break
        picked[best] = None
        covered |= found.cells[best]
    return list(picked)


def anchors(index: OriginIndex, found: Seeds, file: int) -> list[Anchor]:
    """Return the fingerprints that the checked file shares with one file, as anchors.

    Args:
        index: The index.
        found: What the checked file shares with the index.
        file: The file.
    """
    first = index.file_block[file] << BLOCK_BITS
    last = first + index.file_tokens[file]
    anchors: list[Anchor] = []
    for channel, places, values, _ in found.hits:
        start = bisect_left(values, first)
        if start == len(values) or values[start] >= last:
            continue
        exact = channel is Channel.EXACT
        there = [each - first for each in values[start : bisect_left(values, last, start)]]
        for here in places[:_MAX_PLACES]:
            for each in there[:_MAX_PLACES]:
                anchors.append((here, each, exact))
        if len(anchors) > _MAX_ANCHORS:
            break
    return anchors


def _first(items: Iterable[int], count: int) -> list[int]:
    return [item for item, _ in zip(items, range(count), strict=False)]
