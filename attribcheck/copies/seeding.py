"""Looks a file's fingerprints up in an index, and chooses the origin files worth aligning.

Every file that a fingerprint leads to is counted: when candidates were dropped earlier, the origin
that explains most was sometimes among the dropped ones. The work is bounded by ``MAX_POSTINGS`` and
by the number of files that are chosen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, product
from typing import NamedTuple

from attribcheck.copies.alignment import anchor
from attribcheck.copies.container import DamagedError
from attribcheck.copies.fingerprints import GRAM, all_hashes
from attribcheck.copies.index_file import BLOCK_BITS, OriginIndex
from attribcheck.copies.model import Channel
from attribcheck.copies.places import Places
from attribcheck.copies.postings import MAX_POSTINGS
from attribcheck.copies.tokens import Tokens

MAX_ORIGINS = 16
"""Origins that are aligned because they share most fingerprints."""

MAX_MORE = 12
"""Files that are aligned because they share what those do not."""

MAX_DECLARED = 64
"""Files of declared components that are aligned."""

_MIN_MORE = 3  # fingerprints that the files chosen before lack
_MAX_PAIRS = 4  # of the places of one fingerprint
_MAX_ANCHORS = 20_000
_MAX_VALUES = 8_000_000  # of all fingerprints of a file; a huge one reads fewer of each
_LEAST_POSTINGS = 16
_CELL_BITS = 5  # a cell has 32 tokens
_BEST = 64  # files
_FILE_BITS = 32
_FILE = (1 << _FILE_BITS) - 1


class Hit(NamedTuple):
    """A fingerprint that is in the checked file and in the index.

    Attributes:
        channel: The channel.
        places: The tokens of the checked file at which it begins.
        values: The numbers of the tokens of the index at which it begins, in order.
        files: The files of the index it occurs in, but for the ignored ones.
    """

    channel: Channel
    places: Sequence[int]
    values: Sequence[int]
    files: frozenset[int]


def hits(places: Places, tokens: Tokens) -> list[Hit]:
    """Return what a file shares with an index.

    Args:
        places: The index.
        tokens: The tokens of the file.

    Raises:
        DamagedError: the index is damaged.
    """
    found: list[Hit] = []
    files_of = places.files
    for channel in Channel:
        hashes = all_hashes(tokens, channel)
        last = dict(zip(hashes, range(len(hashes)), strict=True))
        repeated = _repeated(hashes, last)
        limit = min(MAX_POSTINGS, max(_LEAST_POSTINGS, _MAX_VALUES // max(len(last), 1)))
        for value, values in places.index.postings(channel).find_all(last, limit):
            files = files_of(channel, value, values)
            if files:
                begins = (*repeated.get(value, ()), last[value])
                found.append(Hit(channel, begins, values, files))
    return found


def spread(places: Places, found: Sequence[Hit], count: int) -> list[int]:
    """Return in how many origins each token of the checked file occurs, at least.

    Args:
        places: The index.
        found: What the checked file shares with it.
        count: The number of tokens.

    Raises:
        DamagedError: the index is damaged.
    """
    origins = [places.origins(hit.files) for hit in found]
    highest = [0] * count
    for each in sorted(range(len(found)), key=origins.__getitem__):  # a later one has more
        hit = found[each]
        length = GRAM[hit.channel]
        here = [origins[each]] * length
        for at in hit.places:
            highest[at : at + length] = here
    return highest


def chosen(index: OriginIndex, found: Sequence[Hit], declared: Collection[int]) -> list[int]:
    """Return the files to align.

    Args:
        index: The index.
        found: What the checked file shares with it.
        declared: The numbers of its declared components.

    Returns:
        Files of declared components; the best file of each of the origins that share most; files
        that share parts of the checked file which all of those lack.

    Raises:
        DamagedError: the index is damaged.
    """
    counts = _counted(found)
    if max(counts, default=-1) >= len(index.file_origin):
        raise DamagedError("its list of blocks is damaged")
    picked: list[int] = []
    if declared:
        of_declared = (file for file in _ordered(counts) if index.file_component[file] in declared)
        picked += islice(of_declared, MAX_DECLARED)
    # Nearly always the best files are of enough origins, and the others need no order.
    best = sorted(counts.values())[-_BEST:]
    origins = _by_origin(index, _ordered(counts, min(best, default=0)))
    if len(origins) < MAX_ORIGINS:
        origins = _by_origin(index, _ordered(counts))
    picked += origins.values()
    return list(dict.fromkeys([*picked, *_more(found, picked)]))


def _ordered(counts: Mapping[int, int], least: int = 0) -> list[int]:
    """Return the files with at least ``least`` fingerprints, by their count and number."""
    # As one number each, which sorts without a call of Python.
    packed = [file - (count << _FILE_BITS) for file, count in counts.items() if count >= least]
    packed.sort()
    return [each & _FILE for each in packed]


def _by_origin(index: OriginIndex, order: Iterable[int]) -> dict[int, int]:
    """Return the first file of each of the first origins."""
    origins: dict[int, int] = {}
    for file in order:
        origins.setdefault(index.file_origin[file], file)
        if len(origins) == MAX_ORIGINS:
            break
    return origins


def _more(found: Sequence[Hit], picked: Sequence[int]) -> Iterator[int]:
    """Yield files that share parts of the checked file which those in ``picked`` lack."""
    covered: set[int] = set()
    files = frozenset(picked)
    for _ in range(MAX_MORE + 1):
        for hit in found:
            if not files.isdisjoint(hit.files):
                covered.update([at >> _CELL_BITS for at in hit.places])
        found = [
            hit for hit in found if not covered.issuperset([at >> _CELL_BITS for at in hit.places])
        ]
        counts = _counted(found)
        best = max(counts, key=lambda file: (counts[file], -file), default=None)
        if best is None or counts[best] < _MIN_MORE:
            return
        yield best
        files = frozenset((best,))


def anchors(
    index: OriginIndex, found: Iterable[Hit], chosen: Sequence[int]
) -> dict[int, list[int]]:
    """Return the fingerprints that the checked file shares with each chosen file, as anchors.

    Args:
        index: The index.
        found: What the checked file shares with the index.
        chosen: The files.
    """
    wanted = frozenset(chosen)
    shared: dict[int, list[int]] = {file: [] for file in chosen}
    ranges = {}
    for file in chosen:
        first = index.file_block[file] << BLOCK_BITS
        ranges[file] = first, first + index.file_tokens[file]
    for channel, places, values, files in found:
        exact = channel is Channel.EXACT
        for file in wanted & files:
            into = shared[file]
            if len(into) > _MAX_ANCHORS:
                continue
            first, last = ranges[file]
            start = bisect_left(values, first)
            end = bisect_left(values, last, start)
            if len(places) == 1 and end - start == 1:  # nearly always
                into.append(anchor(places[0], values[start] - first, exact=exact))
                continue
            for here, other in _paired(places, values[start:end]):
                into.append(anchor(here, other - first, exact=exact))
    return shared


def _paired(here: Sequence[int], there: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return pairs of places of a fingerprint.

    Where a file repeats itself, each place there is as good as any other; the places that are
    paired are those in the same order from the beginning, and from the end.
    """
    if len(here) * len(there) <= _MAX_PAIRS:
        return product(here, there)
    return [*zip(here, there, strict=False), *zip(reversed(here), reversed(there), strict=False)]


def _repeated(hashes: Sequence[int], last: Mapping[int, int]) -> dict[int, list[int]]:
    """Return where each hash that occurs again is, but for its last place."""
    places: dict[int, list[int]] = {}
    for at, value in enumerate(hashes):
        if last[value] != at:
            places.setdefault(value, []).append(at)
    return places


def _counted(found: Iterable[Hit]) -> Counter[int]:
    """Return how many fingerprints lead to each file."""
    return Counter(chain.from_iterable(hit.files for hit in found))
