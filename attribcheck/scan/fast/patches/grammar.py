"""cluecode's lexer and parser of copyright statements, made and run with less work.

pygmars tries some 1,100 patterns on every word of a candidate line, and then applies some 400
rules, one after the other, to the labels of all words; it compiles all of them first, a fifth of
the time that a first scan takes. The answers here are the same:

- **A word is labelled once.** Its label depends on nothing else.
- **A pattern that matches a few words alone is looked up.** ``^[Cc]opyright[s]?$`` is four words.
  The first pattern that matches decides, so a word that is found needs only the earlier ones tried.
- **A pattern is tried on words that it may match.** Two thirds say with which letters such a word
  begins, or a string that it contains.
- **A rule of which a part is absent is left out.** Most rules are plain sequences such as ``<YR>+
  <DASH|TO>* <YR>``: without any ``YR`` among the labels there is nothing to match. A pattern is
  compiled when it is first needed.
- **The labels are written once** for as long as no rule matches.
- **Words of which no rule makes a statement or an author are not parsed.** A line with an "@" is a
  candidate, but without one of a few labels (``core_facts``) no chain of rules gets there.

These facts about the patterns and rules (``regex_facts``) are computed when the data is made.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attribcheck.scan.fast.patches import regex_facts

_WORDS = 65536  # words whose label is known; all are forgotten when there are more
_LABELLED = 4096  # sets of labels whose rules are known; likewise

_TIMES = r"([?*+]|\{\d+(?:,\d*)?\})?"
_PART = re.compile(rf"\s*(?:<([^<>]*)>{_TIMES}|(\()|\){_TIMES})")

_COMMON = (
    "NN NNP JUNK CAPS PN CD YR BARE-YR DASH CC OF TO BY IN IS THE VAN UNI URL URL2 NAME COMP"
    " COMPANY PORTIONS OTH HELD HOLDER MAINT MIXEDCAP INITIALCAP LINUX DEVELOPERS DATE EMPTY_LINE"
).split()
"""Labels of words that many lines have without a statement."""


def word_facts(matchers: Iterable[tuple[Any, str]]) -> dict[str, Any]:
    """Return the facts about its matchers that ``Labeller`` needs.

    Returns:
        ``words``: those of patterns that match a few words, with the number of the matcher.
        ``patterns``: the other matchers, by number, the letters with which a word begins that they
        match (None for any), and a string in each such word.
    """
    words: dict[str, int] = {}
    others: list[tuple[int, str | None, str]] = []
    for number, (matcher, _) in enumerate(matchers):
        if not isinstance(matcher, str):
            others.append((number, None, ""))
        elif (listed := regex_facts.expanded(matcher)) is None:
            letters = regex_facts.beginnings(matcher)
            begin = None if letters is None else "".join(sorted(letters))
            others.append((number, begin, regex_facts.needed(matcher)))
        else:
            for word in listed:
                words.setdefault(word, number)
    return {"words": words, "patterns": others}


class Labeller:
    """A ``pygmars.lex.Lexer``.

    Args:
        matchers: Patterns, or functions of a word, and the labels that they give it; in order.
        facts: See ``word_facts``; of the same.
    """

    def __init__(self, matchers: Sequence[tuple[Any, str]], facts: Mapping[str, Any]) -> None:
        self._matchers = matchers
        self._words: Mapping[str, int] = facts["words"]
        self._patterns = [
            _Pattern(number, matchers[number], begin, needed)
            for number, begin, needed in facts["patterns"]
        ]
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
        last = self._words.get(word.removesuffix("\n"))
        label = None if last is None else self._matchers[last][1]
        for pattern in self._beginning_with(word[:1]):
            if last is not None and pattern.number > last:
                break
            if pattern.needed in word and pattern.matches(word):
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
                if pattern.begin is None or letter in pattern.begin
            ]
        return self._by_letter[letter]


class _Pattern:
    """A pattern, or a function of a word, and the label that it gives; compiled when it is used."""

    def __init__(
        self, number: int, matcher: tuple[Any, str], begin: str | None, needed: str
    ) -> None:
        self.number = number
        self.begin = begin
        self.needed = needed
        self._matcher, self.label = matcher

    @cached_property
    def matches(self) -> Callable[[str], Any]:
        """Whether it matches a word."""
        return re.compile(self._matcher).match if isinstance(self._matcher, str) else self._matcher


def rule_facts(grammar: str) -> list[list[str]]:
    """Return, for each rule of a grammar, the labels that it can't do without.

    Of several separated by "|" one is enough.
    """
    return [_needed(line) for line in _rules(grammar)]


def _rules(grammar: str) -> list[str]:
    lines = (line.strip() for line in grammar.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _needed(line: str) -> list[str]:
    pattern = line.partition(":")[2].partition("#")[0].strip()
    pattern = pattern.removeprefix("{").removesuffix("}").rstrip()
    groups: list[list[str]] = [[]]
    at = 0
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:  # "|" between groups, or something else
            return []
        labels, times, opened, group_times = part.groups()
        at = part.end()
        if opened:
            groups.append([])
        elif labels is None:
            inner = groups.pop()
            if not _is_optional(group_times):
                groups[-1] += inner
        elif not _is_optional(times) and re.fullmatch(r"[\w|-]+", labels):
            groups[-1].append(labels)
    return groups[0]


def _is_optional(times: str | None) -> bool:
    return times is not None and times.startswith(("?", "*", "{0"))


def core_facts(matchers: Iterable[tuple[Any, str]], grammar: str) -> list[str]:
    """Return labels of which words need one, so that a statement or an author is made of them."""
    rules = [
        (_made(line), [labels.split("|") for labels in _needed(line)]) for line in _rules(grammar)
    ]
    known = sorted({label for _, label in matchers} | {"EMPTY_LINE"})
    allowed: set[str] = set()
    for label in [*_COMMON, *known]:
        if not any(map(_is_told, _reached({*allowed, label}, rules))):
            allowed.add(label)
    return sorted(set(known) - allowed)


def _made(line: str) -> str:
    return line.partition(":")[0].strip()


def _is_told(label: str) -> bool:
    """Whether ``CopyrightDetector.detect`` looks at parts of a text with a label."""
    return "COPYRIGHT" in label or label == "AUTHOR"


def _reached(labels: set[str], rules: Iterable[tuple[str, list[list[str]]]]) -> set[str]:
    """Return the labels that rules can make of some, in any order, those included."""
    found = set(labels)
    before = 0
    while len(found) > before:
        before = len(found)
        for made, needed in rules:
            if not any(map(found.isdisjoint, needed)):
                found.add(made)
    return found


class _Rule:
    """A rule of the grammar: the labels that it can't do without, and the rest on demand."""

    def __init__(self, line: str, needed: Iterable[str]) -> None:
        self._line = line
        self.needed = [labels.split("|") for labels in needed]
        self._made: tuple[Callable[[str], Any], Any] | None = None

    def made(self) -> tuple[Callable[[str], Any], Any]:
        """Return the search for its pattern, and pygmars' own rule."""
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
        facts: See ``rule_facts``; of the same.
        core: See ``core_facts``.
    """

    def __init__(self, grammar: str, facts: Iterable[list[str]], core: Iterable[str]) -> None:
        self._rules = list(map(_Rule, _rules(grammar), facts))
        self._core = frozenset(core)
        self._possible: dict[frozenset[str], list[int]] = {}

    def parse(self, tree: Any, trace: int = 0) -> Any:
        """Return the parse tree of a list of labelled tokens; the list when it says nothing."""
        if self._core.isdisjoint([piece.label for piece in tree]):
            return tree
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
