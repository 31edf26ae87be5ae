"""The blocks of alignments, and whether a match made of them can pass scancode's filters.

An alignment of a rule with a part of a text depends on these two alone, and consists of blocks.
``Run`` aligns as ``match_seq.match_sequence`` does, without its matches.
Any match of the rule that scancode makes and merges consists of some of these blocks. So none lasts
when in no stretch that is dense enough (``regions.dense``) all blocks together have what a match of
the rule needs, except where they lie within one exact match.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

from attribcheck.scan.fast.index.aligner import Aligner, Block
from attribcheck.scan.fast.index.regions import dense
from attribcheck.scan.fast.index.unmatchable_rules import Needs, Span


class Run:
    """A part of a text that can be aligned with rules.

    Args:
        index: The ``LicenseIndex``.
        run: The ``query.QueryRun``.
        tokens: Its ``matchable_tokens``.
    """

    def __init__(self, index: Any, run: Any, tokens: Sequence[int]) -> None:
        self._align = Aligner()
        self._index = index
        self._run = run
        self._matchable = run.matchables
        self._present = frozenset(tokens) - {-1}

    def blocks(self, rid: int) -> Iterator[Block]:
        """Yield the blocks of the alignments with rule ``rid``."""
        index, run = self._index, self._run
        postings = index.high_postings_by_rid[rid]
        high = {token: postings[token] for token in postings.keys() & self._present}
        tokens, legalese = run.query.tokens, index.len_legalese
        begin = run.start
        while begin <= run.end:
            found = self._align(
                a=tokens,
                b=index.tids_by_rid[rid],
                a_start=begin,
                a_end=run.end + 1,
                b2j=high,
                len_good=legalese,
                matchables=self._matchable,
            )
            if not found:
                return
            for block in found:
                if block.length > 1 or tokens[block.begin] < legalese:
                    yield block
                begin = max(begin, block.begin + block.length)


def may_last(
    blocks: Collection[Block],
    rule: Sequence[int],
    needs: Needs,
    legalese: int,
    exact: Sequence[Span],
) -> bool:
    """Whether a match of some of the blocks may pass scancode's filters, and lie in no exact match.

    Args:
        blocks: All blocks of one rule.
        rule: Its tokens.
        needs: What a match of it needs.
        legalese: Tokens below this number are legalese.
        exact: The exact matches.
    """
    if not blocks:
        return False
    ordered = sorted(blocks)
    spans = [(one.begin, one.begin + one.length - 1) for one in ordered]
    gaps = [max(0, begin - end - 1) for (_, end), (begin, _) in pairwise(spans)]
    at = 0
    for group in dense(spans, gaps):
        some = ordered[at : at + len(group)]
        at += len(group)
        last = max(end for _, end in group)
        if any(begin <= group[0][0] and last <= end for begin, end in exact):
            continue
        places = {place for one in some for place in range(one.place, one.place + one.length)}
        high = sum(rule[place] < legalese for place in places)
        enough = len(places) >= needs.words and high >= needs.legalese
        if enough and places.issuperset(needs.required):
            return True
    return False
