"""Makes the sections that ``regions`` and ``leaders`` read; a part of ``build``.

Only rules that texts are aligned with count here.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil

from attribcheck.scan.fast.index.container import Payload, Pieces
from attribcheck.scan.fast.index.leaders import TENTHS, margins
from attribcheck.scan.fast.index.regions import CLOSE, FEW, SLOTS, slot, unordered
from attribcheck.scan.fast.index.unmatchable_rules import Needs

_NONE = 0xFFFF


def sections(
    sequences: Mapping[int, Sequence[int]],
    needs: Mapping[int, Needs],
    least_unique: Mapping[int, int],
    legalese: int,
    total: int,
) -> dict[str, Payload]:
    """Return the sections.

    Args:
        sequences: The tokens of each rule that texts are aligned with, by its number.
        needs: What a match of it needs.
        least_unique: How many distinct tokens a candidate has in common with a text, at least.
        legalese: Tokens below this number are legalese.
        total: How many rules there are in all.
    """
    made: dict[str, Payload] = {"neighbours": _neighbours(sequences)}
    few = {rid: tokens for rid, tokens in sequences.items() if needs[rid].words <= FEW}
    made.update(_pairs(few, legalese))
    made.update(_close(few, legalese))
    made.update(_least(sequences, needs, legalese, total))
    made.update(_leaders(sequences, least_unique, total))
    return made


def _neighbours(sequences: Mapping[int, Sequence[int]]) -> bytes:
    """Make ``neighbours``: whether two tokens are neighbours in a rule."""
    slots = bytearray(SLOTS)
    for sequence in sequences.values():
        for first, second in set(pairwise(sequence)):
            slots[slot(first, second)] = 1
    return bytes(slots)


def _pairs(sequences: Mapping[int, Sequence[int]], legalese: int) -> dict[str, Payload]:
    """Make ``pairs``: neighbours with legalese, each as one number, with the rules of each."""
    pairs: dict[int, list[int]] = {}
    for rid, sequence in sequences.items():
        for first, second in set(pairwise(sequence)):
            if first < legalese or second < legalese:
                pairs.setdefault(first << 16 | second, []).append(rid)
    return _lists("pairs", pairs)


def _close(sequences: Mapping[int, Sequence[int]], legalese: int) -> dict[str, Payload]:
    """Make ``close``: pairs of words of legalese that are close in a rule, with the rules."""
    close: dict[int, list[int]] = {}
    for rid, sequence in sequences.items():
        high = [(place, token) for place, token in enumerate(sequence) if token < legalese]
        found: set[int] = set()
        for at, (place, token) in enumerate(high, 1):
            for other, another in high[at : at + CLOSE]:
                if other - place >= CLOSE:
                    break
                found.add(unordered(token, another))
        for pair in found:
            close.setdefault(pair, []).append(rid)
    return _lists("close", close)


def _lists(name: str, rules: Mapping[int, Sequence[int]]) -> dict[str, Payload]:
    keys = sorted(rules)
    return {
        name: array("I", keys).tobytes(),
        f"{name}.rules": Pieces(array("H", rules[key]).tobytes() for key in keys),
    }


def _least(
    sequences: Mapping[int, Sequence[int]], needs: Mapping[int, Needs], legalese: int, total: int
) -> dict[str, Payload]:
    """Make what matches need at least: by word of legalese, and by distinct legalese.

    ``least words`` and ``least legalese`` have the least need of all rules with a word of legalese.
    ``groups distinct`` are the rules by how many distinct words of legalese a match has at least;
    ``needed words``, ``needed legalese`` and ``needed distinct`` say it of each rule. ``one word``
    are those of which a match may have one word alone. ``within words`` and ``within legalese`` are
    rising bounds, and the rules that need no more.
    """
    words, high = [_NONE] * legalese, [_NONE] * legalese
    groups: dict[int, list[int]] = {}
    needed: dict[int, tuple[int, int, int]] = {}
    for rid, sequence in sequences.items():
        need = needs[rid]
        counted = Counter(token for token in sequence if token < legalese)
        for token in counted:
            words[token] = min(words[token], need.words)
            high[token] = min(high[token], need.legalese)
        distinct = reached = 0
        for count in sorted(counted.values(), reverse=True):
            if reached >= need.legalese:
                break
            reached += count
            distinct += 1
        groups.setdefault(max(1, distinct), []).append(rid)
        needed[rid] = need.words, need.legalese, distinct
    return {
        "least words": array("H", words).tobytes(),
        "least legalese": array("H", high).tobytes(),
        "groups distinct": array("H", sorted(groups)).tobytes(),
        "groups distinct.bits": Pieces(_bits(groups[key], total) for key in sorted(groups)),
        **{
            f"needed {name}": array(
                "H", (needed[rid][at] if rid in needed else 0 for rid in range(total))
            ).tobytes()
            for at, name in enumerate(("words", "legalese", "distinct"))
        },
        "one word": array("H", (rid for rid in sequences if needs[rid].words <= 1)).tobytes(),
        **_within("words", {rid: need[0] for rid, need in needed.items()}, total),
        **_within("legalese", {rid: need[1] for rid, need in needed.items()}, total),
    }


def _within(name: str, needed: Mapping[int, int], total: int) -> dict[str, Payload]:
    """Make rising bounds, some eight for each power of two, and the rules that need no more."""
    bounds = sorted({FEW, *map(_rounded, needed.values())})
    return {
        f"within {name}": array("H", bounds).tobytes(),
        f"within {name}.bits": Pieces(
            _bits((rid for rid, number in needed.items() if number <= bound), total)
            for bound in bounds
        ),
    }


def _rounded(number: int) -> int:
    step = 1 << max(0, number.bit_length() - 4)
    return -(-number // step) * step


def _leaders(
    sequences: Mapping[int, Sequence[int]], least_unique: Mapping[int, int], total: int
) -> dict[str, Payload]:
    """Make ``bounds``: numbers of all rules as bit planes, and ``bounds.starts``.

    The first is the least number of distinct tokens in common; then, for each tenth, the numbers
    that a containment reaches surely and perhaps (``leaders.margins``).
    """
    lengths = {rid: len(set(sequence)) for rid, sequence in sequences.items()}
    columns: list[Mapping[int, int]] = [least_unique]
    columns += (
        {rid: ceil(bound * length) for rid, length in lengths.items()}
        for tenth in TENTHS
        for bound in margins(tenth)
    )
    planes: list[bytes] = []
    starts = array("H", [0])
    for column in columns:
        planes += (
            _bits((rid for rid, value in column.items() if value >> bit & 1), total)
            for bit in range(max(column.values()).bit_length())
        )
        starts.append(len(planes))
    return {"bounds": Pieces(planes), "bounds.starts": starts.tobytes()}


def _bits(rids: Iterable[int] | Collection[int], total: int) -> bytes:
    bits = bytearray((total + 7) // 8)
    for rid in rids:
        bits[rid >> 3] |= 1 << (rid & 7)
    return bytes(bits)
