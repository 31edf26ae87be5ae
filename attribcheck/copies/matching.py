"""Finds the regions of a checked file that correspond to one origin file, and measures them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import eq
from typing import NamedTuple

from attribcheck.copies.alignment import aligned, chains
from attribcheck.copies.information import Information, Run
from attribcheck.copies.model import Channel, Strength
from attribcheck.copies.streams import Stream
from attribcheck.copies.thresholds import MIN_EXACT, MIN_REPEATED, RENAMED, SAME_NAMES, Thresholds

_MAX_REGIONS = 64  # of one pair of files


class Measured(NamedTuple):
    """A region in tokens.

    Attributes:
        runs: Its equal tokens.
        tokens: How many there are.
        information: Their information in bits.
        exact: Its fingerprints of the exact channel.
        same_names: The share of identical names.
        renamed: The share of the others that is renamed consistently.
        has_evidence: Whether its names are the same or renamed consistently.
    """

    runs: tuple[Run, ...]
    tokens: int
    information: float
    exact: int
    same_names: float
    renamed: float
    has_evidence: bool


class Found(NamedTuple):
    """A region that reaches a threshold.

    Attributes:
        measured: The region.
        strength: How sure it is.
        channel: The channel that says so.
    """

    measured: Measured
    strength: Strength
    channel: Channel


def regions(
    here: Stream,
    there: Stream,
    anchors: list[int],
    information: Information,
    thresholds: Thresholds,
) -> list[Found]:
    """Return the regions that reach a threshold, those of the longest chains first.

    Args:
        here: The checked file.
        there: The origin file.
        anchors: The fingerprints they share.
        information: The information of the checked file's tokens.
        thresholds: What has to be reached.
    """
    found: list[Found] = []
    least = min(thresholds.bits)
    for measured in measure(here, there, anchors, information, least):
        bits = measured.information if measured.has_evidence else 0.0
        reached = thresholds.strength(bits, measured.exact)
        if reached is not None:
            found.append(Found(measured, *reached))
    return found


def measure(
    here: Stream, there: Stream, anchors: list[int], information: Information, least: float
) -> list[Measured]:
    """Return all regions of a pair of files, with what they are judged by.

    Where the checked file repeats itself, a part of it corresponds to several places there: the
    longest chain has it.

    Args:
        here: The checked file.
        there: The origin file.
        anchors: The fingerprints they share.
        information: The information of the checked file's tokens.
        least: The information in bits below which a region without exact fingerprints is left out.
    """
    measured: list[Measured] = []
    covered = 0  # the tokens of the checked file that a region has, as bits
    for chain in chains(anchors):
        width = chain.last_here - chain.first_here + 1
        if (covered >> chain.first_here & ((1 << width) - 1)).bit_count() * 2 > width:
            continue
        runs = aligned(here.codes, there.codes, chain)
        cover = cover_of(runs)
        if (cover & covered).bit_count() * 2 >= cover.bit_count():
            continue
        covered |= cover
        for part in information.best_parts(runs, least if len(chain.exact) < MIN_EXACT else 0):
            first, last = part[0][0], part[-1][0] + part[-1][2]
            exact = sum(1 for at in set(chain.exact) if first <= at < last)
            measured.append(_measured(here, there, part, exact, information))
        if len(measured) >= _MAX_REGIONS:
            break
    return measured


def cover_of(runs: Iterable[Run]) -> int:
    """Return the tokens of the checked file in ``runs`` as the bits of a number."""
    cover = 0
    for here, _, length in runs:
        cover |= ((1 << length) - 1) << here
    return cover


def _measured(
    here: Stream, there: Stream, runs: Sequence[Run], exact: int, information: Information
) -> Measured:
    ours: list[int] = []
    theirs: list[int] = []
    for at, other, length in runs:
        ours += here.names_of(at, at + length)
        theirs += there.names_of(other, other + length)
    names = len(ours)
    same = sum(map(eq, ours, theirs))
    same_names, renamed, repeated = 1.0, 1.0, 0
    if same < names:
        same_names = same / names
        renamed, repeated = _consistency(ours, theirs)
    return Measured(
        tuple(runs),
        sum(length for _, _, length in runs),
        information.of(runs),
        exact,
        same_names,
        renamed,
        names > 0
        and (same_names >= SAME_NAMES or (renamed >= RENAMED and repeated >= MIN_REPEATED)),
    )


def _consistency(ours: Sequence[int], theirs: Sequence[int]) -> tuple[float, int]:
    """Return the share of recurring names with one counterpart each, and their number."""
    totals = Counter(ours)
    most: dict[int, int] = {}
    for (one, _), count in Counter(zip(ours, theirs, strict=True)).items():
        if count > most.get(one, 0):
            most[one] = count
    single = [*totals.values()].count(1)
    repeated = len(ours) - single
    return ((sum(most.values()) - single) / repeated if repeated else 1.0), repeated
