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
from collections.abc import Collection, Sequence
from itertools import accumulate, chain, compress, count, pairwise
from math import ceil
from operator import not_
from typing import Any, NamedTuple

from attribcheck.scan.fast.index.on_demand import OnDemand

_ROUNDED = 0.01
"""scancode rounds per cents to two places before it compares them."""


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
    """A rule's needs, and how many of its words are before each place and in all, of two kinds.

    Attributes:
        high: Words of legalese.
        required: Words of the phrases that it requires.
        needs: The needs of a match.
    """

    high: array[int]
    required: array[int]
    needs: Needs


class UnmatchableRules:
    """Tells the rules of which no match with a text can pass scancode's filters.

    Args:
        needs: The needs of the matches of each rule.
        sequences: The tokens of each.
        legalese: Tokens below this number are legalese.

    Attributes:
        rules: What each needs, counted.
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
        self._pairs: frozenset[tuple[int, int]] = frozenset()

    def is_unmatchable(self, query: Any, rid: int) -> bool:
        """Whether no match of rule ``rid`` with a part of a ``query.Query`` can last."""
        if query is not self._query:
            self._query, self._words = query, frozenset(query.tokens)
            self._pairs = frozenset(pairwise(query.tokens))
        high, required, needs = self.rules[rid]
        tokens = self._sequences[rid]
        gaps = map(not_, map(self._pairs.__contains__, pairwise(tokens)))
        matched = legalese = begin = 0
        for end in chain(compress(count(1), gaps), (len(tokens),)):
            there = high[end] - high[begin]
            if there and (end > begin + 1 or tokens[begin] in self._words):
                matched += end - begin
                legalese += there
            elif required[end] > required[begin]:
                return True
            begin = end
        return bool(matched < needs.words or legalese < needs.legalese)

    def _counted(self, rid: int) -> Counted:
        tokens, needs = self._sequences[rid], self._needs[rid]
        required = map(needs.required.__contains__, range(len(tokens)))
        return Counted(
            high=array("H", accumulate(map(self._legalese.__gt__, tokens), initial=0)),
            required=array("H", accumulate(required, initial=0)),
            needs=needs,
        )
