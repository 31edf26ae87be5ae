"""cluecode's lexer and parser of copyright statements, made and run with less work.

pygmars tries some 1,100 patterns on every word of a candidate line, and then applies some 400
rules, one after the other, to the labels of all words; it compiles all of them first, a fifth of
the time that a first scan takes. The answers here are the same:

- **A word is labelled once.** Its label depends on nothing else.
- **A pattern that stands for a few words is looked up.** ``^[Cc]opyright[s]?$`` is four words. The
  first pattern that matches decides, so a word that is found needs only the earlier ones tried.
- **A rule of which a part is absent is left out.** Most rules are plain sequences such as
  ``<YR>+ <DASH|TO>* <YR>``: without any ``YR`` among the labels there is nothing to match. A
  pattern is compiled when it is first needed.
- **The labels are written once** for as long as no rule matches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice, product
from typing import Any

_WORDS = 65536  # words whose label is known; all are forgotten when there are more
_EXPANDED = 64  # words that a pattern may stand for

# A letter, a class of letters or an escaped sign, each perhaps optional. Whatever else a pattern
# holds makes it one that has to be compiled.
_PIECE = re.compile(
    r"(?:\[((?:[\w,:;]|\\[^\w\s])+)\]|\\([^\w\s])|([\w,:;@/=!%&~\"'<>-]))(\??)(?![?*+{])"
)
_PIECES = re.compile(f"(?:{_PIECE.pattern})+")
_LABELS = r"<([\w|-]+)>([?*+]?)"
_SEQUENCE = re.compile(rf"(?:\s*{_LABELS})+\s*")


def expanded(pattern: str) -> list[str] | None:
    r"""Return the words that ``pattern`` matches whole, or None when that is no short list.

    Args:
        pattern: A regular expression, for ``re.match``: ``^[Aa]ll\.?$`` gives four words.
    """
    if not pattern.endswith("$"):
        return None
    body = pattern[:-1].removeprefix("^")
    if body.isalnum():
        return [body]
    if not _PIECES.fullmatch(body):
        return None
    choices: list[list[str]] = []
    for letters, escaped, plain, optional in _PIECE.findall(body):
        choice = list(letters.replace("\\", "")) if letters else [escaped or plain]
        choices.append([*choice, ""] if optional else choice)
    words = ["".join(word) for word in islice(product(*choices), _EXPANDED + 1)]
    return words if len(words) <= _EXPANDED else None


class Labeller:
    """A ``pygmars.lex.Lexer``.

    Args:
        matchers: Patterns, or functions of a word, and the labels that they give it; in order.
    """

    def __init__(self, matchers: Iterable[tuple[Any, str]]) -> None:
        self._words: dict[str, tuple[int, str]] = {}
        self._patterns: list[tuple[int, Any, str]] = []
        for number, (matcher, label) in enumerate(matchers):
            words = expanded(matcher) if isinstance(matcher, str) else None
            if words is None:
                self._patterns.append((number, matcher, label))
            else:
                for word in words:
                    self._words.setdefault(word, (number, label))
        self._labels: dict[str, str | None] = {}

    def lex_tokens(self, tokens: Iterable[Any], trace: bool = False) -> Iterator[Any]:
        """Yield ``tokens`` with their labels; one that no matcher knows keeps the one it has."""
        for token in tokens:
            label = self.label(token.value)
            if label is not None:
                token.label = label
            yield token

    def label(self, word: str) -> str | None:
        """Return the label of ``word``, or None."""
        if word in self._labels:
            return self._labels[word]
        if len(self._labels) >= _WORDS:
            self._labels.clear()
        # "$" also matches before a line end, which no word of cluecode's has.
        last, label = self._words.get(word.removesuffix("\n"), (None, None))
        for number, matches, other in self._compiled:
            if last is not None and number > last:
                break
            if matches(word):
                label = other
                break
        self._labels[word] = label
        return label

    @cached_property
    def _compiled(self) -> list[tuple[int, Callable[[str], Any], str]]:
        return [
            (number, re.compile(matcher).match if isinstance(matcher, str) else matcher, label)
            for number, matcher, label in self._patterns
        ]


class _Rule:
    """A rule of the grammar: the labels that it can't do without, and the rest on demand."""

    def __init__(self, line: str) -> None:
        self._line = line
        pattern = line.partition(":")[2].partition("#")[0].strip()
        pattern = pattern.removeprefix("{").removesuffix("}")
        self.needed: tuple[frozenset[str], ...] = ()
        if _SEQUENCE.fullmatch(pattern):
            self.needed = tuple(
                frozenset(labels.split("|"))
                for labels, how_often in re.findall(_LABELS, pattern)
                if how_often in {"", "+"}
            )
        self._made: tuple[Callable[[str], Any], Any] | None = None

    def made(self) -> tuple[Callable[[str], Any], Any]:
        """Return what searches for its pattern, and pygmars' own rule."""
        if self._made is None:
            from pygmars.parse import Rule  # lazy: with the engine

            rule = Rule.from_string(self._line)
            # The function that a rule applies is the ``sub`` of its compiled pattern.
            self._made = (rule._transformer.func.__self__.search, rule)  # noqa: SLF001
        return self._made


class RuleParser:
    """A ``pygmars.parse.Parser`` with a loop of 1 and without validation.

    Args:
        grammar: Its rules, one a line.
    """

    def __init__(self, grammar: str) -> None:
        lines = (line.strip() for line in grammar.splitlines())
        self._rules = [_Rule(line) for line in lines if line and not line.startswith("#")]

    def parse(self, tree: Any, trace: int = 0) -> Any:
        """Return the parse tree of a list of labelled tokens."""
        written = ""
        labels: set[str] = set()
        for rule in self._rules:
            if not written:
                labels = {piece.label for piece in tree}
                written = "".join([f"<{piece.label}>" for piece in tree])
            if any(map(labels.isdisjoint, rule.needed)):
                continue
            search, whole = rule.made()
            if search(written):
                tree = whole.parse(tree=tree, trace=trace)
                written = ""
        return tree
