"""Patches on the search for copyright statements (``cluecode``, ``textcode.gibberish``).

**Candidate lines** (``CANDIDATES``). ``collect_candidate_lines`` keeps the lines that have a sign
of a statement, and up to two lines that follow one. A line without a sign (``statement_signs``)
that is the fourth or a later one since the last sign finds the search at rest: it would change
nothing, so it is left out. What remains goes through scancode's own function.

**Prepared lines** (``PREPARED``). A line is prepared once, whatever file it is in.

**Gibberish** (``GIBBERISH``). ``textcode.gibberish`` looks up the probability of each letter after
another in two lists of lists, a letter at a time; here pairs of ASCII letters are looked up in one
table.

**Grammar** (``GRAMMAR``). The lexer and the parser of ``grammar``.

**Groups** (``GROUPS``). A group of lines is parsed once. What ``CopyrightDetector.detect`` finds in
a group depends on its texts and on how its line numbers differ, and on nothing else; the same
header is in every file of a package.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from math import exp
from operator import add
from typing import Any

from attribcheck.scan.fast import statement_signs
from attribcheck.scan.fast.patches import grammar
from attribcheck.scan.fast.patches.patch import Patch

Line = tuple[int, str]

_FOLLOWING = 3  # two that may belong to a statement, and one that ends it
_REMEMBERED = 8192  # lines, and groups; all groups are forgotten when there are more


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


def _install_prepared(_facts: Any) -> None:
    from cluecode import copyrights  # lazy: with the engine

    copyrights.prepare_text_line = lru_cache(_REMEMBERED)(copyrights.prepare_text_line)


class Gibberish:
    """A ``textcode.gibberish.Gibberish`` that only tells gibberish from text.

    Args:
        stock: scancode's, which answers for text that is not ASCII.
        letters: The letters that it considers, each with its number.
    """

    def __init__(self, stock: Any, letters: Mapping[str, int]) -> None:
        self._stock = stock
        self._left_out = {code: None for code in range(128) if chr(code) not in letters}
        self._log_probability = {
            first + second: stock.mat[at][after]
            for first, at in letters.items()
            for second, after in letters.items()
        }

    def detect_gibberish(self, text: str) -> bool:
        """Whether ``text`` is gibberish."""
        if not text.isascii():
            return bool(self._stock.detect_gibberish(text))
        letters = text.lower().translate(self._left_out)
        pairs = map(add, letters, letters[1:])
        # One addition after the other, as there: the sum of floats depends on their order.
        total = reduce(add, map(self._log_probability.__getitem__, pairs), 0.0)
        return bool(exp(total / (len(letters) - 1 if len(letters) > 1 else 1)) < self._stock.thresh)


def _install_gibberish(_facts: Any) -> None:
    from cluecode import copyrights  # lazy: with the engine
    from textcode import gibberish

    copyrights.gibberish_detector = Gibberish(copyrights.gibberish_detector, gibberish.pos)


def grammar_facts() -> dict[str, Any]:
    """Return the facts of ``GRAMMAR``, from the installed cluecode."""
    from cluecode import copyrights  # lazy: with the engine

    return {
        "words": grammar.word_facts(copyrights.PATTERNS),
        "rules": grammar.rule_facts(copyrights.GRAMMAR),
    }


def _install_grammar(facts: Mapping[str, Any]) -> None:
    from cluecode import copyrights  # lazy: with the engine

    detector = copyrights.CopyrightDetector.__new__(copyrights.CopyrightDetector)
    detector.lexer = grammar.Labeller(copyrights.PATTERNS, facts["words"])
    detector.parser = grammar.RuleParser(copyrights.GRAMMAR, facts["rules"])
    copyrights.DETECTOR = detector


class Remembered:
    """A detector whose answers are kept by the text of the lines.

    Args:
        detect: ``CopyrightDetector.detect``, bound.
    """

    def __init__(self, detect: Callable[..., Iterable[Any]]) -> None:
        self._detect = detect
        self._known: dict[tuple[Any, ...], list[Any]] = {}

    def detect(self, numbered_lines: list[Line], **options: Any) -> list[Any]:
        """Return what the detector finds in one group of lines."""
        if not numbered_lines:
            return []
        first = numbered_lines[0][0]
        texts = tuple((number - first, text) for number, text in numbered_lines)
        key = (texts, *sorted(options.items()))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[key] = [
                _moved(found, -first) for found in self._detect(numbered_lines, **options)
            ]
        return [_moved(found, first) for found in known]


def _moved(found: Any, by: int) -> Any:
    moved = copy.copy(found)
    moved.start_line += by
    moved.end_line += by
    return moved


def _install_groups(_facts: Any) -> None:
    from cluecode import copyrights  # lazy: with the engine

    detector = copyrights.DETECTOR or copyrights.CopyrightDetector()
    copyrights.DETECTOR = Remembered(detector.detect)


CANDIDATES = Patch(
    name="candidate lines",
    replaces=("cluecode.copyrights.collect_candidate_lines",),
    rests_on=statement_signs.RESTS_ON,
    install=_install_candidates,
    licenses=False,
)
PREPARED = Patch(
    name="prepared lines",
    replaces=("cluecode.copyrights.prepare_text_line",),
    rests_on=("cluecode.copyrights.collect_candidate_lines",),
    install=_install_prepared,
    licenses=False,
)
GIBBERISH = Patch(
    name="gibberish",
    replaces=("cluecode.copyrights.gibberish_detector",),
    rests_on=(
        "cluecode.copyrights.is_candidate",
        "textcode.gibberish.Gibberish",
        "textcode.gibberish.accepted_chars",
        "textcode.gibberish.pos",
    ),
    install=_install_gibberish,
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
GROUPS = Patch(
    name="groups",
    replaces=("cluecode.copyrights.DETECTOR",),
    rests_on=(
        "cluecode.copyrights.CopyrightDetector.detect",
        "cluecode.copyrights.Detection",
        "cluecode.copyrights.build_detection_from_node",
        "cluecode.copyrights.detect_copyrights_from_lines",
    ),
    install=_install_groups,
    licenses=False,
)
