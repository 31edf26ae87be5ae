"""Some functions of scancode's matching that do the same with less.

Each is replaced where scancode looks it up; what it returns is equal in value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class ReadAhead(Generic[_T]):
    """What an iterator yields, read as far as somebody asked, and kept for the next."""

    def __init__(self, source: Iterator[_T]) -> None:
        self._source = source
        self._read: list[_T] = []

    def __iter__(self) -> Iterator[_T]:
        at = 0
        while True:
            if at == len(self._read):
                try:
                    self._read.append(next(self._source))
                except StopIteration:
                    return
            yield self._read[at]
            at += 1


def matchable_tokens(run: Any) -> list[int]:
    """Return the tokens of a ``query.QueryRun``, -1 for each that is matched already.

    scancode makes the set of all matchable positions anew for every token.
    """
    if not run.high_matchables:
        return []
    matchables = run.matchables
    return [token if position in matchables else -1 for position, token in run.tokens_with_pos()]


def is_digits_only(run: Any) -> bool:
    """Whether all tokens of a ``query.QueryRun`` are digits; nearly always the first one decides.

    scancode makes a set of all of them, thousands of times a file.
    """
    if run.end is None:
        return True
    tokens, digits = run.query.tokens, run.digit_only_tids
    return all(tokens[at] in digits for at in range(run.start, run.end + 1))


def within(run: Any, positions: Any) -> Any:
    """Return those of ``positions`` that lie in a ``query.QueryRun``."""
    from intbitset import intbitset  # lazy: with the engine

    return intbitset() if run.end is None else positions & intbitset(range(run.start, run.end + 1))


def high_matchables(run: Any) -> Any:
    """Return where a ``query.QueryRun`` has legalese that is not matched yet.

    What a query has left to match only becomes less. scancode looks for it again, in the whole
    query, whenever it found none before.
    """
    if run._high_matchables is None:  # noqa: SLF001
        run._high_matchables = within(run, run.query.high_matchables)  # noqa: SLF001
    return run._high_matchables  # noqa: SLF001


def low_matchables(run: Any) -> Any:
    """Return where a ``query.QueryRun`` has other words that are not matched yet."""
    if run._low_matchables is None:  # noqa: SLF001
        run._low_matchables = within(run, run.query.low_matchables)  # noqa: SLF001
    return run._low_matchables  # noqa: SLF001


def full_relevance(matches: Iterable[Any]) -> bool:
    """Whether the rules of all ``LicenseMatch`` have full relevance: then none is a false positive.

    scancode looks at this too, but after it has made the matched texts, which is a tenth of a
    detection's time.
    """
    return all(match.rule.relevance == 100 for match in matches)


def install() -> None:
    """Let the licensedcode of this process use them."""
    from licensedcode import detection, match, query  # lazy: with the engine

    words = match._tokenize_matched_text  # noqa: SLF001
    judged = detection.is_false_positive
    last: dict[tuple[Any, ...], ReadAhead[Any]] = {}

    def is_false_positive(license_matches: list[Any], package_license: bool = False) -> bool:
        return not full_relevance(license_matches) and judged(license_matches, package_license)

    def tokenize_matched_text(
        location: str | None, query_string: str | None, dictionary: Any, start_line: int = 1
    ) -> ReadAhead[Any]:
        # A match near the top of a file asks for its words up to there; scancode makes them all.
        # As there, the words of the last text are kept.
        key = (location, query_string, start_line)
        if key not in last:
            last.clear()
            last[key] = ReadAhead(words(location, query_string, dictionary, start_line))
        return last[key]

    match.tokenize_matched_text = tokenize_matched_text
    # A name for a detection, of its rules and the words that they matched, by which scancode joins
    # equal detections of several files. Nothing of it is in a FileScan.
    detection.LicenseDetection.identifier_with_expression = ""
    detection.is_false_positive = is_false_positive
    query.QueryRun.matchable_tokens = matchable_tokens
    query.QueryRun.is_digits_only = is_digits_only
    query.QueryRun.high_matchables = property(high_matchables)
    query.QueryRun.low_matchables = property(low_matchables)
