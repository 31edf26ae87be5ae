r"""Four shortcuts in scancode's search for copyright statements, all without loss.

**Lines that can't matter are not prepared.** ``cluecode.copyrights.collect_candidate_lines`` brings
every line of a file into a plain form, with some sixty replacements, before it looks whether the
line has a sign of a statement. It keeps what has one, and up to two lines that follow. Here the raw
line is looked at first. A line without any sign, that is the fourth or a later one since the last
with a sign, finds the search at rest: it would change nothing, so it is left out. What remains goes
through scancode's own function.

That a raw line without a sign is none after it was prepared: signs are runs of characters, a line
of plain ASCII keeps its letters and digits, and what is replaced becomes a space and never joins
its two sides, but for the tags ``<s>``, ``</s>``, ``<s/>`` and a written ``\xc2``. So a line has a
sign when it has one of scancode's (``copyrights_hint``), one of these four, or a character beyond
ASCII. The two tests that ignore all but letters and digits ("http", "rights
reserved" at the end) are made with anything between the letters.

**A line is prepared once**, whatever file it stands in.

**A line of ASCII is told from gibberish by a table.** ``textcode.gibberish`` looks up the chance of
each letter after another in two lists of lists, a letter at a time.

**A group of lines is parsed once.** What ``CopyrightDetector.detect`` finds in a group depends on
its texts and on how its line numbers differ, and on nothing else; the same header stands in every
file of a package.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from math import exp
from operator import add
from typing import Any

Line = tuple[int, str]

_FOLLOWING = 3  # two that may belong to a statement, and one that ends it
_REMEMBERED = 8192  # lines, and groups; all groups are forgotten when there are more


def _apart(letters: str) -> str:
    return "[^a-z0-9]*".join(letters)


_SIGN = re.compile(
    r"\(\W*c\)|\|copy\||&copy|169|a9|opyr|opyl|copr|right|reserv|auth|contributor|devel|@|by[^a-z0-9]"
    rf"|s/?>|s/?&|\\xc2|19[6-9]\d|20\d\d|{_apart('http')}|{_apart('reserved')}[^a-z0-9]*$"
)


def has_sign(line: str) -> bool:
    """Whether ``line`` may be one that scancode keeps; never false for one that it does.

    Of several lines in one text: whether any may be.
    """
    return not line.isascii() or _SIGN.search(line.lower()) is not None


def relevant(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield those of the numbered ``lines`` that ``collect_candidate_lines`` has to see."""
    left = 0
    for line in lines:
        if has_sign(line[1]):
            left = _FOLLOWING
        elif left:
            left -= 1
        else:
            continue
        yield line


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


class Gibberish:
    """A ``textcode.gibberish.Gibberish`` that only tells gibberish from text.

    Args:
        whole: scancode's, which is asked about what is not ASCII.
        letters: What it looks at, each letter with its number.
    """

    def __init__(self, whole: Any, letters: Mapping[str, int]) -> None:
        self._whole = whole
        self._left_out = {code: None for code in range(128) if chr(code) not in letters}
        self._chances = {
            first + second: whole.mat[at][after]
            for first, at in letters.items()
            for second, after in letters.items()
        }

    def detect_gibberish(self, text: str) -> bool:
        """Whether ``text`` is gibberish."""
        if not text.isascii():
            return bool(self._whole.detect_gibberish(text))
        letters = text.lower().translate(self._left_out)
        pairs = map(add, letters, letters[1:])
        # One addition after the other, as there: the sum of floats depends on their order.
        chance = reduce(add, map(self._chances.__getitem__, pairs), 0.0)
        return bool(
            exp(chance / (len(letters) - 1 if len(letters) > 1 else 1)) < self._whole.thresh
        )


def conclusions() -> dict[str, Any]:
    """Return what ``install`` needs, of the cluecode of this process."""
    from cluecode import copyrights  # lazy: with the engine

    from attribcheck.scan.exact import grammar  # lazy: the memo needs ``has_sign`` alone

    return {
        "words": grammar.word_facts(copyrights.PATTERNS),
        "rules": grammar.rule_facts(copyrights.GRAMMAR),
    }


def install(concluded: Mapping[str, Any]) -> None:
    """Let the cluecode of this process use them.

    Args:
        concluded: See ``conclusions``.
    """
    from cluecode import copyrights  # lazy: with the engine
    from textcode import gibberish

    from attribcheck.scan.exact import grammar  # lazy: the memo needs ``has_sign`` alone

    if isinstance(copyrights.DETECTOR, Remembered):
        return
    collect = copyrights.collect_candidate_lines
    copyrights.collect_candidate_lines = lambda lines: collect(relevant(lines))
    copyrights.prepare_text_line = lru_cache(_REMEMBERED)(copyrights.prepare_text_line)
    copyrights.gibberish_detector = Gibberish(copyrights.gibberish_detector, gibberish.pos)
    detector = copyrights.CopyrightDetector.__new__(copyrights.CopyrightDetector)
    detector.lexer = grammar.Labeller(copyrights.PATTERNS, concluded["words"])
    detector.parser = grammar.RuleParser(copyrights.GRAMMAR, concluded["rules"])
    copyrights.DETECTOR = Remembered(detector.detect)
