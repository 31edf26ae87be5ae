"""How much information corresponding tokens carry, in bits: a score that chance does not reach.

Two files that share nothing still have long sequences of equal tokens: a table of data, a list of
parameters, a block of similar calls. They repeat themselves, or they are a patchwork of short
pieces. So a token is worth 3.25 bits (2 in the languages of the C family, whose braces and
parentheses say little), half of that in an idiom (see ``idioms``), but a quarter of a bit when the
four tokens that end with it occurred before in the same region, and each gap between two runs of
equal tokens costs 9 bits. A region is the part of an alignment with the highest score: a local
alignment, as Smith and Waterman (1981) score it.

Frequencies of public code as a model of what is expected were tried and found worse: they price the
idioms of a domain, and those are what its copies consist of. The sizes that zlib returns, which
work nearly as well without the cost of gaps, differ between its builds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attribcheck.copies import idioms
from attribcheck.copies.lexers import clike

Run = tuple[int, int, int]
"""Tokens that are equal: the first one here, the first one there, how many."""

_CONTEXT = 4
_UNIT = 4  # a bit
_NEW = 13
_NEW_OF_FAMILY = {clike.FAMILY: 8}
_REPEATED = 1
_GAP = 36


class Information:
    """The information of the tokens of one checked file.

    Args:
        codes: Their codes.
        family: Their family; see ``Tokens``.
    """

    def __init__(self, codes: bytes, family: str) -> None:
        self._new = _NEW_OF_FAMILY.get(family, _NEW)
        self._before = _earlier(codes)
        self._idioms = bytearray(len(codes))
        for start, end in idioms.spans(codes, family):
            self._idioms[start:end] = b"\1" * (end - start)

    def of(self, runs: Sequence[Run]) -> float:
        """Return the information of the tokens of ``runs``, which are in order, in bits."""
        scores = self._scores(runs)
        return (sum(scores) - _GAP * (len(runs) - 1)) / _UNIT

    def best_parts(self, runs: Sequence[Run], least: float) -> Iterator[Sequence[Run]]:
        """Yield the parts of an alignment that score highest, the best one first.

        Args:
            runs: The alignment.
            least: The information in bits below which a part is left out.
        """
        waiting = [(runs, self._scores(runs))]
        while waiting:
            runs, scores = waiting.pop()
            start, end, score = _highest(scores)
            if score < max(least * _UNIT, 1):
                continue
            yield runs[start:end]
            waiting += [(runs[:start], scores[:start]), (runs[end:], scores[end:])]

    def _scores(self, runs: Sequence[Run]) -> list[int]:
        """Return the score of each run."""
        if not runs:
            return []
        first = runs[0][0]
        before = self._before
        scores = []
        for here, _, length in runs:
            end = here + length
            new = sum(map(first.__gt__, before[here:end]))
            score = self._new * new + _REPEATED * (length - new)
            if self._idioms.find(1, here, end) >= 0:
                idiomatic = zip(self._idioms[here:end], before[here:end], strict=True)
                known = sum(1 for is_idiom, last in idiomatic if is_idiom and last < first)
                score -= self._new // 2 * known
            scores.append(score)
        return scores


def _highest(scores: Sequence[int]) -> tuple[int, int, int]:
    """Return the first and the last index, and the sum, of the runs that score highest together."""
    best = (0, 0, 0)
    start = total = 0
    for at, score in enumerate(scores):
        if total <= _GAP:
            start, total = at, score
        else:
            total += score - _GAP
        if total > best[2]:
            best = (start, at + 1, total)
    return best


def _earlier(codes: bytes) -> list[int]:
    """Return for each token where the run of four that ends there ended before, or -1."""
    last: dict[bytes, int] = {}
    found = [-1] * min(_CONTEXT - 1, len(codes))
    for at in range(_CONTEXT - 1, len(codes)):
        run = codes[at - _CONTEXT + 1 : at + 1]
        found.append(last.get(run, -1))
        last[run] = at
    return found
