"""Makes the sections of the container from the index of the installed scancode (some ten seconds).

Everything that ``index`` and ``candidates`` read is made here, and nothing else is; each function
says which sections it makes, and what they hold.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from typing import Any

from attribcheck.scan.base import Progress
from attribcheck.scan.fast.index import build_closeness, records, unmatchable_rules
from attribcheck.scan.fast.index.container import Payload, Pieces

_LISTED = 40
"""Fewer rules are stored as a list; more as a bit set, which is read faster."""


def sections(cache: Any, progress: Progress) -> dict[str, Payload]:
    """Return the sections for a container.

    Args:
        cache: A ``licensedcode.cache.LicenseCache`` as scancode loads it.
        progress: Receives how many of the rules are done, of how many.

    Raises:
        UnknownShapeError: it holds something that can't be stored without loss.
    """
    if cache.additional_license_directory or cache.additional_license_plugins:
        raise records.UnknownShapeError("there are additional licence directories")
    index = cache.index
    approximate = sorted(index.approx_matchable_rids)
    made: dict[str, Payload] = {}
    made.update(_vocabulary(index))
    made.update(_token_sequences(index))
    made.update(_anchors(index))
    made.update(_thresholds(index, approximate))
    made.update(_postings(index, approximate))
    made.update(_repeats(index, approximate))
    made.update(_closeness(index, approximate))
    made.update(_licenses(cache))
    made["rules"] = _rules(index.rules_by_rid, progress)
    return made


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _bits(rids: Iterable[int], size: int) -> bytes:
    """Return ``size`` bytes in which the bit of each of ``rids`` is set, the lowest first."""
    bits = bytearray(size)
    for rid in rids:
        bits[rid >> 3] |= 1 << (rid & 7)
    return bytes(bits)


def _vocabulary(index: Any) -> dict[str, bytes]:
    """Make ``dictionary`` (words) with their ``numbers``, ``facts``, and kinds of rules.

    A stopword in a rule is refused: ``scan.prefilter`` skips stopwords by not finding them in the
    dictionary.
    """
    from licensedcode.stopwords import STOPWORDS  # lazy: with the engine

    if not STOPWORDS.isdisjoint(index.dictionary):
        raise records.UnknownShapeError("a rule has a stopword")
    return {
        "dictionary": "\n".join(index.dictionary).encode(),
        "dictionary.numbers": array("H", index.dictionary.values()).tobytes(),
        "facts": _json(
            {
                "legalese": index.len_legalese,
                "digits": sorted(index.digit_only_tids),
                "all languages": index.all_languages,
            }
        ),
        "regular": array("H", sorted(index.regular_rids)).tobytes(),
        "false positives": array("H", sorted(index.false_positive_rids)).tobytes(),
        "approximate": array("H", sorted(index.approx_matchable_rids)).tobytes(),
    }


def _token_sequences(index: Any) -> dict[str, Payload]:
    """Make ``tokens`` (each rule's token numbers) and the rules by hash."""
    hashes = sorted(index.rid_by_hash.items())
    return {
        "tokens": Pieces(array("h", sequence).tobytes() for sequence in index.tids_by_rid),
        "hashes": b"".join(digest for digest, _ in hashes),
        "hashes.rules": array("H", (rid for _, rid in hashes)).tobytes(),
    }


def _anchors(index: Any) -> dict[str, bytes]:
    """Make the sections that find complete rules in a text; see ``automaton``.

    ``anchors`` are pairs of neighbouring tokens as one number, ``anchors.starts`` where the rules
    of each begin in ``anchors.rules`` (rule, place of the pair in it); ``singles`` are the rules
    of one token.
    """
    pairs: Counter[tuple[int, int]] = Counter()
    words: Counter[int] = Counter()
    for sequence in index.tids_by_rid:
        words.update(sequence)
        pairs.update(pairwise(sequence))
    anchored: dict[int, list[int]] = {}
    singles: list[int] = []
    for rid, sequence in enumerate(index.tids_by_rid):
        if len(sequence) == 1:
            singles += (sequence[0], rid)
            continue
        neighbours = list(pairwise(sequence))
        place = min(
            range(len(neighbours)),
            key=lambda at: (
                pairs[neighbours[at]],
                words[neighbours[at][0]] + words[neighbours[at][1]],
            ),
        )
        first, second = neighbours[place]
        anchored.setdefault(first << 16 | second, []).extend((rid, place))
    keys, starts, rules = array("I"), array("I", [0]), array("H")
    for key in sorted(anchored):
        keys.append(key)
        rules.extend(anchored[key])
        starts.append(len(rules))
    return {
        "anchors": keys.tobytes(),
        "anchors.starts": starts.tobytes(),
        "anchors.rules": rules.tobytes(),
        "singles": array("H", singles).tobytes(),
    }


def _thresholds(index: Any, approximate: Sequence[int]) -> dict[str, Payload]:
    """Make the numbers that candidates are judged by, a rule each, and the same as bit sets.

    The bit sets say, for each value that the least number of distinct legalese words takes and for
    each number of distinct words, which rules have it. ``rule order`` is by name, and ``needs`` is
    for ``unmatchable_rules``.
    """
    rules = index.rules_by_rid
    size = (len(rules) + 7) // 8
    known = set(approximate)
    made: dict[str, Payload] = {}
    columns: dict[str, Callable[[Any], int]] = {
        "length": lambda rule: rule.length,
        "length unique": lambda rule: rule.length_unique,
        "least": lambda rule: _least(rule.min_matched_length, rule, rule.length),
        "least unique": lambda rule: _least(
            rule.min_matched_length_unique, rule, rule.length_unique
        ),
        "min high": lambda rule: rule.min_high_matched_length,
        "min high unique": lambda rule: rule.min_high_matched_length_unique,
    }
    for name, value in columns.items():
        column = (value(rule) if rule.rid in known else 0 for rule in rules)
        made[f"rule {name}"] = array("H", column).tobytes()
    expressions: dict[str | None, int] = {}
    numbers = [expressions.setdefault(rule.license_expression, len(expressions)) for rule in rules]
    made["rule expression"] = array("H", numbers).tobytes()
    names = [rule.identifier for rule in rules]
    if any(not isinstance(name, str) for name in names):
        raise records.UnknownShapeError("a rule without a name")
    order = {name: at for at, name in enumerate(sorted(set(names)))}
    made["rule order"] = array("H", map(order.__getitem__, names)).tobytes()
    needed = (
        unmatchable_rules.needs_of(rule) if rule.rid in known else unmatchable_rules.NOTHING
        for rule in rules
    )
    made["needs"] = Pieces(
        array("H", [one.words, one.legalese, *sorted(one.required)]).tobytes() for one in needed
    )
    for name in ("min high unique", "length unique"):
        groups: dict[int, list[int]] = {}
        for rid in approximate:
            groups.setdefault(max(1, columns[name](rules[rid])), []).append(rid)
        made[f"groups {name}"] = array("H", sorted(groups)).tobytes()
        made[f"groups {name}.bits"] = Pieces(_bits(groups[v], size) for v in sorted(groups))
    return made


def _least(minimum: int, rule: Any, length: int) -> int:
    """Return how many of ``length`` tokens a match needs, also for its least containment."""
    containment = rule._minimum_containment or 0  # noqa: SLF001
    least = max(minimum, int(containment * length) - 1)
    while least / length < containment:  # the very division that scancode compares
        least += 1
    return least


def _postings(index: Any, approximate: Sequence[int]) -> dict[str, Payload]:
    """Make ``postings``: for each token the rules that hold it, as a short list or as bits."""
    rules: list[list[int]] = [[] for _ in range(max(index.dictionary.values()) + 1)]
    for rid in approximate:
        for token in set(index.tids_by_rid[rid]):
            rules[token].append(rid)
    size = (len(index.rules_by_rid) + 7) // 8
    return {
        "postings": Pieces(
            array("H", rids).tobytes() if len(rids) < min(_LISTED, size // 2) else _bits(rids, size)
            for rids in rules
        )
    }


def _repeats(index: Any, approximate: Sequence[int]) -> dict[str, Payload]:
    """Make ``repeats``: for each rule the tokens that it has more than once, and how often more."""
    known = set(approximate)
    repeats = []
    for rid, sequence in enumerate(index.tids_by_rid):
        counted = sorted(Counter(sequence).items()) if rid in known else ()
        pairs = ((token, count - 1) for token, count in counted if count > 1)
        repeats.append(array("H", chain.from_iterable(pairs)).tobytes())
    return {"repeats": Pieces(repeats)}


def _closeness(index: Any, approximate: Sequence[int]) -> dict[str, Payload]:
    """Make the sections of ``build_closeness``."""
    rules = {rid: index.rules_by_rid[rid] for rid in approximate}
    return build_closeness.sections(
        {rid: index.tids_by_rid[rid] for rid in approximate},
        {rid: unmatchable_rules.needs_of(rule) for rid, rule in rules.items()},
        {
            rid: _least(rule.min_matched_length_unique, rule, rule.length_unique)
            for rid, rule in rules.items()
        },
        index.len_legalese,
        len(index.rules_by_rid),
    )


def _licenses(cache: Any) -> dict[str, Payload]:
    """Make ``licenses`` (a record each), and the tables of all of them.

    ``known keys`` has for each, in the order of the records, its key, its SPDX key, and whether
    it is an exception; ``spdx`` maps lower-cased SPDX keys to licence keys.
    """
    from licensedcode.models import License  # lazy: with the engine

    blank = License(key="")
    database = cache.db
    if [symbol.key for symbol in cache.licensing.known_symbols.values()] != list(database):
        raise records.UnknownShapeError("the licence symbols are not those of the database")
    keys = []
    for key, license_ in database.items():
        symbol = cache.licensing.known_symbols[key]
        if symbol.aliases or symbol.is_exception != license_.is_exception:
            raise records.UnknownShapeError(f"the symbol of {key} says more than the licence")
        if key != key.lower() or len(key.split()) != 1:
            raise records.UnknownShapeError(f"the key {key!r} is not one word in lower case")
        keys.append([key, license_.spdx_license_key, license_.is_exception])
    return {
        "licenses": [records.encode(license_, blank) for license_ in database.values()],
        "known keys": _json(keys),
        "spdx": _json({key: symbol.key for key, symbol in cache.spdx_symbols.items()}),
        "spdx.unknown": _json(cache.unknown_spdx_symbol.key),
    }


def _rules(rules: Sequence[Any], progress: Progress) -> list[bytes]:
    from licensedcode.models import Rule  # lazy: with the engine

    blank = Rule()
    made = []
    for done, rule in enumerate(rules, 1):
        if type(rule) is not Rule:
            raise records.UnknownShapeError(f"a rule is a {type(rule).__name__}")
        made.append(records.encode(rule, blank))
        if done % 500 == 0 or done == len(rules):
            progress(done, len(rules))
    return made
