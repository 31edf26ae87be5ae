"""Rules of which no match of a text can last, so that the text need not be aligned with them.

scancode aligns each part of a text with up to 70 rules, and then discards most of what it found
(``licensedcode.match.refine_matches``). Two of its filters look at a match and its rule alone, and
come before all those that compare matches with each other:

- ``filter_matches_missing_required_phrases`` discards a match that lacks a position of one of the
  phrases that its rule requires;
- ``filter_too_short_matches`` discards a match of a small rule that covers less than 80 % of it.

A position of a rule is only ever matched by the same word in the text. So where a word of such a
phrase does not stand in the text at all, or words of a fifth of a small rule do not, every match of
that rule goes, also one that was merged from several: only matches of one rule are merged. And what
is found exactly is not concerned, since then all words of the rule stand in the text.

This holds for the parts of a text alone: near-duplicates of a whole text take what they matched
away from later steps before it is discarded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attribcheck.scan.exact.ondemand import OnDemand

_LEAST = 79.99
"""Per cent of a small rule; scancode rounds to two places before it compares with 80."""


class Hopeless:
    """Tells hopeless rules.

    Args:
        rules: The rules, by number.
        sequences: The tokens of each.
    """

    def __init__(self, rules: Sequence[Any], sequences: Sequence[Sequence[int]]) -> None:
        self._rules = rules
        self._sequences = sequences
        self._required: OnDemand[frozenset[int]] = OnDemand(len(rules), self._phrases)
        self._query: Any = None
        self._words: frozenset[int] = frozenset()

    def is_hopeless(self, query: Any, rid: int) -> bool:
        """Whether no match of rule ``rid`` with a part of a ``query.Query`` can last."""
        if query is not self._query:
            self._query, self._words = query, frozenset(query.tokens)
        if not self._required[rid] <= self._words:
            return True
        rule = self._rules[rid]
        if not rule.is_small:
            return False
        there = sum(map(self._words.__contains__, self._sequences[rid]))
        return bool(there / rule.length * 100 < _LEAST)

    def _phrases(self, rid: int) -> frozenset[int]:
        """Return the tokens that every match of a rule that lasts has."""
        rule, tokens = self._rules[rid], self._sequences[rid]
        if rule.is_continuous or rule.is_required_phrase:
            return frozenset()  # judged in another way
        return frozenset(tokens[at] for span in rule.required_phrase_spans or () for at in span)
