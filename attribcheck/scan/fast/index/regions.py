"""Dense regions of a text: the only places in which an alignment with a rule can leave a match.

scancode discards a match of an alignment when fewer than 40 % of the words between its first and
its last one are matched, in the text (words that no rule has count too) or in the rule
(``licensedcode.match.filter_spurious_matches``). And an alignment consists of blocks: words that
are neighbours in the text as in the rule, with a word of legalese in each (``licensedcode.seq``).

So a word can be matched only when a chain of neighbours leads from it to a word of legalese, each
two of them neighbours in some rule. With 3 points for such a word and -2 for each other one, the
words from the first to the last of a match that is not discarded have no negative sum. ``spans``
joins everything that lies in such a stretch: a match lies within one of the regions.

``Words`` are those of a region that can be matched, and ``Judge`` tells whether a rule can have a
match of them: the three filters of ``unmatchable_rules``, and the density in the rule, which is
judged in the same way. A word is matched once, so the rule has each no more often than the region.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, count, pairwise, repeat
from typing import NamedTuple

from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.scan.fast.index.unmatchable_rules import Counted, Needs, Span, blocks, suffices
from attribcheck.scan.fast.index.words import pairs_of

SLOTS = 1 << 21

CLOSE = 25
"""Words: a match of up to ``FEW`` words spans at most so many in a rule, at 40 %."""

FEW = 10


def slot(first: int, second: int) -> int:
    """Return where a table of ``SLOTS`` has whether two tokens are neighbours in a rule.

    Others may have the same slot: then they count as neighbours too, which only makes regions
    longer.
    """
    return (first * 619 ^ second) & (SLOTS - 1)


def unordered(token: int, other: int) -> int:
    """Return two tokens in any order as one number."""
    return token << 16 | other if token < other else other << 16 | token


class Words(NamedTuple):
    """Words of a region that can be matched.

    Attributes:
        pieces: Those that are neighbours, together.
        counts: How often each is there.
        pairs: The neighbours, as numbers.
        size: How many words there are.
        high: How many of them are legalese.
    """

    pieces: Sequence[tuple[int, ...]]
    counts: Mapping[int, int]
    pairs: frozenset[int]
    size: int
    high: int

    @classmethod
    def of(cls, pieces: Sequence[tuple[int, ...]], legalese: int) -> Words:
        """Return the words in ``pieces``; tokens below the number ``legalese`` are legalese."""
        counts = Counter(chain.from_iterable(pieces))
        return cls(
            pieces,
            counts,
            frozenset(chain.from_iterable(map(pairs_of, pieces))),
            sum(counts.values()),
            sum(times for token, times in counts.items() if token < legalese),
        )


def regions(
    tokens: Sequence[int], unknown: Mapping[int, int], legalese: int, neighbours: Sequence[int]
) -> list[list[Span]]:
    """Return the spans of words that can be matched, by the region in which they lie.

    Args:
        tokens: Those of the text that a rule has.
        unknown: How many words that no rule has follow a place.
        legalese: Tokens below this number are legalese.
        neighbours: See ``slot``.
    """
    spans = list(_spans(tokens, legalese, neighbours))
    if not spans:
        return []
    before = [0, *accumulate(map(unknown.get, range(len(tokens)), repeat(0)))]
    gaps = [
        begin - end - 1 + before[begin] - before[end] for (_, end), (begin, _) in pairwise(spans)
    ]
    return list(dense(spans, gaps))


def _spans(tokens: Sequence[int], legalese: int, neighbours: Sequence[int]) -> Iterator[Span]:
    end, last = -1, len(tokens) - 1
    for place in compress(count(), map(legalese.__gt__, tokens)):
        if place <= end:
            continue
        begin = end = place
        while begin and neighbours[slot(tokens[begin - 1], tokens[begin])]:
            begin -= 1
        while end < last and neighbours[slot(tokens[end], tokens[end + 1])]:
            end += 1
        yield begin, end


def dense(spans: Sequence[Span], gaps: Iterable[int]) -> Iterator[list[Span]]:
    """Yield those of ``spans`` that lie in stretches of which they are 40 % and more, together.

    Args:
        spans: Rising, at least one.
        gaps: How many other words are between each two.
    """
    befores, afters, total = [0], [], 0
    for (begin, end), gap in zip(spans, chain(gaps, [0]), strict=True):
        total += 3 * (end - begin + 1)
        afters.append(total)
        total -= 2 * gap
        befores.append(total)
    # The best sum up to the end of any later span, for each.
    best = list(accumulate(reversed(afters), max))
    best.reverse()
    least = befores[0]
    together = [spans[0]]
    for span, before, after in zip(spans[1:], befores[1:], best[1:], strict=False):
        if after < least:
            yield together
            together = []
        together.append(span)
        least = min(least, before)
    yield together


class Judge:
    """Tells whether a rule can have a match in a region that scancode does not discard.

    Args:
        rules: What the matches of each rule need.
        least: How much legalese they need.
        sequences: The tokens of each.
        legalese: Tokens below this number are legalese.
    """

    def __init__(
        self,
        rules: Sequence[Counted],
        least: Sequence[int],
        sequences: Sequence[Sequence[int]],
        legalese: int,
    ) -> None:
        self._least = least
        self._rules = rules
        self._sequences = sequences
        self._legalese = legalese
        self._high: OnDemand[tuple[int, ...]] = OnDemand(
            len(sequences), lambda rid: tuple(filter(legalese.__gt__, sequences[rid]))
        )

    def may_match(self, words: Words, rid: int, holds: Callable[[Collection[int]], bool]) -> bool:
        """Whether rule ``rid`` can have a match of ``words``.

        Args:
            words: The words.
            rid: The rule.
            holds: Whether a match may consist of these tokens of the rule.
        """
        if sum(map(words.counts.__contains__, self._high[rid])) < self._least[rid]:
            return False
        rule, tokens = self._rules[rid], self._sequences[rid]
        found = blocks(tokens, rule, words.pairs, words.counts)
        if not found or not suffices(found, rule):
            return False
        needs = rule.needs
        between = [begin - end - 1 for (_, end), (begin, _) in pairwise(found)]
        return any(
            all(group[0][0] <= place <= group[-1][1] for place in needs.required)
            and self._is_enough(words, [tokens[b : e + 1] for b, e in group], needs, holds)
            for group in dense(found, between)
        )

    def _is_enough(
        self,
        words: Words,
        blocks: Iterable[Sequence[int]],
        needs: Needs,
        holds: Callable[[Collection[int]], bool],
    ) -> bool:
        there = Counter(chain.from_iterable(blocks))
        matched = legalese = 0
        for token, times in there.items():
            least = min(times, words.counts.get(token, 0))
            matched += least
            if token < self._legalese:
                legalese += least
        return matched >= needs.words and legalese >= needs.legalese and holds(there)
