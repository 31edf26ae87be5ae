"""Describes a language; the expressions of a lexer compile when its first file is read.

Every expression takes what begins but never ends (a string, a comment) to the end of its line or of
the file. So no text is read twice, and the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from attribcheck.copies.tokens import Tokens

Lex = Callable[[str], Tokens]
"""Returns the tokens of a text."""

TEXT_FAMILY = "text"
"""The family of code of which names are never abstracted: that needs a real lexer."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled expression, each compiled once."""
    return re.compile(pattern, re.DOTALL)


def alternatives(spellings: tuple[str, ...]) -> str:
    """Return an expression for any of ``spellings``, the longer ones first."""
    return "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
