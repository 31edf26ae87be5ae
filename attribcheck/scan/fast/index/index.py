"""Puts the container in the place of the index and the licence database that scancode loads.

``licensedcode`` keeps both in the private ``cache._LICENSE_CACHE`` and reads everything there.
``match_set.compute_candidates`` is replaced by ``candidates``, without the rules of
``unmatchable_rules``, and ``LicenseIndex.get_approximate_matches`` is not called where
``alignments`` shows that its answer does not matter. Everything else is scancode's own code.

``unknown_licenses`` and additional licence directories are not served; ``api.get_licenses`` is
called without either.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attribcheck.scan.fast.index import licensing, records, words
from attribcheck.scan.fast.index.aligner import Aligner
from attribcheck.scan.fast.index.alignments import Alignments
from attribcheck.scan.fast.index.automaton import automaton
from attribcheck.scan.fast.index.candidates import Candidates
from attribcheck.scan.fast.index.container import Container
from attribcheck.scan.fast.index.on_demand import OnDemand
from attribcheck.scan.fast.index.places import Places
from attribcheck.scan.fast.index.unmatchable_rules import Needs, UnmatchableRules

RESTS_ON = (
    "licensedcode.cache.LicenseCache",
    "licensedcode.cache._LICENSE_CACHE",
    "licensedcode.cache.build_licensing",
    "licensedcode.cache.build_spdx_symbols",
    "licensedcode.cache.build_unknown_spdx_symbol",
    "licensedcode.cache.get_cache",
    "licensedcode.cache.get_index",
    "licensedcode.cache.get_licenses_db",
    "licensedcode.cache.get_licensing",
    "licensedcode.cache.get_spdx_symbols",
    "licensedcode.cache.get_unknown_spdx_symbol",
    "licensedcode.cache.populate_cache",
    "licensedcode.index.LicenseIndex.__init__",
    "licensedcode.index.LicenseIndex._add_rules",
    "licensedcode.index.LicenseIndex.get_approximate_matches",
    "licensedcode.index.LicenseIndex.get_exact_matches",
    "licensedcode.index.LicenseIndex.get_query_run_approximate_matches",
    "licensedcode.index.LicenseIndex.get_spdx_id_matches",
    "licensedcode.index.LicenseIndex.match",
    "licensedcode.index.LicenseIndex.match_query",
    "licensedcode.index.USE_AHO_FRAGMENTS",
    "licensedcode.index.USE_BIGRAM_MULTISETS",
    "licensedcode.index.USE_DMP",
    "licensedcode.index.USE_RULE_STARTS",
    "licensedcode.MAX_DIST",
    "licensedcode.match.LicenseMatch",
    "licensedcode.match.filter_below_rule_minimum_coverage",
    "licensedcode.match.filter_contained_matches",
    "licensedcode.match.filter_invalid_matches_to_single_word_gibberish",
    "licensedcode.match.filter_matches_missing_required_phrases",
    "licensedcode.match.filter_matches_to_spurious_single_token",
    "licensedcode.match.filter_overlapping_matches",
    "licensedcode.match.filter_short_matches_scattered_on_too_many_lines",
    "licensedcode.match.filter_spurious_matches",
    "licensedcode.match.filter_too_short_matches",
    "licensedcode.match.merge_matches",
    "licensedcode.match.refine_matches",
    "licensedcode.match.restore_non_overlapping",
    "licensedcode.match.set_matched_lines",
    "licensedcode.match_aho.add_sequence",
    "licensedcode.match_aho.exact_match",
    "licensedcode.match_aho.get_automaton",
    "licensedcode.match_aho.get_matched_positions",
    "licensedcode.match_aho.get_matched_spans",
    "licensedcode.match_aho.get_matches",
    "licensedcode.match_hash.hash_match",
    "licensedcode.match_hash.index_hash",
    "licensedcode.match_hash.tokens_hash",
    "licensedcode.match_seq.match_sequence",
    "licensedcode.match_set.ScoresVector",
    "licensedcode.match_set.build_set_and_mset",
    "licensedcode.match_set.build_set_and_tids_mset",
    "licensedcode.match_set.compare_token_sets",
    "licensedcode.match_set.compute_candidates",
    "licensedcode.match_set.filter_dupes",
    "licensedcode.match_set.high_multiset_subset",
    "licensedcode.match_set.high_tids_multiset_subset",
    "licensedcode.match_set.high_tids_set_subset",
    "licensedcode.match_set.multiset_counter",
    "licensedcode.match_set.multisets_intersector",
    "licensedcode.match_set.tids_set_counter",
    "licensedcode.match_set.tids_sets_intersector",
    "licensedcode.match_spdx_lid.get_expression",
    "licensedcode.match_spdx_lid.spdx_id_match",
    "licensedcode.models.BasicRule",
    "licensedcode.models.License",
    "licensedcode.models.Rule",
    "licensedcode.models.compute_thresholds_occurences",
    "licensedcode.models.compute_thresholds_unique",
    "licensedcode.query.Query",
    "licensedcode.query.QueryRun",
    "licensedcode.query.build_query",
    "licensedcode.spans.Span",
    "licensedcode.seq.extend_match",
    "licensedcode.seq.find_longest_match",
    "licensedcode.seq.match_blocks",
    "licensedcode.stopwords.STOPWORDS",
    "license_expression.LicenseSymbolLike",
    "license_expression.Licensing",
)
"""What this replaces in scancode, and what its arguments and those of the modules beside it rely
on; see ``fast.assumptions``. ``seq`` is the only source of the compiled ``cyseq``."""

_SHA1 = 20


class _Named(Mapping[str, Any]):
    """The rules by name."""

    def __init__(self, numbers: Mapping[str, int], rules: Sequence[Any]) -> None:
        self._numbers = numbers
        self._rules = rules

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __getitem__(self, name: str) -> Any:
        return self._rules[self._numbers[name]]


class _Hashes:
    """The rules by the hash of their tokens (``match_hash.hash_match`` looks up one at a time)."""

    def __init__(self, data: Container) -> None:
        self._digests = data.raw("hashes")
        self._rules = data.numbers("hashes.rules", "H")

    def __len__(self) -> int:
        return len(self._rules)

    def __getitem__(self, at: int) -> bytes:
        return bytes(self._digests[_SHA1 * at : _SHA1 * (at + 1)])

    def get(self, digest: bytes, default: int | None = None) -> int | None:
        at = bisect_left(self, digest)
        return self._rules[at] if at < len(self) and self[at] == digest else default


def install(data: Container, *, aligns_all: bool = False) -> None:
    """Let the scancode of this process answer from ``data``.

    Args:
        data: The container that ``build`` made of the very scancode that is installed.
        aligns_all: Whether to align a text with rules also where ``alignments`` shows that it
            changes nothing.
    """
    from licensedcode import cache, match_set  # lazy: with the engine
    from licensedcode import index as licensedcode_index
    from licensedcode.index import LicenseIndex

    index = _index(data)
    cache._LICENSE_CACHE = licensing.license_cache(data, index)  # noqa: SLF001 - scancode has no other way
    finder = Candidates(data, index.len_legalese)
    rules = UnmatchableRules(_needs(data), index.tids_by_rid, index.len_legalese)

    def compute_candidates(  # noqa: PLR0917 - scancode's own signature
        query_run: Any,
        idx: Any,
        matchable_rids: Any,
        top: int = 50,
        high_resemblance: bool = False,
        high_resemblance_threshold: float = 0.8,
        _use_bigrams: bool = False,
    ) -> list[Any]:
        tokens = list(query_run.matchable_tokens())  # a generator, in stock scancode
        found = finder.find(
            tokens, top, alike=high_resemblance, threshold=high_resemblance_threshold
        )
        legalese = frozenset(filter(idx.len_legalese.__gt__, tokens))
        return [
            (score, rid, idx.rules_by_rid[rid], legalese.intersection(idx.tids_by_rid[rid]))
            for score, rid in found
            if high_resemblance or not rules.is_unmatchable(query_run.query, rid)
        ]

    match_set.compute_candidates = compute_candidates
    licensedcode_index.match_blocks_seq = Aligner()
    if aligns_all:
        return
    places = Places(data, finder, rules, index.tids_by_rid, index.len_legalese)
    alignments = Alignments(places, finder, rules.rules)
    stock = LicenseIndex.get_approximate_matches

    def get_approximate_matches(
        self: Any, query: Any, matched_qspans: Any, existing_matches: Any, **kwargs: Any
    ) -> list[Any]:
        if not alignments.may_matter(self, query, matched_qspans, existing_matches):
            return []
        found: list[Any] = stock(self, query, matched_qspans, existing_matches, **kwargs)
        return found

    LicenseIndex.get_approximate_matches = get_approximate_matches


def _needs(data: Container) -> Sequence[Needs]:
    packed = data.pieces("needs")

    def needs(rid: int) -> Needs:
        least, legalese, *required = array("H", packed[rid])
        return Needs(least, legalese, frozenset(required))

    return OnDemand(len(packed), needs)


def _index(data: Container) -> Any:
    from intbitset import intbitset  # lazy: with the engine
    from licensedcode.index import LicenseIndex
    from licensedcode.match_set import build_set_and_mset
    from licensedcode.models import Rule

    facts = data.json("facts")
    sequences, legalese = words.sequences(data), facts["legalese"]
    packed = data.records("rules")
    count = len(packed)
    blank = Rule()
    numbers: dict[str, int] = {}

    def rule(rid: int) -> Any:
        made = records.decode(packed[rid], Rule, blank)
        numbers[made.identifier] = rid
        return made

    def high_postings(rid: int) -> dict[int, array[int]]:
        places: dict[int, array[int]] = {}
        for place, token in enumerate(sequences[rid]):
            if token < legalese:
                places.setdefault(token, array("h")).append(place)
        return places

    index = LicenseIndex.__new__(LicenseIndex)
    index.dictionary = words.dictionary(data)
    index.len_legalese = legalese
    index.digit_only_tids = intbitset(facts["digits"])
    index.all_languages = facts["all languages"]
    index.rules_by_rid = OnDemand(count, rule)
    # Knows the rules that were used; scancode looks up those in a result alone.
    index.rules_by_id = _Named(numbers, index.rules_by_rid)
    index.tids_by_rid = sequences
    index.msets_by_rid = OnDemand(count, lambda rid: build_set_and_mset(sequences[rid])[1])
    index.high_postings_by_rid = OnDemand(count, high_postings)
    index.rid_by_hash = _Hashes(data)
    index.rules_automaton = automaton(data)
    index.fragments_automaton = index.starts_automaton = False
    index.unknown_automaton = None
    # No sets: scancode passes them on, and looks into none of them.
    index.regular_rids = data.numbers("regular", "H")
    index.false_positive_rids = data.numbers("false positives", "H")
    index.approx_matchable_rids = data.numbers("approximate", "H")
    index.optimized = True
    return index
