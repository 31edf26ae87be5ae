"""Compares two indexes of scancode by their matches, on texts that reach all of its matching."""

from __future__ import annotations

from typing import Any

_WHOLE = 300
_ALTERED = 16
_DROPPED = 11  # an altered text lacks one word in so many


def texts(index: Any) -> list[str]:
    """Return rule texts as they are, and some without some of their words, spread over all rules.

    Those as they are match by hash or word by word; the altered ones are compared with the best
    candidates, which takes stock scancode a third of a second each.
    """
    rules = index.rules_by_rid
    whole = [rules[at].text for at in range(0, len(rules), max(1, len(rules) // _WHOLE))]
    long = [rule.text for rule in rules if rule.rid in index.approx_matchable_rids]
    altered = [
        " ".join(word for at, word in enumerate(text.split(" ")) if at % _DROPPED != 1)
        for text in long[:: max(1, len(long) // _ALTERED)]
    ]
    # Our own licence: scancode sees this line too.
    tag = "SPDX-License-Identifier: Apache-2.0"
    return [*whole, *altered, f"{tag}\n\n{altered[0]}"]


def answer(text: str) -> list[tuple[Any, ...]]:
    """Return every match that scancode, by its present index, finds in ``text``."""
    from licensedcode.cache import get_index  # lazy: with the engine

    return [
        (
            match.rule.identifier,
            match.rule.license_expression,
            match.matcher,
            match.score(),
            match.coverage(),
            tuple(match.qspan),
            tuple(match.ispan),
            match.start_line,
            match.end_line,
        )
        for match in get_index().match(query_string=text)
    ]
