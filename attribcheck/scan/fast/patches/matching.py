"""Patches on the matching of licences (``licensedcode.query`` and ``licensedcode.detection``).

**Query runs** (``RUNS``). Four methods of ``query.QueryRun`` make sets of positions anew at each
call. The unmatched positions of a query only become fewer, so the sets are kept, also when they are
empty; and the first token nearly always decides whether a run consists of digits.

**Detections** (``DETECTIONS``). When the rules of all matches have full relevance the matches are
no false positives. scancode checks this too, but after it has made the matched texts, which is a
tenth of a detection's time. And it names each detection, by its rules and the words that they
matched, to join equal detections of several files; no name is part of a ``FileScan``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attribcheck.scan.fast.patches.patch import Patch


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

    scancode searches the whole query again whenever it found none before.
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


def _install_runs(_facts: Any) -> None:
    from licensedcode.query import QueryRun  # lazy: with the engine

    QueryRun.matchable_tokens = matchable_tokens
    QueryRun.is_digits_only = is_digits_only
    QueryRun.high_matchables = property(high_matchables)
    QueryRun.low_matchables = property(low_matchables)


def _install_detections(_facts: Any) -> None:
    from licensedcode import detection  # lazy: with the engine

    stock = detection.is_false_positive

    def is_false_positive(license_matches: list[Any], package_license: bool = False) -> bool:
        return not full_relevance(license_matches) and stock(license_matches, package_license)

    detection.is_false_positive = is_false_positive
    detection.LicenseDetection.identifier_with_expression = ""


RUNS = Patch(
    name="query runs",
    replaces=(
        "licensedcode.query.QueryRun.matchable_tokens",
        "licensedcode.query.QueryRun.is_digits_only",
        "licensedcode.query.QueryRun.high_matchables",
        "licensedcode.query.QueryRun.low_matchables",
    ),
    rests_on=("licensedcode.query.Query", "licensedcode.query.QueryRun"),
    install=_install_runs,
    statements=False,
)
DETECTIONS = Patch(
    name="detections",
    replaces=(
        "licensedcode.detection.is_false_positive",
        "licensedcode.detection.LicenseDetection.identifier_with_expression",
    ),
    rests_on=(
        "licensedcode.detection.LicenseDetection",
        "licensedcode.detection.detect_licenses",
        "scancode.api.get_licenses",
    ),
    install=_install_detections,
    statements=False,
)
