"""Candidate rules whose matches scancode's filters would always discard.

Skipping the alignment of a text with such a rule is lossless.

scancode aligns each part of a text with up to 70 rules, and then discards most of what it found
(``licensedcode.match.refine_matches``). Three of its filters look at a match and its rule alone,
and come before all those that compare matches with each other:

- ``filter_matches_missing_required_phrases`` discards a match that lacks a position of one of the
  phrases that its rule requires;
- ``filter_below_rule_minimum_coverage`` discards one that covers less of its rule than the rule's
  minimum;
- ``filter_too_short_matches`` discards one with fewer words, or less legalese, than its rule's
  minimum, and one of a small rule that covers less than 80 % of it.

An alignment consists of blocks, in which words are neighbours in the text as they are in the rule,
and each has a word of legalese (``licensedcode.seq``). So a word of the rule is matched only where
its chain has legalese: all words around it of which each two neighbours are neighbours somewhere in
the text too. Where the words that can be matched are fewer than a filter's minimum, every match of
that rule is discarded, also one that was merged from several: only matches of one rule are merged,
and a merged match has as many positions in the text as in the rule. An exact match is not
concerned, since then all words of the rule are neighbours in the text.

This holds for the parts of a text alone: near-duplicates of a whole text take what they matched
away from later steps before it is discarded.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from itertools import compress, count
from math import ceil
from typing import Any, NamedTuple

from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.scan.fast.index.words import pairs_of

_ROUNDED = 0.01
"""scancode rounds per cents to two places before it compares them."""


Span = tuple[int, int]
"""The first and the last place."""


class Needs(NamedTuple):
    """The least that a match of a rule needs to pass the filters.

    Attributes:
        words: How many words.
        legalese: How many of them must be legalese.
        required: The places in the rule of the words of phrases that it requires.
    """

    words: int
    legalese: int
    required: Collection[int]


NOTHING = Needs(0, 0, ())


def needs_of(rule: Any) -> Needs:
    """Return the needs of a match of a ``licensedcode.models.Rule``."""
    required: set[int] = set()
    if not (rule.is_continuous or rule.is_required_phrase):  # judged in another way
        required.update(at for span in rule.required_phrase_spans or () for at in span)
    coverage = max(rule.minimum_coverage, 80 if rule.is_small else 0) - _ROUNDED
    words = max(rule.min_matched_length, ceil(coverage / 100 * rule.length))
    return Needs(words, rule.min_high_matched_length, frozenset(required))


class Counted(NamedTuple):
    """What is asked of a rule again and again.

    Attributes:
        legalese: The places of its words of legalese, rising.
        pairs: Its neighbours, as numbers.
        needs: The needs of a match.
    """

    legalese: array[int]
    pairs: array[int]
    needs: Needs


def blocks(
    tokens: Sequence[int],
    rule: Counted,
    pairs: Collection[int],
    words: Collection[int],
) -> list[Span]:
    """Return the parts of a rule that blocks of an alignment with a text can cover, rising.

    Args:
        tokens: The words of the rule.
        rule: What is known of it.
        pairs: The neighbours in the text, as numbers.
        words: Its words.
    """
    chains: list[Span] = []
    begin, end = 0, -1
    for place in compress(count(), map(pairs.__contains__, rule.pairs)):
        if place != end:
            if end > 0:
                chains.append((begin, end))
            begin = place
        end = place + 1
    if end > 0:
        chains.append((begin, end))
    legalese = rule.legalese
    alone = compress(legalese, map(words.__contains__, map(tokens.__getitem__, legalese)))
    if not chains:
        return [(place, place) for place in alone]
    covered: set[int] = set()
    for first, last in chains:
        covered.update(range(first, last + 1))
    found = [span for span in chains if high_in(span, legalese)]
    found += ((place, place) for place in alone if place not in covered)
    found.sort()
    return found


def high_in(span: Span, legalese: Sequence[int]) -> int:
    """Return how many of the places of ``legalese`` lie in ``span``."""
    return bisect_right(legalese, span[1]) - bisect_left(legalese, span[0])


class UnmatchableRules:
    """Tells the rules of which no match with a text can pass scancode's filters.

    Args:
        needs: The needs of the matches of each rule.
        sequences: The tokens of each.
        legalese: Tokens below this number are legalese.

    Attributes:
        rules: What each needs.
    """

    def __init__(
        self, needs: Sequence[Needs], sequences: Sequence[Sequence[int]], legalese: int
    ) -> None:
        self._needs = needs
        self._sequences = sequences
        self._legalese = legalese
        self.rules: OnDemand[Counted] = OnDemand(len(needs), self._counted)
        self._query: Any = None
        self._words: frozenset[int] = frozenset()
        self._pairs: frozenset[int] = frozenset()

    def is_unmatchable(self, query: Any, rid: int) -> bool:
        """Whether no match of rule ``rid`` with a part of a ``query.Query`` can last."""
        if query is not self._query:
            self._query, self._words = query, frozenset(query.tokens)
            self._pairs = frozenset(pairs_of(query.tokens))
        rule = self.rules[rid]
        return not suffices(blocks(self._sequences[rid], rule, self._pairs, self._words), rule)

    def _counted(self, rid: int) -> Counted:
        tokens = self._sequences[rid]
        return Counted(
            legalese=array("H", compress(count(), map(self._legalese.__gt__, tokens))),
            pairs=array("I", pairs_of(tokens)),
            needs=self._needs[rid],
        )


def suffices(found: Collection[Span], rule: Counted) -> bool:
    """Whether all ``blocks`` of a rule together have what a match of it needs."""
    legalese, needs = rule.legalese, rule.needs
    if sum(end - begin + 1 for begin, end in found) < needs.words:
        return False
    if sum(high_in(span, legalese) for span in found) < needs.legalese:
        return False
    return all(any(begin <= place <= end for begin, end in found) for place in needs.required)
