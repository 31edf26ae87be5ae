"""Aligns a text with a rule where the two can have anything in common, and nowhere else.

Stands in for ``licensedcode.match_seq.match_sequence`` (scancode-toolkit 32.5). It aligns with the
same ``match_blocks`` and makes the same matches; only the part of the text that is looked at is
smaller. A block that ``match_blocks`` finds has a word of legalese in it that the rule has too
(``high_postings``) and that is not matched yet, and is no longer than the rule. So no block lies
further than a rule's length before the first such word, or behind the last; and where there is none
there is no block. scancode walks over the whole run each time, and after every block that it
found once more to its end.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from typing import Any

from attribcheck.scan.fast.patches.patch import Patch


class _Occurrences:
    """Where each word of legalese stands in a run that is not matched yet.

    A run is aligned with one rule after the other, and a ``query.QueryRun`` has no place to keep
    this: that of the last one is kept.
    """

    def __init__(self) -> None:
        self._left: Any = None
        self._places: dict[int, list[int]] = {}

    def of(self, run: Any) -> dict[int, list[int]]:
        """Return the places in a ``query.QueryRun`` by word, rising."""
        left = run.high_matchables
        if left is not self._left:
            tokens = run.query.tokens
            self._left, self._places = left, {}
            for at in left:
                self._places.setdefault(tokens[at], []).append(at)
        return self._places


_OCCURRENCES = _Occurrences()


def match_sequence(  # noqa: PLR0917 - scancode's own signature
    idx: Any,
    rule: Any,
    query_run: Any,
    high_postings: Any,
    start_offset: int = 0,
    match_blocks: Any = None,
    deadline: float = sys.maxsize,
) -> list[Any]:
    """Return the matches of a run with a rule, from ``start_offset`` of the run on."""
    from licensedcode.match import LicenseMatch  # lazy: with the engine
    from licensedcode.match_seq import MATCH_SEQ, MATCH_SEQ_ORDER
    from licensedcode.spans import Span

    if not rule or not query_run.is_matchable(include_low=False):
        return []
    itokens = idx.tids_by_rid[rule.rid]
    legalese, reach = idx.len_legalese, len(itokens)
    query, qtokens = query_run.query, query_run.query.tokens
    known = _OCCURRENCES.of(query_run)
    places = [known[token] for token in high_postings if token in known]
    matchables = query_run.matchables
    begin = start = query_run.start + start_offset
    end = query_run.end + 1
    matches = []
    while start < end:
        at = [bisect_left(those, start) for those in places]
        first = [those[n] for those, n in zip(places, at, strict=True) if n < len(those)]
        if not first:
            break
        last = max(those[-1] for those in places)
        blocks = match_blocks(
            a=qtokens,
            b=itokens,
            a_start=max(start, min(first) - reach),
            a_end=min(end, last + 1 + reach),
            b2j=high_postings,
            len_good=legalese,
            matchables=matchables,
        )
        if not blocks:
            break
        for qpos, ipos, length in blocks:
            # As there, a lone word that is no legalese is no match.
            if length > 1 or (length == 1 and qtokens[qpos] < legalese):
                high = [at for at in range(ipos, ipos + length) if itokens[at] < legalese]
                matches.append(
                    LicenseMatch(
                        rule=rule,
                        qspan=Span(range(qpos, qpos + length)),
                        ispan=Span(range(ipos, ipos + length)),
                        hispan=Span(high),
                        query_run_start=begin,
                        matcher=MATCH_SEQ,
                        matcher_order=MATCH_SEQ_ORDER,
                        query=query,
                    )
                )
            start = max(start, qpos + length)
    return matches


def _install(_facts: Any) -> None:
    from licensedcode import match_seq  # lazy: with the engine

    match_seq.match_sequence = match_sequence


SEQUENCES = Patch(
    name="sequences",
    replaces=("licensedcode.match_seq.match_sequence",),
    rests_on=("licensedcode.seq.match_blocks",),
    install=_install,
    statements=False,
)
