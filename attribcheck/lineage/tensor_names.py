"""Families of models by the names of their tensors.

``tensor_names.json`` is made by ``benchmarks/tensor_names.py``, which reads the model classes of
transformers as data. A file is compared with each class by patterns: names with ``#`` for numbers,
of the same number of dimensions where both are known. Rare patterns count more than those of many
families (inverse document frequency); the measure is the weighted Jaccard index. What stands before
the names of a whole model (``bert.``, ``model.language_model.``) is not part of a pattern.

Many families share all their names, those of Llama for instance: such names say nothing of one.

Figures: docs/lineage.md, "Families by the names of tensors".
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from math import log
from pathlib import Path
from typing import NamedTuple

from attribcheck.lineage.families import normal_form

_DATA = Path(__file__).with_name("tensor_names.json")
THRESHOLD = 0.6
"""The index from which the names are said to match a family."""
MARGIN = 0.05
"""Families this near to the best are named with it."""
MOST = 3
"""Families that are named together; names that more of them have tell nothing."""
_NUMBER = re.compile(r"(?<=\.)\d+(?=\.|\Z)|\A\d+(?=\.)")
_LEVELS = 3
_MOST_PATTERNS = 20_000
_SHARE = 0.5
_MIN_PATTERNS = 6


class TensorClass(NamedTuple):
    """A class of models.

    Attributes:
        module: The folder of its code, which names the family in claims.
        name: Its name.
        ranks: The number of dimensions of each pattern; 0 where it is not known.
        required: Those that no option takes away: biases, cross-attention and the like are options.
    """

    module: str
    name: str
    ranks: Mapping[str, int]
    required: AbstractSet[str]


class Match(NamedTuple):
    """How near a file is to a class.

    Attributes:
        found: The class.
        score: The weighted Jaccard index, 0 to 1.
        shared: The number of patterns that both have.
        patterns: The number of patterns of the file, below ``prefix``.
        prefix: What stands before them in the file.
    """

    found: TensorClass
    score: float
    shared: int
    patterns: int
    prefix: str


def patterns_of(shapes: Mapping[str, int]) -> dict[str, int]:
    """Return the patterns of a file.

    Args:
        shapes: The number of dimensions of each tensor by its name; 0 where it is not known.
    """
    found: dict[str, int] = {}
    for name, rank in shapes.items():
        found.setdefault(_NUMBER.sub("#", name), rank)
    return found


@lru_cache(maxsize=1)
def all_classes() -> tuple[TensorClass, ...]:
    """Return every class."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    patterns = [pattern.partition(" ") for pattern in data["patterns"]]
    return tuple(
        _class(module, name, [patterns[at] for at in at_all])
        for module, name, at_all in data["classes"]
    )


def _class(module: str, name: str, patterns: list[tuple[str, str, str]]) -> TensorClass:
    ranks = {pattern: int(mark.removesuffix("?")) for pattern, _, mark in patterns}
    sure = frozenset(pattern for pattern, _, mark in patterns if not mark.endswith("?"))
    return TensorClass(module, name, ranks, sure)


@lru_cache(maxsize=1)
def _counts() -> Counter[str]:
    """Return how many families have each pattern."""
    pairs = {(one.module, pattern) for one in all_classes() for pattern in one.ranks}
    return Counter(pattern for _, pattern in pairs)


@lru_cache(maxsize=1)
def _families() -> int:
    return len({one.module for one in all_classes()})


@lru_cache(maxsize=65_536)
def _weight(pattern: str) -> float:
    return log(_families() / (1 + _counts()[pattern])) + 0.1


def _total(patterns: AbstractSet[str]) -> float:
    return sum(map(_weight, patterns))


@lru_cache(maxsize=1)
def _totals() -> tuple[float, ...]:
    return tuple(_total(one.required) for one in all_classes())


def nearest(shapes: Mapping[str, int]) -> list[Match]:
    """Return the classes that a file is near to, the nearest first; none below ``THRESHOLD``.

    Args:
        shapes: See ``patterns_of``.
    """
    best: dict[tuple[str, str], Match] = {}
    whole = patterns_of(shapes)
    if len(whole) > _MOST_PATTERNS:
        return []
    for prefix, patterns in _views(whole):
        if len(patterns) < _MIN_PATTERNS:
            continue
        size = _total(patterns.keys())
        for one, total in zip(all_classes(), _totals(), strict=True):
            common = {
                pattern
                for pattern in patterns.keys() & one.ranks.keys()
                if patterns[pattern] in (0, one.ranks[pattern]) or not one.ranks[pattern]
            }
            weight = _total(common)
            score = weight / (size + total - _total(common & one.required))
            key = (one.module, one.name)
            if score >= THRESHOLD and (key not in best or score > best[key].score):
                best[key] = Match(one, score, len(common), len(patterns), prefix)
    return sorted(best.values(), key=_order)


def _order(match: Match) -> tuple[float, bool, str, str]:
    """Return what matches are sorted by; of equal ones a family's main class is first."""
    module, name = match.found.module, match.found.name
    return -match.score, normal_form(module) != normal_form(name), module, name


def _views(patterns: Mapping[str, int]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield all patterns, and those below the beginning that most of them share, in turn."""
    prefix, total = "", len(patterns)
    for _ in range(_LEVELS):
        yield prefix, patterns
        firsts = Counter(pattern.partition(".")[0] for pattern in patterns if "." in pattern)
        if not firsts:
            return
        first, count = firsts.most_common(1)[0]
        if count < _SHARE * total:
            return
        prefix += f"{first}."
        patterns = {
            pattern[len(first) + 1 :]: rank
            for pattern, rank in patterns.items()
            if pattern.startswith(f"{first}.")
        }
    yield prefix, patterns


def told(matches: list[Match]) -> list[Match]:
    """Return the best match of each family that is as near as the best; none where many are."""
    found: dict[str, Match] = {}
    for match in matches:
        if match.score >= matches[0].score - MARGIN:
            found.setdefault(match.found.module, match)
    return list(found.values()) if len(found) <= MOST else []
