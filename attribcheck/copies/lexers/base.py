"""Describes a language; the expressions of a lexer compile when its first file is read.

Every expression takes what begins but never ends (a string, a comment) to the end of its line or of
the file. So no text is read twice, and the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from attribcheck.copies.tokens import Tokens

Lex = Callable[[str], Tokens]


class Language(NamedTuple):
    """A language.

    Attributes:
        name: Its name.
        suffixes: The ends of its file names, in lower case.
        lex: Returns the tokens of a text.
        shape: Whether its code is compared with names abstracted too; needs a real lexer.
    """

    name: str
    suffixes: tuple[str, ...]
    lex: Lex
    shape: bool = True


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a compiled expression, each compiled once."""
    return re.compile(pattern, re.DOTALL)


def alternatives(spellings: tuple[str, ...]) -> str:
    """Return an expression for any of ``spellings``, the longer ones first."""
    return "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
