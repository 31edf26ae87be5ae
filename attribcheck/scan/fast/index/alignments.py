"""Whether aligning a text with rules can change what scancode finds in it.

The third step of scancode's matching aligns a text with the best candidates among the rules
(``LicenseIndex.get_approximate_matches``). In hundreds of files of code it adds a match to one or
two: what it finds is discarded by a filter, or it lies within the exact match of another rule. This
shows it beforehand. It argues about a match as the filters get it, merged from several alignments:

- **It lies in a region of the text** (``regions``), and its rule passes the ``Judge`` there.
- **Within an exact match it changes nothing.** Exact matches are stretches of the text with all
  their legalese, and cover their rule; where two overlap, nothing is shown here. When every other
  match lies within one of them, ``filter_contained_matches`` sorts it behind the exact match that
  contains it and before the next one, and removes it. Of the steps after that, only
  ``restore_non_overlapping`` gets to see it, and restores nothing that overlaps with what is kept.
  No exact match is merged with another match of its rule, for it has all positions of the rule.
  ``filter_short_matches_scattered_on_too_many_lines`` keeps a match that stands alone: where it
  might discard an exact match beside others, nothing is shown here.
- **So only matches in ``places`` matter.** Their rule is among the best candidates of a part of the
  text (``Candidates.leaders``), or of the whole text, of which none may be here.

The rules that remain are aligned with those parts, whether they are among the best or not, and
judged by their ``blocks``. The rules that are left then are aligned by scancode's own functions,
and go through its filters: their matches matter when one of them lies in no exact match. All blocks
of a match lie in its place, so it is made of those of the parts that have a share in the place, and
no block elsewhere keeps it from being merged. A rule that is aligned with several parts has to be a
candidate of each, for blocks of one part can keep those of another from making a match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any

from attribcheck.scan.fast.index import counters
from attribcheck.scan.fast.index.aligner import Block
from attribcheck.scan.fast.index.blocks import Run, may_last
from attribcheck.scan.fast.index.candidates import Candidates
from attribcheck.scan.fast.index.places import Place, Places
from attribcheck.scan.fast.index.unmatchable_rules import Counted, Span

NEAR_COPIES, TOP = 10, 70
"""Candidates for a whole text and for a part; see ``LicenseIndex.get_approximate_matches``."""

_EXACT = 8
"""With more exact matches nothing is shown: these are texts about licences, and to show it takes
longer than to align."""

_COUNTED = 32
"""Up to so many rules are tried without a count of all rules' tokens."""

_TRIED = 250
"""More rules are not tried one by one: to find the candidates takes less."""

_ALIGNED = 64
"""More rules that pass the trial are aligned only where they are candidates."""

_THRESHOLD = 0.8
"""The least resemblance of a near copy; likewise."""

_Chosen = tuple[Any, frozenset[int], frozenset[int]]


