"""Patches on the search for copyright statements (``cluecode.copyrights``).

**Candidate lines** (``CANDIDATES``). ``collect_candidate_lines`` keeps the lines that have a sign
of a statement, and up to two lines that follow one. A line without a sign (``statement_signs``)
that is the fourth or a later one since the last sign finds the search at rest: it would change
nothing, so it is left out. What remains goes through scancode's own function.

**Grammar** (``GRAMMAR``). The lexer and the parser of ``grammar``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attribcheck.scan.fast import statement_signs
from attribcheck.scan.fast.patches import grammar
from attribcheck.scan.fast.patches.patch import Patch

Line = tuple[int, str]

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


CANDIDATES = Patch(
    name="candidate lines",
    replaces=("cluecode.copyrights.collect_candidate_lines",),
    rests_on=statement_signs.RESTS_ON,
    install=_install_candidates,
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
