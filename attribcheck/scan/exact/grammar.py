"""cluecode's lexer and parser of copyright statements, made and run with less work.

pygmars tries some 1,100 patterns on every word of a candidate line, and then applies some 400
rules, one after the other, to the labels of all words; it compiles all of them first, a fifth of
the time that a first scan takes. The answers here are the same:

- **A word is labelled once.** Its label depends on nothing else.
- **A pattern that stands for a few words is looked up.** ``^[Cc]opyright[s]?$`` is four words. The
  first pattern that matches decides, so a word that is found needs only the earlier ones tried.
- **A pattern is tried on words that begin as it does.** Two thirds say with which letters a word
  that they match begins.
- **A rule of which a part is absent is left out.** Most rules are plain sequences such as
  ``<YR>+ <DASH|TO>* <YR>``: without any ``YR`` among the labels there is nothing to match. A
  pattern is compiled when it is first needed.
- **The labels are written once** for as long as no rule matches.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice, product
from typing import Any

_WORDS = 65536  # words whose label is known; all are forgotten when there are more
_LABELLED = 4096  # sets of labels whose rules are known; likewise
_EXPANDED = 64  # words that a pattern may stand for

# A letter, a class of letters or an escaped sign, each perhaps optional. Whatever else a pattern
# holds makes it one that has to be compiled.
_PIECE = re.compile(
    r"(?:\[((?:[\w,:;]|\\[^\w\s])+)\]|\\([^\w\s])|([\w,:;@/=!%&~\"'<>-]))(\??)(?![?*+{])"
)
# The same as the beginning of any pattern, a class with ranges too, and whether it may be absent.
_BEGINNING = re.compile(
    r"(?:\[((?:\w-\w|[\w,:;.@]|\\[^\w\s])+)\]|\\([^\w\s])|([\w,:;@/=!%&~\"'<>-]))"
    r"(\?|\*|\{0?,\d*\}|\{0\})?"
)
_MEMBER = re.compile(r"(\w)-(\w)|\\?(.)")
_GROUPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)")
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


def beginnings(pattern: str) -> frozenset[str] | None:
    r"""Return the letters with which every word begins that ``pattern`` matches; None if unknown.

    Args:
        pattern: A regular expression, for ``re.match``: ``^[Aa]?l+.*$`` gives "A", "a" and "l".
    """
    flat = pattern
    while (flatter := _GROUPED.sub("", flat)) != flat:
        flat = flatter
    if "|" in flat or "(" in flat or ")" in flat:  # a choice between whole patterns
        return None
    letters: set[str] = set()
    at = int(pattern.startswith("^"))
    while piece := _BEGINNING.match(pattern, at):
        members, escaped, plain, absent = piece.groups()
        for first, last, single in _MEMBER.findall(members or ""):
            letters.update(map(chr, range(ord(first), ord(last) + 1)) if first else single)
        letters.update(escaped or plain or "")
        if absent is None:
            return frozenset(letters)
        at = piece.end()
    return None


class Labeller:
    """A ``pygmars.lex.Lexer``.

    Args:
        matchers: Patterns, or functions of a word, and the labels that they give it; in order.
    """

    def __init__(self, matchers: Iterable[tuple[Any, str]]) -> None:
        self._words: dict[str, tuple[int, str]] = {}
        self._patterns: list[_Pattern] = []
        for number, (matcher, label) in enumerate(matchers):
            words = expanded(matcher) if isinstance(matcher, str) else None
            if words is None:
                self._patterns.append(_Pattern(number, matcher, label))
            else:
                for word in words:
                    self._words.setdefault(word, (number, label))
        self._by_letter: dict[str, list[_Pattern]] = {}
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
        for pattern in self._beginning_with(word[:1]):
            if last is not None and pattern.number > last:
                break
            if pattern.matches(word):
                label = pattern.label
                break
        self._labels[word] = label
        return label

    def _beginning_with(self, letter: str) -> list[_Pattern]:
        """Return the patterns that can match a word which begins with ``letter``, in order."""
        if letter not in self._by_letter:
            self._by_letter[letter] = [
                pattern
                for pattern in self._patterns
                if pattern.beginnings is None or letter in pattern.beginnings
            ]
        return self._by_letter[letter]


class _Pattern:
    """A pattern, or a function of a word, and the label that it gives; compiled when it is used."""

    def __init__(self, number: int, matcher: Any, label: str) -> None:
        self.number = number
        self.label = label
        self.beginnings = beginnings(matcher) if isinstance(matcher, str) else None
        self._matcher = matcher

    @cached_property
    def matches(self) -> Callable[[str], Any]:
        """Whether it matches a word."""
        return re.compile(self._matcher).match if isinstance(self._matcher, str) else self._matcher


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
        self._possible: dict[frozenset[str], list[int]] = {}

    def parse(self, tree: Any, trace: int = 0) -> Any:
        """Return the parse tree of a list of labelled tokens."""
        written = ""
        rules: list[int] = []
        number = -1
        while True:
            if not written:
                labels = [piece.label for piece in tree]
                written = "".join([f"<{label}>" for label in labels])
                rules = self._with(frozenset(labels))
            at = bisect_right(rules, number)
            if at == len(rules):
                return tree
            number = rules[at]
            search, whole = self._rules[number].made()
            if search(written):
                tree = whole.parse(tree=tree, trace=trace)
                written = ""

    def _with(self, labels: frozenset[str]) -> list[int]:
        """Return the numbers of the rules that can match where only ``labels`` are, rising."""
        if labels not in self._possible:
            if len(self._possible) >= _LABELLED:
                self._possible.clear()
            self._possible[labels] = [
                number
                for number, rule in enumerate(self._rules)
                if not any(map(labels.isdisjoint, rule.needed))
            ]
        return self._possible[labels]
