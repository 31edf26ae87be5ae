"""Compiles the ``re:`` entries of holders so that none can backtrack for long.

A policy can come from an untrusted fork. Python's expressions backtrack: a repetition in a
repetition takes exponential time, and each further repetition multiplies it by the length of the
name. So nested ones are refused, and a name is compared up to a length that follows from the number
of repetitions.
"""

from __future__ import annotations

import re
import sys
import warnings
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    from re import _parser  # type: ignore[attr-defined] # not in the stubs
else:
    import sre_parse as _parser

_MAX_REPEATS = 3
_LONGEST = (1_000_000, 1_000_000, 4_000, 400)
"""The longest name, in characters, by the number of repetitions: some million steps at most."""

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_NESTED = "it has a repetition or a choice in a repetition"


class HolderPattern(NamedTuple):
    """One compiled entry.

    Attributes:
        expression: Its regular expression.
        longest: The longest name that is compared; a longer one does not match.
    """

    expression: re.Pattern[str]
    longest: int

    def matches(self, name: str) -> bool:
        """Whether the pattern matches the complete ``name``."""
        return len(name) <= self.longest and bool(self.expression.fullmatch(name))


def compiled(text: str) -> HolderPattern:
    """Return the pattern of an entry, without its ``re:``.

    Raises:
        ValueError: it is no regular expression, or may take too long; the message says why.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # warnings about a later Python
            tree = _parser.parse(text, re.IGNORECASE)
            repeats = _repeats(tree, inside=False)
            expression = re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"it is not a regular expression: {error}") from error
    if repeats > _MAX_REPEATS:
        raise ValueError(f"it has {repeats} repetitions; {_MAX_REPEATS} are the most")
    return HolderPattern(expression, _LONGEST[repeats])


def _repeats(tree: Any, *, inside: bool) -> int:
    """Return the number of repetitions in a parsed expression.

    Args:
        tree: A sequence of pairs of an operator and its arguments; a part of them.
        inside: Whether it is a part of a repetition.

    Raises:
        ValueError: a repetition holds another one, or a choice.
    """
    found = 0
    for operator, arguments in tree:
        name = str(operator)
        repeated = name in _REPEATS and arguments[1] != 1
        if inside and (repeated or name == "BRANCH"):
            raise ValueError(_NESTED)
        found += repeated
        for part in _parts(arguments):
            found += _repeats(part, inside=inside or repeated)
    return found


def _parts(arguments: Any) -> list[Any]:
    """Return the parsed expressions among the arguments of an operator."""
    if isinstance(arguments, _parser.SubPattern):
        return [arguments]
    if isinstance(arguments, tuple | list):
        return [part for one in arguments for part in _parts(one)]
    return []