class Alignments:
    """Decides for a text whether it has to be aligned with rules.

    Args:
        places: Finds the places where a match matters.
        candidates: The rules by their tokens.
        needs: What matches of the rules need.
    """

    def __init__(self, places: Places, candidates: Candidates, needs: Sequence[Counted]) -> None:
        self._needs = needs
        self._places = places
        self._candidates = candidates

    def may_matter(self, index: Any, query: Any, matched: Any, exact: Sequence[Any]) -> bool:
        """Whether ``get_approximate_matches`` may return a match that changes the result.

        Args:
            index: The ``LicenseIndex``.
            query: The ``query.Query``.
            matched: The spans that are matched already.
            exact: The matches so far.
        """
        spans = _spans(exact)
        if spans is None:
            return True
        try:
            return self._matter(index, query, matched, spans)
        finally:
            # What a run can still match is computed once; a near copy takes some of it away.
            for run in query.query_runs:
                run._high_matchables = run._low_matchables = None  # noqa: SLF001

    def _matter(self, index: Any, query: Any, matched: Any, exact: Sequence[Span]) -> bool:
        places = list(self._places.of(query.tokens, query.unknowns_by_pos, exact))
        if not places:
            return False
        runs = [
            (run, here)
            for run in query.query_runs
            if (here := [one for one in places if one.begin <= run.end and one.end >= run.start])
            and run.is_matchable(include_low=False, qspans=matched)
        ]
        chosen = self._lasting(index, runs, exact)
        if chosen and _last(self._aligned(index, chosen, matched), query, exact):
            everywhere = [(run, rules, frozenset[int]()) for run, rules, _ in chosen]
            if _last(self._aligned(index, everywhere, matched), query, exact):
                return True
        return bool(self._best(query.whole_query_run().matchable_tokens(), alike=True))

    def _lasting(
        self, index: Any, runs: Sequence[tuple[Any, Sequence[Place]]], exact: Sequence[Span]
    ) -> list[_Chosen]:
        """Return parts of a text with the rules of which a match may last, if candidates there."""
        blocks: dict[int, list[Block]] = {}
        times: Counter[int] = Counter()
        tried: list[tuple[Any, Collection[int]]] = []
        for run, places in runs:
            tokens = list(run.matchable_tokens())  # a generator, in stock scancode
            rids = self._rules(tokens, places)
            if not rids:
                continue
            part = Run(index, run, tokens)
            for rid in rids:
                blocks.setdefault(rid, []).extend(part.blocks(rid))
            times.update(rids)
            tried.append((run, rids))
        lasting = {
            rid
            for rid, some in blocks.items()
            if may_last(
                some, index.tids_by_rid[rid], self._needs[rid].needs, index.len_legalese, exact
            )
        }
        once = frozenset(rid for rid in lasting if times[rid] == 1)
        return [
            (run, frozenset(lasting.intersection(rids)), once)
            for run, rids in tried
            if not lasting.isdisjoint(rids)
        ]

    def _aligned(self, index: Any, chosen: Iterable[_Chosen], matched: Any) -> list[Any]:
        """Return the matches of the alignments with rules, merged for each part of the text.

        Args:
            index: The ``LicenseIndex``.
            chosen: The parts, their rules, and rules that are aligned without being candidates.
            matched: See ``may_matter``.
        """
        aligned: list[Any] = []
        for run, rules, unasked in chosen:
            tokens = list(run.matchable_tokens())
            asked = rules - unasked
            here = [rid for rid in self._best(tokens) if rid in asked] if asked else []
            high = frozenset(filter(index.len_legalese.__gt__, tokens)) - {-1}
            found = [
                (None, rid, index.rules_by_rid[rid], high.intersection(index.tids_by_rid[rid]))
                for rid in (*here, *(rules & unasked))
            ]
            aligned += index.get_query_run_approximate_matches(run, found, matched)
        return aligned

    def _rules(self, tokens: Sequence[int], places: Sequence[Place]) -> Collection[int]:
        """Return the candidates of a part of a text that can have a match in ``places``.

        There may be others among them, if that makes it faster.
        """
        rules = reduce(or_, (place.rules for place in places))
        if rules.bit_count() > _COUNTED:
            rules &= self._candidates.with_legalese(tokens)
        if rules.bit_count() > _COUNTED:
            rules &= self._candidates.leaders(tokens, TOP)
        if rules.bit_count() > _TRIED:
            return _passing(places, self._best(tokens))
        found = _passing(places, counters.members(rules))
        return found.intersection(self._best(tokens)) if len(found) > _ALIGNED else found

    def _best(self, tokens: Iterable[int], *, alike: bool = False) -> list[int]:
        """Return the candidates that scancode finds for some tokens, best first."""
        top = NEAR_COPIES if alike else TOP
        found = self._candidates.find(tokens, top, alike=alike, threshold=_THRESHOLD)
        return [rid for _, rid in found]


def _passing(places: Iterable[Place], rids: Collection[int]) -> set[int]:
    """Return those of some rules that can have a match in one of ``places``."""
    return {rid for place in places for rid in rids if place.rules >> rid & 1 and place.judge(rid)}


def _spans(exact: Iterable[Any]) -> list[Span] | None:
    """Return the stretches of exact matches; None when nothing can be shown beside one of them."""
    spans: list[Span] = []
    for match in exact:
        begin, end = match.qspan.start, match.qspan.end
        legalese = match.query.idx.len_legalese
        high = sum(map(legalese.__gt__, match.query.tokens[begin : end + 1]))
        if match.len() != end - begin + 1 or match.hilen() != high or match.coverage() < 100:
            return None
        lines = match.query.line_by_pos[end] - match.query.line_by_pos[begin] + 1
        if match.rule.is_small and lines > match.len():
            return None
        spans.append((begin, end))
    spans.sort()
    overlap = any(second <= last for (_, last), (second, _) in pairwise(spans))
    return None if overlap or len(spans) > _EXACT else spans


def _last(aligned: list[Any], query: Any, exact: Sequence[Span]) -> bool:
    """Whether one of some matches, which lies in no exact match, passes scancode's first filters.

    Args:
        aligned: The matches of alignments.
        query: The text.
        exact: The exact matches.
    """
    from licensedcode import match  # lazy: with the engine

    matches = match.merge_matches(aligned)
    match.set_matched_lines(matches, query.line_by_pos)
    for kept in (
        match.filter_matches_missing_required_phrases,
        match.filter_spurious_matches,
        match.filter_below_rule_minimum_coverage,
        match.filter_too_short_matches,
    ):
        matches, _ = kept(matches)
    return any(
        not any(begin <= one.qspan.start and one.qspan.end <= end for begin, end in exact)
        for one in match.merge_matches(matches)
    )
