"""Patches on the search for copyright statements (``cluecode.copyrights``).

**Candidate lines** (``CANDIDATES``). ``collect_candidate_lines`` keeps the lines that have a sign
of a statement, and up to two lines that follow one. A line without a sign (``statement_signs``)
that is the fourth or a later one since the last sign finds the search at rest: it would change
nothing, so it is left out. What remains goes through scancode's own function.

**Prepared lines** (``PREPARED``). What ``prepare_text_line`` and ``is_candidate`` answer depends on
a line alone, and lines with a sign are often the same: it is kept. ``is_candidate`` asks first
whether a line is gibberish, letter by letter, and then whether it has a year or another sign of a
statement. A candidate needs both answers, so the second is asked first. ``Gibberish`` adds up how
likely each letter is after the one before; letters of ASCII are looked up by their number here, and
added in the same order. ``textcode.markup.keep_tag`` compares each word with lists of tags; its
answers are kept too. ``toascii`` replaces a line letter by letter, and those of ASCII by themselves
(``ascii_facts``).

**Grammar** (``GRAMMAR``). The lexer and the parser of ``grammar``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import exp
from typing import Any, TypeVar

from attribcheck.scan.fast import statement_signs
from attribcheck.scan.fast.patches import grammar
from attribcheck.scan.fast.patches.patch import Patch

Line = tuple[int, str]

_T = TypeVar("_T")

_KEPT, _LONGEST = 16384, 200
"""Words or lines whose answer is kept, and the letters of the longest."""

_FOLLOWING = 3  # two that may belong to a statement, and one that ends it


def relevant(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield those of the numbered ``lines`` that ``collect_candidate_lines`` has to see."""
    following = 0
    for line in lines:
        if statement_signs.has_sign(line[1]):
            following = _FOLLOWING
        elif following:
            following -= 1
        else:
            continue
        yield line


def _install_candidates(_facts: Any) -> None:
    from cluecode import copyrights  # lazy: with the engine

    collect = copyrights.collect_candidate_lines
    copyrights.collect_candidate_lines = lambda lines: collect(relevant(lines))


def signs_first(
    is_candidate: Callable[[str], Any], years: Callable[[str], Any], markers: Iterable[str]
) -> Callable[[str], bool]:
    """Return ``is_candidate``, asked only about lines with a year or a marker."""

    def is_signed_candidate(prepared_line: str) -> bool:
        line = prepared_line.lower()
        signed = any(marker in line for marker in markers) or years(prepared_line)
        return bool(signed and is_candidate(prepared_line))

    return is_signed_candidate


def remembered(answer: Callable[[str], _T]) -> Callable[[str], _T]:
    """Return ``answer``, which depends on a text alone, with those for short texts kept."""
    known = lru_cache(maxsize=_KEPT)(answer)
    return lambda text: known(text) if len(text) <= _LONGEST else answer(text)


def letter_by_number(detector: Any) -> Callable[[str], bool]:
    """Return ``detect_gibberish`` of a ``textcode.gibberish.Gibberish``, faster for ASCII."""
    from textcode.gibberish import accepted_chars  # lazy: with the engine

    stock: Callable[[str], bool] = detector.detect_gibberish
    letters = bytes(range(128)).decode()
    numbers = bytes(max(0, accepted_chars.find(letter.lower())) for letter in letters).ljust(256)
    others = "".join(one for one in letters if one.lower() not in accepted_chars).encode()
    likely, least = detector.mat, detector.thresh

    def detect_gibberish(text: str) -> bool:
        if not text.isascii():
            return stock(text)
        total = 0.0
        kept = text.encode().translate(numbers, others)
        for first, second in pairwise(kept):
            total += likely[first][second]
        return bool(exp(total / max(1, len(kept) - 1)) < least)

    return detect_gibberish


