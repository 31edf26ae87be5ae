"""Code of all other languages, by its words: compared with names kept only.

No word is known to be a keyword, so nothing can be abstracted: the code of a word is a hash of it.
Lines that are a comment alone by the usual marks are left out; prose is no code and has no lexer.
"""

from __future__ import annotations

from zlib import crc32

from attribcheck.copies.lexers.base import TEXT_FAMILY, compiled
from attribcheck.copies.tokens import FIRST_CODE, OTHER, TokenBuilder, Tokens

_CODES = OTHER - FIRST_CODE
_PATTERN = (
    r"((?:\A|(?<=\n))[ \t]*"
    r"(?:/\*.*?(?:\*/|\Z)|<!--.*?(?:-->|\Z)|(?:#|//|--|;|%|\*|'|\")[^\n]*))|"
    r"[ \t\f]*(\n|[^\W\d]\w*|\d\w*|.)"
)


def lex(text: str) -> Tokens:
    """Return the words, numbers and other characters of a text."""
    builder = TokenBuilder(TEXT_FAMILY)
    line = 1
    for comment, spelling in compiled(_PATTERN).findall(text):
        if comment:
            line += comment.count("\n")
            continue
        first = spelling[0]
        if first == "\n":
            line += 1
        elif not first.isspace():
            builder.codes.append(FIRST_CODE + crc32(spelling.encode()) % _CODES)
            builder.spelled.append(spelling)
            builder.lines.append(line)
            if first == ",":
                builder.drop_repetition()
    return builder.tokens()
