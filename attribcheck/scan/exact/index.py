"""Puts the container in the place of the index and the licence database that scancode loads.

``licensedcode`` keeps both in the private ``cache._LICENSE_CACHE`` and asks it for everything.
``match_set.compute_candidates`` is answered by ``candidates``, without the rules that are
``hopeless``. Other modules replace what only takes too long. All else that runs is scancode's own
code.

``unknown_licenses`` and additional licence directories are not served; ``api.get_licenses`` is
called without either.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attribcheck.scan.exact import licensing, records, words
from attribcheck.scan.exact.automaton import automaton
from attribcheck.scan.exact.candidates import Candidates
from attribcheck.scan.exact.container import Container
from attribcheck.scan.exact.hopeless import Hopeless, Needs
from attribcheck.scan.exact.ondemand import OnDemand

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
    """The rules by the hash of their tokens (``match_hash.hash_match`` asks for one at a time)."""

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


def install(data: Container) -> None:
    """Let the scancode of this process answer from ``data``.

    Args:
        data: The container that ``build`` made of the very scancode that is installed.
    """
    from licensedcode import cache, match_set  # lazy: with the engine

    index = _index(data)
    cache._LICENSE_CACHE = licensing.license_cache(data, index)  # noqa: SLF001 - scancode has no other way
    finder = Candidates(data, index.len_legalese)
    rules = Hopeless(_needs(data), index.tids_by_rid, index.len_legalese)

    def compute_candidates(  # noqa: PLR0917 - scancode's own signature
        query_run: Any,
        idx: Any,
        matchable_rids: Any,
        top: int = 50,
        high_resemblance: bool = False,
        high_resemblance_threshold: float = 0.8,
        _use_bigrams: bool = False,
    ) -> list[Any]:
        tokens = query_run.matchable_tokens()
        found = finder.find(
            tokens, top, alike=high_resemblance, threshold=high_resemblance_threshold
        )
        legalese = frozenset(filter(idx.len_legalese.__gt__, tokens))
        return [
            (score, rid, idx.rules_by_rid[rid], legalese.intersection(idx.tids_by_rid[rid]))
            for score, rid in found
            if high_resemblance or not rules.is_hopeless(query_run.query, rid)
        ]

    match_set.compute_candidates = compute_candidates


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
    # Knows the rules that were used; nobody asks for one that is in no result.
    index.rules_by_id = _Named(numbers, index.rules_by_rid)
    index.tids_by_rid = sequences
    index.msets_by_rid = OnDemand(count, lambda rid: build_set_and_mset(sequences[rid])[1])
    index.high_postings_by_rid = OnDemand(count, high_postings)
    index.rid_by_hash = _Hashes(data)
    index.rules_automaton = automaton(data)
    index.fragments_automaton = index.starts_automaton = False
    index.unknown_automaton = None
    # No sets: scancode passes them on, and asks for none of them.
    index.regular_rids = data.numbers("regular", "H")
    index.false_positive_rids = data.numbers("false positives", "H")
    index.approx_matchable_rids = data.numbers("approximate", "H")
    index.optimized = True
    return index
