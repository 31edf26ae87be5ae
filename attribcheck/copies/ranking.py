"""Says what the regions of one file mean together: whose they are, and how sure that is.

Near relatives share most of their code, so the one true parent can't be named. What can be said:
how much the declared components explain; else which origins explain most and can't be told apart;
and how much of it occurs in so many origins that it does not discriminate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from attribcheck.copies.matching import Found, cover_of
from attribcheck.copies.model import FileCopies, Match, OriginFile, Region, Strength
from attribcheck.copies.thresholds import COMMON
from attribcheck.core.model import Span

TIE = 0.05
"""Origins whose shares differ by no more can't be told apart."""

MARGIN = 0.10
"""The share by which an origin has to lead, and that it alone explains, to be named alone."""

_MIN_UNEXPLAINED = 20  # tokens
_BRIDGED = 8  # tokens
_ORDER = list(Strength)


class Aligned(NamedTuple):
    """An origin file with the regions that it shares with the checked file.

    Attributes:
        file: The origin file.
        found: The regions.
        lines: The lines of the origin file's tokens.
        literals: The strings that no other origin has.
    """

    file: OriginFile
    found: Sequence[Found]
    lines: Sequence[int]
    literals: tuple[str, ...] = ()


def ranked(
    path: str, lines: Sequence[int], aligned: Iterable[Aligned], spread: Sequence[int]
) -> FileCopies:
    """Return all that is known of a checked file.

    Args:
        path: The file.
        lines: The lines of its tokens.
        aligned: The origin files that correspond to it.
        spread: The number of origins in which each token occurs.
    """
    count = len(lines)
    covers: dict[OriginFile, int] = {}
    matches: list[Match] = []
    for each in aligned:
        cover = _union(cover_of(found.measured.runs) for found in each.found)
        covers[each.file] = cover
        matches.append(_match(each, lines, cover.bit_count() / count, spread))
    if not matches:
        return FileCopies(path, count)
    matches.sort(key=_order)
    declared = _union(covers[match.file] for match in matches if match.file.component.declared)
    matched = _union(covers.values())
    common = matched & _common(spread)
    return FileCopies(
        path,
        count,
        tuple(matches),
        _candidates(matches, covers, count),
        _declared_share(declared, _by_origin(covers).values(), common, count),
        common.bit_count() / matched.bit_count(),
        tuple(_unexplained(matched & ~declared, lines)),
    )


def _match(each: Aligned, lines: Sequence[int], share: float, spread: Sequence[int]) -> Match:
    regions = []
    for found in each.found:
        runs = found.measured.runs
        first, last = runs[0], runs[-1]
        origins: list[int] = []
        for here, _, length in runs:
            origins += spread[here : here + length]
        origins.sort()
        regions.append(
            Region(
                Span(lines[first[0]], lines[last[0] + last[2] - 1]),
                Span(each.lines[first[1]], each.lines[last[1] + last[2] - 1]),
                found.channel,
                found.measured.tokens,
                found.measured.information,
                found.measured.same_names,
                found.measured.renamed,
                max(1, origins[len(origins) // 2]),
            )
        )
    strength = min((found.strength for found in each.found), key=_ORDER.index)
    return Match(each.file, tuple(sorted(regions, key=_place)), strength, share, each.literals)


def _place(region: Region) -> tuple[object, ...]:
    """Return the order of a region: two channels can find the same lines, and have no order."""
    return region.here, region.there, region.channel.value, *region[3:]


def _order(match: Match) -> tuple[bool, float, str, str, str]:
    file = match.file
    declared = file.component.declared
    return not declared, -match.share, file.component.name, file.component.version, file.path


def _candidates(
    matches: Iterable[Match], covers: Mapping[OriginFile, int], count: int
) -> tuple[Match, ...]:
    """Return the tie group: see ``FileCopies.candidates``."""
    best: dict[tuple[str, str], Match] = {}
    for match in matches:
        if not match.file.component.declared:
            best.setdefault(match.file.origin, match)
    together = _by_origin(covers)
    order = sorted(best, key=lambda origin: (-together[origin].bit_count(), origin))
    if len(order) < 2:
        return tuple(best.values())
    shares = {origin: together[origin].bit_count() / count for origin in order}
    first, second = order[:2]
    alone = together[first] & ~_union(together[origin] for origin in order[1:])
    is_ahead = shares[first] - shares[second] >= MARGIN
    if is_ahead and alone.bit_count() >= MARGIN * together[first].bit_count():
        return (best[first],)
    least = min(shares[first] - TIE, shares[second])
    return tuple(best[origin] for origin in order if shares[origin] >= least)


def _by_origin(covers: Mapping[OriginFile, int]) -> dict[tuple[str, str], int]:
    """Return the tokens that each undeclared origin has."""
    together: dict[tuple[str, str], int] = {}
    for file, cover in covers.items():
        if not file.component.declared:
            together[file.origin] = together.get(file.origin, 0) | cover
    return together


def _declared_share(declared: int, others: Collection[int], common: int, count: int) -> float:
    """Return the share of the matched tokens that declared components explain.

    Where another origin explains clearly more of the file, common ancestry says nothing for the
    declared ones: that origin has it, too. Then the share is of the tokens that tell origins apart.

    Args:
        declared: The tokens that declared components have.
        others: Those that each undeclared origin has.
        common: Those that are common ancestry.
        count: The number of tokens of the file.
    """
    matched = declared | _union(others)
    most = max((cover.bit_count() for cover in others), default=0)
    if most - declared.bit_count() > TIE * count and (telling := matched & ~common):
        matched = telling
    return (declared & matched).bit_count() / matched.bit_count()


def _unexplained(cover: int, lines: Sequence[int]) -> Iterator[Span]:
    """Yield the lines of longer sequences of the tokens in ``cover``."""
    start = end = -_BRIDGED - 1
    count = 0
    for at in _places(cover):
        if at - end > _BRIDGED:
            if count >= _MIN_UNEXPLAINED:
                yield Span(lines[start], lines[end])
            start = at
            count = 0
        end = at
        count += 1
    if count >= _MIN_UNEXPLAINED:
        yield Span(lines[start], lines[end])


def _common(spread: Sequence[int]) -> int:
    """Return the tokens that are common ancestry."""
    return int("".join("1" if origins > COMMON else "0" for origins in reversed(spread)), 2)


def _union(covers: Iterable[int]) -> int:
    together = 0
    for cover in covers:
        together |= cover
    return together


def _places(cover: int) -> Iterator[int]:
    """Yield the bits that are set."""
    for at, bit in enumerate(reversed(f"{cover:b}")):
        if bit == "1":
            yield at