def ascii_first(toascii: Callable[..., str]) -> Callable[..., str]:
    """Return ``toascii`` with another way for lines of ASCII."""

    def converted(line: Any, translit: bool = False) -> str:
        if translit and isinstance(line, str) and line.isascii():
            return line.replace("[?]", "_")
        return toascii(line, translit)

    return converted


def ascii_facts() -> bool | None:
    """Return whether each character of ASCII is replaced by itself; None when one is not."""
    from cluecode.copyrights import toascii  # lazy: with the engine

    letters = map(chr, range(128))
    return all(toascii(letter, translit=True) == letter for letter in letters) or None


def _install_prepared(_facts: Any) -> None:
    # lazy: with the engine
    from cluecode import copyrights, copyrights_hint
    from textcode import markup

    detector = copyrights.gibberish_detector
    detector.detect_gibberish = letter_by_number(detector)
    copyrights.is_candidate = remembered(
        signs_first(
            copyrights.is_candidate, copyrights_hint.years, copyrights_hint.statement_markers
        )
    )
    copyrights.toascii = ascii_first(copyrights.toascii)
    copyrights.prepare_text_line = remembered(copyrights.prepare_text_line)
    markup.keep_tag = remembered(markup.keep_tag)


def grammar_facts() -> dict[str, Any]:
    """Return the facts of ``GRAMMAR``, from the installed cluecode."""
    from cluecode import copyrights  # lazy: with the engine

    return {
        "words": grammar.word_facts(copyrights.PATTERNS),
        "rules": grammar.rule_facts(copyrights.GRAMMAR),
        "core": grammar.core_facts(copyrights.PATTERNS, copyrights.GRAMMAR),
    }


def _install_grammar(facts: Mapping[str, Any]) -> None:
    from cluecode import copyrights  # lazy: with the engine

    detector = copyrights.CopyrightDetector.__new__(copyrights.CopyrightDetector)
    detector.lexer = grammar.Labeller(copyrights.PATTERNS, facts["words"])
    detector.parser = grammar.RuleParser(copyrights.GRAMMAR, facts["rules"], facts["core"])
    copyrights.DETECTOR = detector


CANDIDATES = Patch(
    name="candidate lines",
    replaces=("cluecode.copyrights.collect_candidate_lines",),
    rests_on=statement_signs.RESTS_ON,
    install=_install_candidates,
    licenses=False,
)
PREPARED = Patch(
    name="prepared lines",
    replaces=(
        "cluecode.copyrights.is_candidate",
        "cluecode.copyrights.prepare_text_line",
        "commoncode.text.toascii",
        "textcode.gibberish.Gibberish",
        "textcode.markup.keep_tag",
    ),
    rests_on=(
        "cluecode.copyrights.collect_candidate_lines",
        "cluecode.copyrights.is_only_digit_and_punct",
        "cluecode.copyrights_hint.statement_markers",
        "cluecode.copyrights_hint.years",
        "text_unidecode.unidecode",
        "textcode.gibberish.accepted_chars",
        "textcode.markup.strip_known_markup_from_text",
    ),
    install=_install_prepared,
    facts=ascii_facts,
    licenses=False,
)
GRAMMAR = Patch(
    name="grammar",
    replaces=(
        "cluecode.copyrights.CopyrightDetector.__init__",
        "pygmars.lex.Lexer",
        "pygmars.parse.Parser",
    ),
    rests_on=(
        "cluecode.copyrights.DETECTOR",
        "cluecode.copyrights.CopyrightDetector.detect",
        "cluecode.copyrights.PATTERNS",
        "cluecode.copyrights.GRAMMAR",
        "cluecode.copyrights.VALIDATE",
        "cluecode.copyrights.detect_copyrights_from_lines",
        "cluecode.copyrights.get_tokens",
        "pygmars.Token",
        "pygmars.parse.ParseString",
        "pygmars.parse.Rule",
        "pygmars.parse.label_pattern_to_regex",
    ),
    install=_install_grammar,
    facts=grammar_facts,
    licenses=False,
)
