"""Patches on the matching of licences (``licensedcode.query`` and ``licensedcode.detection``).

**Query runs** (``RUNS``). Four methods of ``query.QueryRun`` make sets of positions anew at each
call. The unmatched positions of a query only become fewer, so the sets are kept, also when they are
empty; and the first token nearly always decides whether a run consists of digits.

**Detections** (``DETECTIONS``). Whether matches are no false positives is nearly always decided by
their rules. scancode first makes the text of each match, for which it reads the whole file, a tenth
of a detection's time; but a copyright in these texts only ever says that matches are none. So it is
asked without texts first. And it names each detection, by its rules and the words that they
matched, to join equal detections of several files; no name is part of a ``FileScan``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

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


class _Textless(NamedTuple):
    """As much of a ``LicenseMatch`` as decides about a false positive, but its text."""

    rule: Any
    start_line: int

    def matched_text(self) -> str:
        return ""


def is_false_positive(stock: Callable[..., bool], matches: list[Any], package: bool) -> bool:
    """Return what scancode's function of this name says, of texts only where they decide.

    Args:
        stock: scancode's function.
        matches: The ``LicenseMatch`` of a detection.
        package: Whether they are of a package's declaration.
    """
    textless = [_Textless(match.rule, match.start_line) for match in matches]
    return stock(textless, package) and stock(matches, package)


def _install_runs(_facts: Any) -> None:
    from licensedcode.query import QueryRun  # lazy: with the engine

    QueryRun.matchable_tokens = matchable_tokens
    QueryRun.is_digits_only = is_digits_only
    QueryRun.high_matchables = property(high_matchables)
    QueryRun.low_matchables = property(low_matchables)


def _install_detections(_facts: Any) -> None:
    from licensedcode import detection  # lazy: with the engine

    stock = detection.is_false_positive

    def patched(license_matches: list[Any], package_license: bool = False) -> bool:
        return is_false_positive(stock, license_matches, package_license)

    detection.is_false_positive = patched
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
